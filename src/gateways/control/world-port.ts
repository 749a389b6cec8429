import type {
  Address,
  Carrier,
  CarrierReader,
  ClockSetting,
  FaultBoard,
  Ids,
  Inventory,
  Phone,
} from '../../core/index.ts'

/** A message as a phone shows it: product.md section 4. */
export type PhoneMessage = {
  readonly id: string
  readonly phone: string
  readonly direction: 'received' | 'sent'
  readonly transport: 'sms' | 'mms'
  readonly from: string
  readonly to: readonly string[]
  readonly cc: readonly string[]
  readonly thread: string
  readonly kind: 'direct' | 'group'
  readonly subject: string | null
  readonly text: string
  readonly media: readonly {
    readonly contentType: string
    readonly filename: string | null
    readonly size: number
    readonly url: string
    /** What the MMSC made it from, to fit what the phone's carrier takes. */
    readonly adaptedFrom?: { readonly contentType: string; readonly size: number }
  }[]
  readonly status: string
  readonly at: string
  readonly messageId: string | null
  readonly error?: string | null
}

export type Draft = {
  readonly to: readonly Address[]
  readonly text?: string
  readonly subject?: string
  readonly readReport?: boolean
  readonly media?: readonly { readonly contentType: string; readonly filename?: string; readonly octets: Uint8Array }[]
}

/** What the person holding a phone can do and see. */
export interface PhonesPort {
  threads(phone: Address): readonly object[]
  /** Oldest first: the first `limit` after the message `after`, or the newest, or the newest before the message `before`. */
  messages(
    phone: Address,
    page: { readonly thread?: string; readonly after?: string; readonly before?: string; readonly limit: number },
  ): readonly PhoneMessage[]
  notifications(phone: Address): readonly object[]
  send(phone: Address, draft: Draft): Promise<{ readonly message: PhoneMessage } | { readonly refused: string }>
  /** False when there is no such message or notification on that phone. */
  act(phone: Address, id: string, action: 'download' | 'read' | 'delete' | 'react', reaction?: string): Promise<boolean>
  media(
    phone: Address,
    hash: string,
  ): { readonly contentType: string; readonly filename: string | null; readonly octets: Uint8Array } | undefined
  /** The phone's state or settings changed: what waits for it goes on. */
  changed(phone: Phone): Promise<void>
  removed(phone: Address): Promise<void>
}

/** The way of one message; src/journey tells it. */
export type JourneyView = {
  readonly hops: readonly { readonly evidence: readonly { readonly octets: Uint8Array }[] }[]
}

/** SMPP sessions, to look at and to act upon; without a session of this id: undefined or false. */
export interface SessionsPort {
  list(): readonly { readonly id: string; readonly systemId: string | null }[]
  find(id: string): object | undefined
  close(id: string): boolean
  unbind(id: string): boolean
  enquireLink(id: string): Promise<boolean | undefined>
  outbind(target: {
    readonly host: string
    readonly port: number
    readonly systemId?: string | undefined
    readonly password?: string | undefined
  }): Promise<{ readonly sessionId: string } | { readonly failed: string }>
}

/** A world as the control API sees it. */
export interface ControlWorld {
  readonly name: string
  readonly carrier: Carrier
  readonly read: CarrierReader
  readonly phones: PhonesPort
  readonly clock: { now(): number; readonly current: ClockSetting }
  readonly journal: {
    readonly epoch: string
    readonly lastSeq: number
    /** Hears of the events of each commit, and null after a reset. */
    subscribe(listener: (entries: readonly { readonly event: { readonly type: string } }[] | null) => void): () => void
  }
  setClock(setting: ClockSetting): Promise<void>
  /** Winds the clock; resolves when everything due on the way is done. */
  advance(ms: number, signal: AbortSignal): Promise<void>
  idle(signal: AbortSignal): Promise<boolean>
  pending(): readonly string[]
  reset(): Promise<void>
  readonly ids: Ids
  readonly faults: FaultBoard
  /** Hops with their octets; undefined if there is no such message. */
  journey(messageId: number): JourneyView | undefined
  /** A pcapng file of what passed between the carrier and its peers, for all messages or for one. */
  capture(credentials: boolean, message?: number): Uint8Array
  /** Everything of the world as one document. */
  archive(credentials: boolean): object
  sessions(): readonly object[]
  readonly smpp: SessionsPort
  webhooks(): readonly object[]
  /** Calls an application again; undefined if no such call is kept. */
  resendWebhook(id: string): Promise<object | undefined>
  /** Endpoints and credentials, as `GET /info` shows them. */
  info(): object
}

export type ArchiveTables = Readonly<
  Record<string, readonly Readonly<Record<string, string | number | null | { readonly base64: string }>>[]>
>

export interface ControlWorlds {
  find(name: string): ControlWorld | undefined
  list(): readonly ControlWorld[]
  /** Undefined when the name is taken. */
  create(wish: {
    readonly name?: string
    readonly phones?: readonly { readonly name: string; readonly number?: Address }[]
    readonly clock?: ClockSetting
    readonly seed?: number
  }): Promise<ControlWorld | undefined>
  /** Opens an archive as a world of its own, or says why it cannot. */
  restore(tables: ArchiveTables, name?: string): ControlWorld | { readonly refused: string }
  remove(name: string): Promise<boolean>
}

export type { Inventory }
