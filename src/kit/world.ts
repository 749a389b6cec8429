import { fileURLToPath } from 'node:url'
import type { FaultPreset, FaultRule, Journey, NetworkMessage, PhoneMessage, PhoneSettings, WorldFacts } from './api.ts'
import { Esme } from './clients/esme.ts'
import { type Twilio, twilioClient } from './clients/twilio.ts'
import { Vasp } from './clients/vasp.ts'
import { type Conditions, searchFor } from './conditions.ts'
import { type ControlClient, ControlError } from './control-client.ts'
import { type Duration, milliseconds } from './duration.ts'
import { Fault } from './fault.ts'
import { Phone } from './phone.ts'
import { expectNone, type WaitOptions, waitFor } from './wait.ts'
import { WorldClock } from './world-clock.ts'

/** Sends a Node program's calls to twilio.com to the carrier; a file, so that a child process can load it. */
const PRELOAD = fileURLToPath(new URL('../gateways/proxy/preload.cjs', import.meta.url))
/** Documentation numbers run from 0100 to 0199; past them any NXX-NXXX will do. */
const DOCUMENTATION_NUMBERS = 49

type Closable = { close(): Promise<void> }

/** A carrier of its own: numbers, phones, accounts, messages, clock, faults. Safe beside any number of others. */
export class World {
  readonly name: string
  readonly facts: WorldFacts
  readonly clock: WorldClock
  private readonly control: ControlClient
  private readonly base: string
  private readonly known = new Map<string, Phone>()
  private readonly clients: Closable[] = []
  private readonly callbackHost: string | undefined

  constructor(control: ControlClient, facts: WorldFacts, callbackHost?: string) {
    this.callbackHost = callbackHost
    this.control = control
    this.facts = facts
    this.name = facts.world
    this.base = facts.world === 'main' ? '' : `/worlds/${facts.world}`
    this.clock = new WorldClock(control, this.base)
    for (const about of facts.phones) this.known.set(about.number, new Phone(control, this.base, about))
  }

  get url(): string {
    return this.control.url
  }
  /** The first long code of the world's Twilio account. */
  get business(): string {
    return this.numbersOf('twilio')[0]!
  }

  /** The numbers of the world's Twilio, SMPP or MM7 account, long codes first. */
  numbersOf(kind: 'twilio' | 'smpp' | 'mm7'): readonly string[] {
    const owned = this.facts.numbers.filter(({ owner }) => owner.kind === kind)
    const isShort = (number: string) => Number(number.length < 7)
    return owned.map(({ number }) => number).sort((a, b) => isShort(a) - isShort(b) || a.localeCompare(b))
  }

  /** The phone of this name or number; made if there is none. */
  async phone(nameOrNumber: string, settings: PhoneSettings = {}): Promise<Phone> {
    const isNumber = /^\+?\d+$/.test(nameOrNumber)
    const there = [...this.known.values()].find(({ name, number }) => nameOrNumber === (isNumber ? number : name))
    const number = there?.number ?? (isNumber ? nameOrNumber : this.freeNumber())
    if (there && Object.keys(settings).length === 0) return there
    const phone = there ?? new Phone(this.control, this.base, { number, name: isNumber ? '' : nameOrNumber })
    // Known before it is made, so that the next of several made at once takes another number.
    this.known.set(number, phone)
    await phone.set({ ...(phone.name !== '' && { name: phone.name }), ...settings })
    return phone
  }

  /** Several at once: `const [ana, ben] = await world.phones('Ana', 'Ben')`. */
  async phones<const Names extends readonly string[]>(...names: Names): Promise<{ [K in keyof Names]: Phone }> {
    const made = await Promise.all(names.map((name) => this.phone(name)))
    return made as { [K in keyof Names]: Phone }
  }

  /** A message on any phone of the world. */
  waitFor(conditions: Conditions, options?: WaitOptions): Promise<PhoneMessage> {
    return waitFor({ control: this.control, base: this.base }, conditions, options)
  }

  expectNone({
    for: forTime,
    matching = '',
  }: {
    readonly for: Duration
    readonly matching?: Conditions
  }): Promise<void> {
    return expectNone({ control: this.control, base: this.base }, matching, forTime)
  }

  /** The network's view, newest first. */
  async messages(conditions: Conditions = ''): Promise<readonly NetworkMessage[]> {
    const path = `${this.base}/messages?query=${encodeURIComponent(searchFor(conditions).query)}`
    return (await this.control.call<{ messages: NetworkMessage[] }>({ path })).messages
  }

