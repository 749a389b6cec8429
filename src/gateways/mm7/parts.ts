import type { Carrier, CarrierReader, Clock, FaultBoard, Ids, Mm7Account } from '../../core/index.ts'
import type { Logger } from '../../runtime/index.ts'

/** What the gateway needs of a world. */
export type Mm7World = {
  readonly name: string
  readonly carrier: Carrier
  readonly read: CarrierReader
  readonly clock: Clock
  readonly ids: Ids
  readonly faults: FaultBoard
  /** Waits on the world's clock. */
  readonly wait: (ms: number) => Promise<void>
}

/** A VASP with the world it belongs to. */
export type Mm7Vasp = { readonly account: Mm7Account; readonly world: Mm7World }

/** One VASP among all worlds. */
export function vaspKey({ account, world }: Mm7Vasp): string {
  return `${world.name}/${account.user}`
}

export type Mm7GatewayParts = {
  /** Who posts: the user alone finds the world. What goes out names the world that it comes from. */
  readonly findAccount: (user: string, worldName?: string) => Mm7Vasp | undefined
  /** The name under which media octets are stored once. */
  readonly hash: (octets: Uint8Array) => string
  readonly fetch: typeof fetch
  readonly log: Logger
}
