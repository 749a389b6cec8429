import type { Connection } from './connection.ts'
import type { TracedPdu } from './session-trace.ts'

/** A session with what passed on it beside messages. */
export type RecordedSession = {
  readonly id: string
  readonly world: string
  readonly systemId: string
  readonly interfaceVersion: number
  readonly receives: boolean
  /** The ESME's port, where the message centre called it (outbind). */
  readonly calledPort: number | null
  /** On the world's clock; null while it is open. */
  readonly closedAt: number | null
  readonly pdus: readonly TracedPdu[]
}

/** Sessions that are over and still remembered. */
const CLOSED_MAX = 50

/** Sessions of late, bound ones and closed ones, for whoever draws them later. */
export class RecordedSessions {
  private readonly closed: RecordedSession[] = []

  /** A connection is over. */
  keep(connection: Connection): void {
    const session = recordOf(connection)
    const closedAt = connection.identity?.world.clock.now() ?? null
    if (session) this.closed.push({ ...session, closedAt })
    if (this.closed.length > CLOSED_MAX) this.closed.shift()
  }

  /** Those of one world, oldest first. */
  of(world: string, open: Iterable<Connection>): readonly RecordedSession[] {
    const bound = [...open].flatMap((connection) => recordOf(connection) ?? [])
    return [...this.closed, ...bound].filter((session) => session.world === world)
  }
}

function recordOf({ id, identity, session, ring, calledPort }: Connection): RecordedSession | undefined {
  const { binding } = session
  if (!identity || !binding) return undefined
  return {
    id,
    world: identity.world.name,
    systemId: binding.systemId,
    interfaceVersion: binding.interfaceVersion,
    receives: binding.bindType !== 'transmitter',
    calledPort,
    closedAt: null,
    pdus: ring.traced(),
  }
}
