import { pino } from 'pino'
import twilio from 'twilio'
import { type PartylineOptions, startPartyline } from '../../src/compose.ts'
import type { PhoneMessage, ThreadView } from '../../src/handsets/index.ts'

// A whole carrier as the people around it use it: phones, applications and peers, all from outside through its ports.

export const NOON = '2026-06-01T12:00:00.000Z'
export const ANA = '+12025550101'
export const BEN = '+12025550102'
export const CLEO = '+12025550103'
/** Long codes of a world's Twilio account, its ESME's and its VASP's. */
export const P1 = '+15017122661'
export const P2 = '+15017122662'
export const ESME_NUMBER = '+12025550150'
export const VASP_NUMBER = '+12025550160'

/** Longer than anything here takes; a story that reaches it has failed. */
const PATIENCE_MS = 15_000

export type Answer<Body = Record<string, unknown>> = { readonly status: number; readonly body: Body }

/** What `POST /carrier/worlds` and `GET /carrier/info` answer. */
export type WorldInfo = {
  readonly world: string
  readonly url: string
  readonly accountSid: string
  readonly authToken: string
  readonly smpp: { readonly port: number; readonly systemId: string; readonly password: string }
  readonly mm7: {
    readonly url: string
    readonly user: string
    readonly password: string
    readonly vaspId: string
    readonly vasId: string
  }
}

export type WorldWish = {
  readonly name?: string
  readonly phones?: readonly (string | { readonly name: string; readonly number?: string })[]
  readonly clock?: 'real' | 'frozen' | { readonly mode: 'frozen'; readonly now: string }
}

export type Carrier = {
  readonly url: string
  readonly main: World
  /** A world of its own on a frozen clock; three phones unless asked otherwise. */
  world(wish?: WorldWish): Promise<World>
  /** Stops it; throws when it logged a fault of its own. */
  stop(): Promise<void>
}

/** A whole carrier in this process, on free ports. */
export async function startCarrier(options: Omit<PartylineOptions, 'log'> = {}): Promise<Carrier> {
  const faults: string[] = []
  const log = pino({ level: 'error' }, { write: (line) => void faults.push(line) })
  const partyline = await startPartyline({ ...options, log })
  const main = await visit(partyline.url)
  return {
    url: partyline.url,
    main,
    async world(wish = {}) {
      const asked = { clock: { mode: 'frozen', now: NOON }, ...wish }
      const { status, body } = await call(`${partyline.url}/carrier/worlds`, { method: 'POST', body: asked })
      if (status !== 201) throw new Error(`no world: ${JSON.stringify(body)}`)
      const info = body as unknown as WorldInfo
      return new World(`${partyline.url}/carrier/worlds/${info.world}`, info)
    },
    async stop() {
      await partyline.stop()
      if (faults.length > 0) throw new Error(`the carrier logged faults:\n${faults.join('\n')}`)
    },
  }
}

/** The world `main` of a carrier that runs somewhere. */
export async function visit(url: string): Promise<World> {
  const { body } = await call(`${url}/carrier/info`)
  return new World(`${url}/carrier`, body as unknown as WorldInfo)
}

/** One world, seen from outside. */
export class World {
  readonly info: WorldInfo
  private readonly base: string

  constructor(base: string, info: WorldInfo) {
    this.base = base
    this.info = info
  }

  phone(number: string): Phone {
    return new Phone(this, number)
  }

  /** The unchanged helper library, led here by its own custom HTTP client. */
  twilio(login: { readonly sid?: string; readonly token?: string } = {}) {
    return twilioClient(this.info, login)
  }

  ask(path: string, init: { readonly method?: string; readonly body?: unknown } = {}): Promise<Answer> {
    return call(this.base + path, init)
  }

  post(path: string, body: unknown = {}): Promise<Answer> {
    return this.ask(path, { method: 'POST', body })
  }

  put(path: string, body: unknown): Promise<Answer> {
    return this.ask(path, { method: 'PUT', body })
  }

  /** Waits until nothing is under way or due. */
  async idle(): Promise<void> {
    const { status, body } = await this.post('/idle', { timeoutMs: PATIENCE_MS })
    if (status !== 200) throw new Error(`still busy: ${JSON.stringify(body.pending)}`)
  }

  /** Winds the clock; everything due on the way is done when it answers. */
  async advance(duration: string): Promise<void> {
    const { status, body } = await this.post('/clock/advance', { duration })
    if (status !== 200) throw new Error(JSON.stringify(body))
  }

