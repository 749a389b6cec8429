import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import twilio from 'twilio'
import {
  type Conversations,
  type ConversationsReader,
  createConversations,
  type HttpAnswer,
  type HttpCall,
  opensAccount,
} from '../../src/conversations/index.ts'
import { createConversationsApi, RateLimits } from '../../src/conversations/rest/index.ts'
import {
  type Address,
  Carrier,
  type Change,
  FaultBoard,
  type Message,
  type OwnedNumber,
  type Submission,
  type TwilioAccount,
  type Verdict,
  type WorldRecord,
} from '../../src/core/index.ts'
import { Agenda, contentHash, createChance, createIds, Delays, WorldClock } from '../../src/runtime/index.ts'
import { openConversationRows } from '../../src/store/conversations/rows.ts'
import { PartylineDatabase } from '../../src/store/index.ts'
import { sms } from './memory-world.ts'

export const NOON = Date.UTC(2026, 0, 5, 12)
export const ACCOUNT_SID = `AC${'a'.repeat(32)}`
export const SERVICE_SID = `IS${'a'.repeat(32)}`
export const TOKEN = 'partyline'
export const P1 = '+15017122661' as Address
export const P2 = '+15017122662' as Address
export const TOLL_FREE = '+18005550100' as Address
export const SMS_ONLY = '+15017122663' as Address
export const FOREIGN = '+15017122669' as Address
export const ANA = '+12025550101' as Address
export const BEN = '+12025550102' as Address
export const CLEO = '+12025550103' as Address
export const DAN = '+12025550104' as Address

export type Offered = { readonly recipient: Address; readonly message: Message }
export type Hooked = Parameters<HttpCall>[0] & { readonly parameters: Readonly<Record<string, string>> }

const RECORD: WorldRecord = {
  id: 1,
  name: 'main',
  epoch: 'first',
  settings: { autoPhones: true, seed: 1 },
  clock: { mode: 'frozen', now: NOON },
} as WorldRecord

/** A carrier with the Conversations layer behind a real port; phones are scripted, the clock is wound by hand. */
export class ConversationsWorld {
  readonly clock = new WorldClock({ mode: 'frozen', now: NOON })
  readonly faults: unknown[] = []
  readonly offered: Offered[] = []
  readonly hooked: Hooked[] = []
  /** What becomes of copies to a number; delivered unless said otherwise. */
  readonly verdicts = new Map<Address, Verdict>()
  /** What the application answers to webhooks. */
  answer: (hook: Hooked, timeoutMs: number) => HttpAnswer | Promise<HttpAnswer> = () => ({
    kind: 'answered',
    status: 200,
    body: '',
  })
  readonly rules = new FaultBoard(this.clock, createChance(1))
  private readonly delays = new Delays(this.clock, () => this.agenda.poke())
  /** Real time as the limits of actions see it. */
  realNow = 0
  private limits: RateLimits | undefined
  readonly agenda = new Agenda(this.clock, (error) => void this.faults.push(error))
  readonly carrier: Carrier
  readonly conversations: Conversations
  readonly reader: ConversationsReader
  baseUrl = ''
  private readonly database = new PartylineDatabase({ path: ':memory:' }, { conversations: openConversationRows })
  private readonly store = this.database.openWorld(RECORD, () => this.clock.now())
  private server: Server | undefined

  constructor() {
    const common = {
      clock: this.clock,
      ids: createIds(),
      poke: this.agenda.poke,
      onFault: (error: unknown) => void this.faults.push(error),
    }
    this.reader = this.store.layer<ConversationsReader>('conversations')
    this.conversations = createConversations({
      ...common,
      world: 'main',
      reader: this.reader,
      carrier: () => this.carrier,
      http: (request, timeoutMs) => this.hook(request, timeoutMs),
      faults: this.rules,
      wait: this.delays.wait,
      baseUrl: () => this.baseUrl,
    })
    const silent = { offer: () => ({ kind: 'delivered' }) as const, tell: () => ({ kind: 'delivered' }) as const }
    const handset = { ...silent, offer: (offer: Parameters<typeof this.offer>[0]) => this.offer(offer) }
    const outlets = { handset, smpp: silent, mm7: silent, twilio: this.conversations.outlet }
    this.carrier = new Carrier({ ...common, store: this.store, outlets })
    this.agenda.add({
      name: 'carrier',
      nextDueAt: () => this.carrier.nextDueAt(),
      turn: () => this.carrier.turn(),
      pending: () => this.carrier.pending(),
    })
    for (const worker of [this.delays, ...this.conversations.workers]) this.agenda.add(worker)
  }

  async begin(switches: TwilioAccount['switches'] = {}, { strictLimits = false } = {}): Promise<this> {
    if (strictLimits) this.limits = new RateLimits(() => this.realNow)
    const account = {
      kind: 'twilio',
      sid: ACCOUNT_SID,
      authToken: TOKEN,
      apiKeys: [{ sid: `SK${'a'.repeat(32)}`, secret: 's' }],
      switches,
    }
    const foreign: TwilioAccount = { ...account, kind: 'twilio', sid: `AC${'b'.repeat(32)}`, apiKeys: [] }
    const numbers = [own(P1), own(P2), own(TOLL_FREE, 'toll-free'), own('55225' as Address, 'short-code')]
    const others = [
      { ...own(SMS_ONLY), capabilities: { sms: true, mms: false } },
      { ...own(FOREIGN), owner: { kind: 'twilio' as const, account: foreign.sid } },
    ]
    const put =
      (kind: string) =>
      (value: unknown): Change =>
        ({ layer: 'core', put: kind, value }) as Change
    const changes = [
      put('world')(RECORD),
      ...[account, foreign].map(put('account')),
      ...[...numbers, ...others].map(put('number')),
    ]
    await this.store.run(() => ({ answer: undefined, changes, events: [] }))
    await this.listen()
    return this
  }

