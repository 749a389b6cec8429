import type { WorldFacts } from './api.ts'
import { ControlClient } from './control-client.ts'
import { World } from './world.ts'

export type ClockWish = 'real' | 'frozen' | { readonly mode: 'real' | 'frozen'; readonly now?: string }

/** What worlds are made with, unless they say otherwise. */
export type WorldWish = {
  readonly seed?: number
  readonly clock?: ClockWish
}

export type CarrierOptions = WorldWish & {
  /** A running carrier instead of one in this process; PARTYLINE_URL if not said. */
  readonly url?: string
  /** What that carrier's control API asks for; PARTYLINE_TOKEN if not said. */
  readonly token?: string
} & Reach

/** How that carrier is reached, and reaches us, where ports are mapped. */
export type Reach = {
  readonly smppPort?: number
  /** The name it calls this machine by; VASPs then listen for others too. */
  readonly callbackHost?: string
}

/** A carrier and its worlds. */
export class Carrier {
  readonly url: string
  private readonly control: ControlClient
  private readonly defaults: WorldWish
  private readonly reach: Reach
  private readonly end: () => Promise<void>

  constructor(control: ControlClient, { defaults, reach, end }: CarrierParts) {
    this.url = control.url
    this.control = control
    this.defaults = defaults
    this.reach = reach
    this.end = end
  }

  /** A world of its own, with its own accounts, for one test; phones are made by `world.phone()`. */
  async world({ name, ...wish }: WorldWish & { readonly name?: string } = {}): Promise<World> {
    const body = { phones: [], ...this.defaults, ...wish, ...(name !== undefined && { name }) }
    return this.open(await this.control.call<WorldFacts>({ method: 'POST', path: '/worlds', body }))
  }

  /** The world that is there from the start, shared by everybody. */
  async main(): Promise<World> {
    return this.open(await this.control.call<WorldFacts>({ path: '/info' }))
  }

  /** Ends a carrier of this process; one that ran before is left running. */
  stop(): Promise<void> {
    return this.end()
  }

  private open(facts: WorldFacts): World {
    const { smppPort, callbackHost } = this.reach
    return new World(
      this.control,
      { ...facts, smpp: { ...facts.smpp, port: smppPort ?? facts.smpp.port } },
      callbackHost,
    )
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop()
  }
}

type CarrierParts = { readonly defaults: WorldWish; readonly reach: Reach; readonly end: () => Promise<void> }

/** A carrier in this process on free ports, or, where `url` or PARTYLINE_URL names one, that one by the same API. */
export async function startCarrier(options: CarrierOptions = {}): Promise<Carrier> {
  const {
    url = process.env.PARTYLINE_URL,
    token = process.env.PARTYLINE_TOKEN,
    smppPort,
    callbackHost,
    ...defaults
  } = options
  const reach = { ...(smppPort !== undefined && { smppPort }), ...(callbackHost !== undefined && { callbackHost }) }
  if (url !== undefined && url !== '') {
    const control = new ControlClient(url, token)
    await control.call({ path: '/ready' })
    return new Carrier(control, { defaults, reach, end: async () => {} })
  }
  // Loaded here, so that tests against a running carrier load no database.
  const { startPartyline } = await import('../compose.ts')
  const carrier = await startPartyline({ ...(defaults.seed !== undefined && { seed: defaults.seed }) })
  const control = new ControlClient(`http://127.0.0.1:${carrier.ports.http}`)
  return new Carrier(control, { defaults, reach, end: () => carrier.stop() })
}
