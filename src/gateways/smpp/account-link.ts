import type { Pdu } from '../../../protocols/smpp/index.ts'
import type { SmppAccount, Verdict } from '../../core/index.ts'
import { knowsTlvs } from './binding.ts'
import type { Connection } from './connection.ts'
import type { Consignment } from './outlet.ts'
import { RateLimit } from './rate-limit.ts'
import { BUSY, NOT_BOUND, worseOf } from './verdicts.ts'

/** The bound sessions of one account: which of them takes a message, and how fast the account may submit. */
export class AccountLink {
  private readonly connections = new Set<Connection>()
  private readonly queueLimit: number
  private rateLimit: RateLimit | undefined
  private rate: number | null = null
  /** Whether more waits in the store than there was room for. */
  private isOverrun = false
  private readonly onRoom: (link: AccountLink) => void

  constructor(queueLimit: number, onRoom: (link: AccountLink) => void) {
    this.queueLimit = queueLimit
    this.onRoom = onRoom
  }

  /** How many deliveries the account may be handed at the moment. */
  get room(): number {
    const loads = [...this.connections].filter(({ receives }) => receives).map(({ outgoing }) => outgoing.load)
    return Math.max(0, this.queueLimit - Math.min(this.queueLimit, ...loads))
  }

  /** More waits than there is room for: word of room comes when half of it is free again. */
  overrun(): void {
    this.isOverrun = true
  }

  get sessionCount(): number {
    return this.connections.size
  }

  add(connection: Connection): void {
    this.connections.add(connection)
  }

  remove(connection: Connection): void {
    this.connections.delete(connection)
  }

  /** Whether the account may submit once more now. */
  maySubmit({ rate }: SmppAccount, now: () => number): boolean {
    if (rate === null) return true
    const at = now()
    if (!this.rateLimit || rate !== this.rate) this.rateLimit = new RateLimit(rate, at)
    this.rate = rate
    return this.rateLimit.take(at)
  }

  /** Whether a session can be told what has no response. */
  get hears(): boolean {
    return this.hearing.length > 0
  }

  /** Sends what has no response to one of the sessions that receive, if there is one. */
  notify(pdu: Pdu): void {
    flowing(this.hearing)[0]?.notify(pdu)
  }

  deliver({ pdus, preferred }: Consignment): Verdict | Promise<Verdict> {
    const chosen = this.preferred(preferred) ?? this.leastLoaded()
    if (!chosen) return NOT_BOUND
    if (chosen.outgoing.load >= this.queueLimit) {
      this.overrun()
      return BUSY
    }
    return sendAll(chosen, pdus(chosen.receiver), () => this.relieved(chosen))
  }

  private relieved({ outgoing }: Connection): void {
    if (!this.isOverrun || outgoing.load > this.queueLimit / 2) return
    this.isOverrun = false
    this.onRoom(this)
  }

  private preferred(id: string | undefined): Connection | undefined {
    for (const one of this.connections) if (one.id === id && one.receives && one.flows) return one
    return undefined
  }

  private leastLoaded(): Connection | undefined {
    const receivers = [...this.connections].filter((connection) => connection.receives)
    return receivers.length === 0 ? undefined : leastLoaded(flowing(receivers))
  }

  private get hearing(): readonly Connection[] {
    return [...this.connections].filter(({ receives, receiver }) => receives && knowsTlvs(receiver.interfaceVersion))
  }
}

/** Those that read what they are sent, if there are any. */
function flowing(connections: readonly Connection[]): readonly Connection[] {
  const reading = connections.filter(({ flows }) => flows)
  return reading.length > 0 ? reading : connections
}

function leastLoaded(connections: readonly Connection[]): Connection {
  return connections.reduce((least, other) => (other.outgoing.load < least.outgoing.load ? other : least))
}

function sendAll(
  connection: Connection,
  pdus: ReturnType<Consignment['pdus']>,
  relieved: () => void,
): Verdict | Promise<Verdict> {
  if (pdus.length === 0) return { kind: 'delivered' }
  const { promise, resolve } = Promise.withResolvers<Verdict>()
  const answered = worstOf(pdus.length, resolve, relieved)
  for (const pdu of pdus) connection.deliver(pdu, answered)
  return promise
}

/** Concludes with the worst of `count` verdicts. It knows nothing of the PDUs, so that none waits for its answer with it. */
function worstOf(count: number, conclude: (worst: Verdict) => void, relieved: () => void): (verdict: Verdict) => void {
  let left = count
  let worst: Verdict = { kind: 'delivered' }
  return (verdict) => {
    worst = worseOf(worst, verdict)
    left -= 1
    if (left > 0) return
    conclude(worst)
    relieved()
  }
}