  /** The unchanged helper library, led here by its custom HTTP client. */
  client(
    sid = ACCOUNT_SID,
    token = TOKEN,
    headers: Readonly<Record<string, string>> = {},
    onAnswer: (answer: { readonly statusCode: number; readonly body: unknown }) => void = () => {},
  ) {
    const inner = new twilio.RequestClient()
    const request = async (options: Parameters<typeof inner.request>[0]) => {
      const { pathname, search, host } = new URL(options.uri)
      const sent = { ...options.headers, ...headers, 'X-Twilio-Host': host }
      const answer = await inner.request({ ...options, uri: this.baseUrl + pathname + search, headers: sent })
      onAnswer(answer)
      return answer
    }
    const httpClient = Object.assign(Object.create(inner), { request })
    return twilio(sid, token, { httpClient })
  }

  /** The library's own way of retrying what was too many, led here. */
  retryingClient(onRequest: () => void) {
    const client = twilio(ACCOUNT_SID, TOKEN, { autoRetry: true })
    // Without an HTTP client of ours it is the library's own.
    const { axios } = client.httpClient as InstanceType<typeof twilio.RequestClient>
    axios.interceptors.request.use((config) => {
      onRequest()
      const { pathname, search, host, protocol } = new URL(config.url ?? '')
      if (protocol === 'https:') config.headers.set('X-Twilio-Host', host)
      config.url = this.baseUrl + pathname + search
      return config
    })
    return client
  }

  /** A raw request with the account's credentials. */
  fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const authorization = `Basic ${Buffer.from(`${ACCOUNT_SID}:${TOKEN}`).toString('base64')}`
    return fetch(this.baseUrl + path, { ...init, headers: { authorization, ...init.headers } })
  }

  /** A person writes on a phone. */
  async write(from: Address, to: readonly Address[], text: string, wish: Partial<Submission> = {}): Promise<void> {
    const octets = new TextEncoder().encode(text)
    const part = { contentType: 'text/plain', name: null, contentId: null, contentLocation: null, text }
    const mms = {
      kind: 'mms',
      subject: null,
      parts: [{ ...part, octets, size: octets.length, hash: contentHash(octets) }],
    } as const
    const content = to.length > 1 ? mms : sms(text)
    const answer = await this.carrier.submit({ origin: { kind: 'handset', key: from }, from, to, content, ...wish })
    if (!answer.accepted) throw new Error(answer.explanation)
    await this.settle()
  }

  async settle(): Promise<void> {
    this.agenda.poke()
    await this.agenda.idle()
  }

  async advance(ms: number): Promise<void> {
    await this.agenda.advance(ms)
  }

  async stop(): Promise<void> {
    this.agenda.stop()
    await new Promise((resolve) => this.server?.close(resolve))
    this.database.close()
  }

  /** The number of the journal's last event. */
  get lastSeq(): number {
    return this.store.journal.lastSeq
  }

  /** Types of the journal's events from a place on. */
  events(since = 0) {
    return this.store.journal.read(since, 1000)
  }

  private offer({ delivery, message }: { delivery: { recipient: Address }; message: Message }): Verdict {
    this.offered.push({ recipient: delivery.recipient, message })
    return this.verdicts.get(delivery.recipient) ?? { kind: 'delivered' }
  }

  private async hook(request: Parameters<HttpCall>[0], timeoutMs: number): Promise<HttpAnswer> {
    const text = request.method === 'POST' ? request.body : new URL(request.url).search.slice(1)
    const hooked = { ...request, parameters: Object.fromEntries(new URLSearchParams(text)) }
    this.hooked.push(hooked)
    return this.answer(hooked, timeoutMs)
  }

  private async listen(): Promise<void> {
    const findTenant = (user: string, password: string) => {
      const account = this.carrier.read.accounts('twilio').find((one) => opensAccount(one, { user, password }))
      return account && { account, conversations: this.conversations }
    }
    const findAccount = (sid: string) => {
      const account = this.carrier.read.account('twilio', sid)
      return account && { account, conversations: this.conversations }
    }
    const onFault = (error: unknown) => void this.faults.push(error)
    const baseUrl = () => this.baseUrl
    const { limits } = this
    const handle = createConversationsApi({ findTenant, findAccount, baseUrl, onFault, limits })
    this.server = createServer(handle)
    await new Promise<void>((resolve) => this.server?.listen(0, '127.0.0.1', resolve))
    this.baseUrl = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`
  }
}

function own(number: Address, kind: OwnedNumber['kind'] = 'long-code'): OwnedNumber {
  return { number, kind, owner: { kind: 'twilio', account: ACCOUNT_SID }, capabilities: { sms: true, mms: true } }
}