  /** The messages that match, as soon as there are `count`. */
  async wait(wish: { readonly phone?: string; readonly query: string; readonly count?: number }) {
    const { status, body } = await this.post('/wait', { timeoutMs: PATIENCE_MS, ...wish })
    if (status !== 200) throw new Error(`${JSON.stringify(wish)}: ${JSON.stringify(body)}`)
    return body.messages as readonly PhoneMessage[]
  }

  /** Newest first. */
  async messages() {
    const { body } = await this.ask('/messages?limit=500')
    return body.messages as readonly NetworkMessage[]
  }
}

/** A message as `GET /carrier/messages` shows it. */
export type NetworkMessage = {
  readonly id: string
  readonly from: string
  readonly to: readonly string[]
  readonly text: string
  readonly transport: string
  readonly deliveries: readonly {
    readonly kind: string
    readonly recipient: string
    readonly state: string
    readonly reason?: string
  }[]
}

export type Typed = {
  readonly to: string | readonly string[]
  readonly text?: string
  readonly media?: readonly { readonly contentType: string; readonly filename?: string; readonly data: string }[]
}

/** A phone in somebody's hand. */
export class Phone {
  readonly number: string
  private readonly world: World
  private readonly path: string

  constructor(world: World, number: string) {
    this.world = world
    this.number = number
    this.path = `/phones/${number}`
  }

  async sends(typed: Typed): Promise<PhoneMessage> {
    const { status, body } = await this.world.post(`${this.path}/messages`, typed)
    if (status !== 201) throw new Error(`${this.number} could not send: ${JSON.stringify(body)}`)
    return body as unknown as PhoneMessage
  }

  /** Answers everybody in the group that the newest message came in. */
  async repliesToAll(text: string): Promise<PhoneMessage> {
    const [newest] = await this.threads()
    if (!newest) throw new Error(`${this.number} has nothing to answer`)
    return this.sends({ to: newest.participants, text })
  }

  /** Waits for messages that came and match. */
  shows(query: string, count = 1): Promise<readonly PhoneMessage[]> {
    return this.world.wait({ phone: this.number, query: `is:received ${query}`, count })
  }

  /** Newest first. */
  async threads(): Promise<readonly ThreadView[]> {
    const { body } = await this.world.ask(`${this.path}/threads`)
    return body.threads as ThreadView[]
  }

  /** Oldest first. */
  async messages(query = ''): Promise<readonly PhoneMessage[]> {
    const { body } = await this.world.ask(`${this.path}/messages?limit=500&query=${encodeURIComponent(query)}`)
    return body.messages as PhoneMessage[]
  }

  /** What its screen says, a line per message of each thread: who wrote what. */
  async screen() {
    const messages = await this.messages()
    return (await this.threads()).map(({ id, kind, participants }) => ({
      kind,
      with: participants.toSorted(),
      says: messages.filter(({ thread }) => thread === id).map(({ from, text }) => `${from}: ${text}`),
    }))
  }

  /** Its settings change: signal, profile, name. */
  async becomes(wish: Readonly<Record<string, unknown>>): Promise<void> {
    const { status, body } = await this.world.put(this.path, wish)
    if (status >= 300) throw new Error(JSON.stringify(body))
  }

  async media(url: string): Promise<Buffer> {
    const response = await fetch(this.world.info.url + url)
    if (!response.ok) throw new Error(`${url}: ${response.status}`)
    return Buffer.from(await response.arrayBuffer())
  }
}

export function twilioClient(info: WorldInfo, { sid = info.accountSid, token = info.authToken } = {}) {
  const inner = new twilio.RequestClient()
  const request = (options: Parameters<typeof inner.request>[0]) => {
    const { pathname, search, host } = new URL(options.uri)
    const headers = { ...options.headers, 'X-Twilio-Host': host }
    return inner.request({ ...options, uri: info.url + pathname + search, headers })
  }
  return twilio(sid, token, { httpClient: Object.assign(Object.create(inner), { request }) })
}

/** One JSON request; an empty answer is an empty object. */
export async function call(url: string, init: { method?: string; body?: unknown } = {}): Promise<Answer> {
  const response = await fetch(url, {
    method: init.method ?? 'GET',
    ...(init.body !== undefined && {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(init.body),
    }),
  })
  const text = await response.text()
  return { status: response.status, body: text === '' ? {} : JSON.parse(text) }
}
