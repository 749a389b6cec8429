/** An ESME's account: who binds, and how receipts are written for it. */
export type SmppAccount = {
  readonly kind: 'smpp'
  readonly systemId: string
  readonly password: string
  readonly maxSessions: number
  /** Unanswered requests we allow a session in each direction. */
  readonly window: number
  /** submit_sm per second; null is unlimited. */
  readonly rate: number | null
  readonly sources: 'any' | 'owned'
  /** What data_coding 0 means for this account. */
  readonly alphabet: 'gsm7' | 'latin1' | 'ia5'
  readonly receipt: ReceiptStyle
}

/** How delivery receipts are written for an account; message centres differ in all of it. */
export type ReceiptStyle = {
  readonly id: 'decimal' | 'hex'
  readonly dates: 10 | 12
  /** Digits of `err:`, at least. */
  readonly errorDigits: number
  /** The word before the beginning of the text. */
  readonly textLabel: 'text' | 'Text'
  readonly carrier: 'deliver_sm' | 'data_sm'
}

export const DEFAULT_RECEIPT_STYLE: ReceiptStyle = {
  id: 'decimal',
  dates: 10,
  errorDigits: 3,
  textLabel: 'text',
  carrier: 'deliver_sm',
}

/** A VASP's account on MM7. */
export type Mm7Account = {
  readonly kind: 'mm7'
  readonly user: string
  readonly password: string
  readonly vaspId: string
  readonly vasId: string
  /** Where DeliverReq goes; null keeps messages waiting. */
  readonly deliverUrl: string | null
  /** Where DeliveryReportReq goes; null means deliverUrl. */
  readonly reportUrl: string | null
  readonly group: 'several-recipients' | 'display-only'
  readonly faultStatus: 200 | 500
  /** SubmitReq per second; null is unlimited. */
  readonly rate: number | null
  /** When a VASP that could not be told is tried again; null is the carrier's own schedule, until the message expires. */
  readonly retry: RetrySchedule | null
  /** The schema that DeliverReq speaks; null is the newest. Reports speak the schema of the request they are about. */
  readonly schema: { readonly namespace: string; readonly version: string } | null
  /** How many recipients one SubmitReq may deliver to; many aggregators take one, and the others displayOnly. */
  readonly destinations: 'several' | 'one'
  /** `checked`: a SubmitReq may only name the LinkedID of a message that this VASP was told of; `any`: whatever it likes. */
  readonly linkedIds: 'checked' | 'any'
  /** The applications behind this VASP's numbers, by ApplicID, and where DeliverReq for each goes; null is any, at deliverUrl. */
  readonly applications: Readonly<Record<string, string>> | null
}

/** Waits between attempts, the last of which repeats, and how many attempts are made; null is until the message expires. */
export type RetrySchedule = { readonly afterSeconds: readonly number[]; readonly attempts: number | null }

/** A Twilio account: credentials and the switches of contested behaviours. */
export type TwilioAccount = {
  readonly kind: 'twilio'
  readonly sid: string
  readonly authToken: string
  readonly apiKeys: readonly { readonly sid: string; readonly secret: string }[]
  /** Contested behaviours by name; what is missing has its documented default. */
  readonly switches: Readonly<Record<string, unknown>>
}

export type Account = SmppAccount | Mm7Account | TwilioAccount
export type AccountKind = Account['kind']
export type AccountOf<K extends AccountKind> = Extract<Account, { kind: K }>

/** The name an account is known by: system_id, VASP user or AccountSid. */
export function accountKey(account: Account): string {
  switch (account.kind) {
    case 'smpp':
      return account.systemId
    case 'mm7':
      return account.user
    case 'twilio':
      return account.sid
  }
}

export function newSmppAccount(systemId: string, password: string): SmppAccount {
  return {
    kind: 'smpp',
    systemId,
    password,
    maxSessions: 10,
    window: 1_000,
    rate: null,
    sources: 'any',
    alphabet: 'gsm7',
    receipt: DEFAULT_RECEIPT_STYLE,
  }
}

export function newMm7Account(user: string, password: string): Mm7Account {
  return {
    kind: 'mm7',
    user,
    password,
    vaspId: user,
    vasId: 'demo',
    deliverUrl: null,
    reportUrl: null,
    group: 'several-recipients',
    faultStatus: 200,
    rate: null,
    retry: null,
    schema: null,
    destinations: 'several',
    linkedIds: 'checked',
    applications: null,
  }
}

export function newTwilioAccount(sid: string, authToken: string): TwilioAccount {
  return { kind: 'twilio', sid, authToken, apiKeys: [], switches: {} }
}