  /** Every hop of a message, in order. */
  journey(message: PhoneMessage | NetworkMessage | string): Promise<Journey> {
    const id = typeof message === 'string' ? message : 'messageId' in message ? message.messageId : message.id
    if (id === null) throw new Error('This message came from no network message, so it has no journey')
    return this.control.call({ path: `${this.base}/messages/${id}/journey` })
  }

  /** Makes the network misbehave until the fault is removed. */
  async fault(rule: FaultRule | FaultPreset): Promise<Fault> {
    const body = typeof rule === 'string' ? { preset: rule } : rule
    const posted = await this.control.call<{ id?: string; faults?: readonly { readonly id: string }[] }>({
      method: 'POST',
      path: `${this.base}/faults`,
      body,
    })
    const ids = posted.faults?.map(({ id }) => id) ?? (posted.id === undefined ? [] : [posted.id])
    return new Fault(this.control, this.base, ids)
  }

  /** Resolves when nothing is under way or due; throws with what is when the time is over. */
  async idle(timeout: Duration = '10s'): Promise<void> {
    const body = { timeoutMs: milliseconds(timeout) }
    try {
      await this.control.call({ method: 'POST', path: `${this.base}/idle`, body })
    } catch (error) {
      if (!(error instanceof ControlError) || error.status !== 408) throw error
      const pending = (error.problem.pending ?? []) as readonly string[]
      throw new Error(`World ${this.name} is still busy after ${timeout}:\n  ${pending.join('\n  ')}`)
    }
  }

  /** The official Twilio library as this world's account; needs the npm package `twilio`. */
  twilio(): Promise<Twilio> {
    const { accountSid, authToken } = this.facts
    return twilioClient({ url: this.url, accountSid, authToken })
  }

  /** A bound transceiver; needs the npm package `smpp`. */
  async esme(fields?: object): Promise<Esme> {
    return this.owned(await Esme.bind({ ...this.facts.smpp, host: this.smppHost }, fields))
  }

  /** A VASP that submits, and listens for what is delivered to it. */
  async vasp(): Promise<Vasp> {
    const { user } = this.facts.mm7
    const vasp = this.owned(await Vasp.listen({ ...this.facts.mm7, url: `${this.url}/mm7` }, this.callbackHost))
    const path = `${this.base}/accounts/mm7/${encodeURIComponent(user)}`
    await this.control.call({ method: 'PUT', path, body: { deliverUrl: vasp.url } })
    return vasp
  }

  /** Points a child process here: its Twilio library, and an ESME or VASP that reads these names. */
  env(base: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
    const { accountSid, authToken, apiKey, apiSecret, smpp, mm7 } = this.facts
    return {
      ...base,
      PARTYLINE_URL: this.url,
      TWILIO_ACCOUNT_SID: accountSid,
      TWILIO_AUTH_TOKEN: authToken,
      TWILIO_API_KEY: apiKey,
      TWILIO_API_SECRET: apiSecret,
      SMPP_HOST: this.smppHost,
      SMPP_PORT: String(smpp.port),
      SMPP_SYSTEM_ID: smpp.systemId,
      SMPP_PASSWORD: smpp.password,
      MM7_URL: `${this.url}/mm7`,
      MM7_USER: mm7.user,
      MM7_PASSWORD: mm7.password,
      NODE_OPTIONS: `${base.NODE_OPTIONS ?? ''} --require ${JSON.stringify(PRELOAD)}`.trim(),
    }
  }

  /** As it was at its first start. */
  async reset(): Promise<void> {
    await this.control.call({ method: 'POST', path: `${this.base}/reset` })
    this.known.clear()
    for (const about of this.facts.phones) this.known.set(about.number, new Phone(this.control, this.base, about))
  }

  /** Removes it without trace, and closes the clients it gave out. The world `main` is emptied instead. */
  async remove(): Promise<void> {
    await Promise.all(this.clients.splice(0).map((client) => client.close()))
    if (this.base === '') return this.reset()
    await this.control.call({ method: 'DELETE', path: this.base })
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.remove()
  }

  private owned<C extends Closable>(client: C): C {
    this.clients.push(client)
    return client
  }

  /** The name that reaches the carrier's HTTP port reaches its SMPP port as well. */
  private get smppHost(): string {
    return new URL(this.url).hostname
  }

  private freeNumber(): string {
    for (let at = 0; ; at += 1) {
      const number = `+1${at < DOCUMENTATION_NUMBERS ? 2_025_550_101 + at : 2_025_560_000 + at}`
      if (!this.known.has(number)) return number
    }
  }
}
