/** Octets or a document that passed a link, as `GET /messages/{id}/journey` shows them. */
export type Evidence = {
  readonly name: string
  readonly protocol: 'smpp' | 'mm7' | 'mm1' | 'sms' | 'http'
  readonly octets: Uint8Array
}

/** One station of a message: when, where, what came of it, and why. */
export type Hop = {
  /** The event of the journal that tells of it. */
  readonly seq: number
  readonly at: string
  /** The recipient whose lane it is; null for what concerns all. */
  readonly lane: string | null
  /** A short stable name, for example `mm7.submit`, `push.sent`, `mm1.retrieve`, `phone.shown`. */
  readonly step: string
  readonly result: 'ok' | 'waiting' | 'failed'
  /** What happened, in a plain sentence. */
  readonly says: string
  /** Why it came so, where that is not plain. */
  readonly cause: string | null
  readonly evidence: readonly Evidence[]
  /** The event itself. */
  readonly event: Readonly<Record<string, unknown>>
}

export type Lane = {
  readonly recipient: string
  readonly deliveryId: string
  readonly endpoint: { readonly kind: string; readonly key: string }
  readonly state: string
  readonly reason: string | null
}

/** The whole way of one message. */
export type Journey = {
  readonly messageId: string
  readonly lanes: readonly Lane[]
  readonly hops: readonly Hop[]
}
