// What the control API and the feed say, as the viewer reads it. Fields it does not use are left out.

/** A number in E.164, or a short code. */
export type PhoneNumber = string

export const PHONE_STATES = [
  'online',
  'no-signal',
  'no-data',
  'airplane',
  'off',
  'memory-full',
  'landline',
  'unreachable',
] as const
export type PhoneState = (typeof PHONE_STATES)[number]

export const PROFILES = ['android', 'ios', 'legacy-sms', 'own-number-unknown', 'cc-ignored', 'no-ack'] as const
export type Profile = (typeof PROFILES)[number]

/** Networks whose limits a phone can have, by the key of the control API. */
export const CARRIERS = {
  att: 'AT&T',
  tmobile: 'T-Mobile',
  verizon: 'Verizon',
  uscellular: 'US Cellular',
  sprint: 'Sprint',
  cspire: 'C Spire',
  canada: 'Canada, the tightest',
  aosp: 'Android where nothing is known',
  smsonly: 'A network without MMS',
} as const

export type Contact = { readonly number: PhoneNumber; readonly name: string }

export type Phone = {
  readonly number: PhoneNumber
  readonly name: string
  readonly state: PhoneState
  readonly profile: Profile
  readonly groupMode: 'group' | 'mass-text'
  readonly autoDownload: boolean
  readonly contacts: readonly Contact[]
  /** Whose limits it has; empty for none. */
  readonly carrier: string
  readonly unread: number
}

export type Media = {
  readonly contentType: string
  readonly filename: string
  readonly size: number
  readonly url: string
  /** What the MMSC made it from, to fit what the phone's carrier takes. */
  readonly adaptedFrom: { readonly contentType: string; readonly size: number } | null
}

export type PhoneMessage = {
  readonly id: string
  readonly phone: PhoneNumber
  readonly direction: 'received' | 'sent'
  readonly transport: 'sms' | 'mms'
  readonly from: PhoneNumber
  readonly to: readonly PhoneNumber[]
  readonly cc: readonly PhoneNumber[]
  readonly thread: string
  readonly kind: 'direct' | 'group'
  readonly subject: string
  readonly text: string
  readonly media: readonly Media[]
  readonly status: string
  /** Whether the person has seen it; true for what they sent. */
  readonly read: boolean
  /** Per recipient of a sent message: `delivered`, or the reason why not. */
  readonly reports: Readonly<Record<PhoneNumber, string>>
  /** Why it was not delivered, where somebody said. */
  readonly error: string
  readonly at: string
  readonly segments: number
  readonly encoding: string
  readonly messageId: string
  /** The message this text is a reaction to, where the phone folds such texts; empty otherwise. */
  readonly reactsTo: string
  readonly reaction: string
  readonly reactionRemoved: boolean
  /** One-time codes in a text that came. */
  readonly codes: readonly string[]
}

export type Thread = {
  readonly id: string
  readonly kind: 'direct' | 'group'
  readonly participants: readonly PhoneNumber[]
  readonly unread: number
  readonly lastMessage: PhoneMessage | null
}

/** An MMS that waits at the carrier: the phone has only been notified of it. */
export type Waiting = {
  readonly id: string
  readonly from: PhoneNumber
  readonly subject: string
  readonly size: number
  readonly expiresAt: string
  /** The network message it announces. */
  readonly messageId: string
  /** `deferred` waits for the person; the others are under way. */
  readonly stage: string
  /** Why the last attempt to fetch it failed. */
  readonly error: string
}

export type Clock = { readonly mode: 'real' | 'frozen' | 'scaled'; readonly rate: number; readonly now: string }

export type FeedEvent = {
  readonly seq: number
  readonly at: string
  readonly type: string
  /** Rules of misbehaviour that stand, in an event of theirs. */
  readonly active: number
  readonly epoch: string
  readonly phone: PhoneNumber | null
  readonly message: PhoneMessage | null
  /** A message or thread that an event is about, where it does not carry one. */
  readonly id: string
  /** The network message an event is about. */
  readonly messageId: string
  readonly thread: string
  readonly upTo: string
}

/** A list together with the newest event it already shows. */
export type Snapshot<T> = { readonly seq: number; readonly rows: readonly T[] }

export type Attachment = { readonly contentType: string; readonly filename: string; readonly data: string }

export type Outgoing = {
  readonly to: readonly PhoneNumber[]
  readonly text: string
  readonly subject: string
  readonly media: readonly Attachment[]
}
