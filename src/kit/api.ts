// What the control API answers, as far as the kit shows it: docs/testing.md.

/** A message as a phone shows it. */
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
  readonly segments?: number
  readonly encoding?: string
  /** The network message it came from: the key of its journey. */
  readonly messageId: string | null
  /** One-time codes in a text that came. */
  readonly codes?: readonly string[]
}

export type Thread = {
  readonly id: string
  readonly kind: 'direct' | 'group'
  readonly participants: readonly string[]
  readonly title: string
  readonly unread: number
  readonly lastMessage: PhoneMessage
}

/** An MMS that waits for the phone to fetch it. */
export type WaitingMms = {
  readonly id: string
  readonly from: string
  readonly size: number
  readonly expiresAt: string
  readonly contentLocation: string
  readonly transactionId: string
  readonly messageId: string
}

/** The network's view of a message. */
export type NetworkMessage = {
  readonly id: string
  readonly from: string
  readonly to: readonly string[]
  readonly cc: readonly string[]
  readonly transport: 'sms' | 'mms'
  readonly text: string
  readonly deliveries: readonly {
    readonly kind: 'message' | 'report'
    readonly recipient: string
    readonly state: string
    readonly waitingFor?: string
    readonly reason?: string
  }[]
}

export type Journey = {
  readonly messageId: string
  readonly hops: readonly {
    readonly at: string
    readonly lane: string | null
    readonly step: string
    readonly result: 'ok' | 'waiting' | 'failed'
    readonly says: string
    readonly cause: string | null
  }[]
}

/** Endpoints and credentials of a world. */
export type WorldFacts = {
  readonly version: string
  readonly world: string
  readonly url: string
  readonly accountSid: string
  readonly authToken: string
  readonly apiKey: string
  readonly apiSecret: string
  readonly smpp: {
    readonly host: string
    readonly port: number
    readonly systemId: string
    readonly password: string
  }
  readonly mm7: {
    readonly url: string
    readonly user: string
    readonly password: string
    readonly vaspId: string
    readonly vasId: string
  }
  readonly numbers: readonly {
    readonly number: string
    readonly kind: string
    readonly owner: { readonly kind: 'twilio' | 'smpp' | 'mm7'; readonly account: string }
  }[]
  readonly phones: readonly { readonly number: string; readonly name: string }[]
}

export type PhoneSettings = {
  readonly name?: string
  readonly state?: 'online' | 'no-signal' | 'no-data' | 'airplane' | 'off' | 'memory-full' | 'landline' | 'unreachable'
  readonly profile?: 'android' | 'ios' | 'legacy-sms' | 'own-number-unknown' | 'cc-ignored' | 'no-ack'
  readonly groupMode?: 'group' | 'mass-text'
  readonly autoDownload?: boolean
  readonly contacts?: Readonly<Record<string, string>>
  readonly area?: string | null
  readonly carrier?: string | null
}

export type FaultPlace =
  | 'smpp.bind'
  | 'smpp.submit'
  | 'smpp.link'
  | 'mm7.submit'
  | 'mm7.deliver'
  | 'mmsc.store'
  | 'push'
  | 'mm1.retrieve'
  | 'receipt'
  | 'webhook'
  | 'rest'

/** Where, which, when, what. */
export type FaultRule = {
  readonly at: FaultPlace
  readonly query?: string
  readonly when?:
    | 'always'
    | { readonly first: number }
    | { readonly every: number }
    | { readonly after: number }
    | { readonly rate: number; readonly burst?: number }
    | { readonly p: number }
    | { readonly between: readonly [string, string] }
  readonly then: {
    readonly status?: number
    readonly error?: number
    readonly delayMs?: number
    readonly jitterMs?: number
    readonly drop?: true
    readonly duplicate?: true
    readonly reorder?: true
    readonly truncate?: number
    readonly corrupt?: true
    readonly close?: true
    readonly slow?: number
  }
}

export type FaultPreset =
  | 'carrier-outage'
  | 'filtered-campaign'
  | 'slow-mmsc'
  | 'dlr-storm'
  | 'flaky-bind'
  | 'webhook-500s'
