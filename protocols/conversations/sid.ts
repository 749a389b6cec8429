/** What a SID is the name of, by its first two letters. */
export const SID_PREFIXES = {
  account: 'AC',
  apiKey: 'SK',
  service: 'IS',
  messagingService: 'MG',
  conversation: 'CH',
  participant: 'MB',
  message: 'IM',
  receipt: 'DY',
  webhook: 'WH',
  user: 'US',
  role: 'RL',
  addressConfiguration: 'IG',
  credential: 'CR',
  binding: 'BS',
  media: 'ME',
  content: 'HX',
  flow: 'FW',
  phoneNumber: 'PN',
  shortCode: 'SC',
  sms: 'SM',
  mms: 'MM',
} as const
export type SidKind = keyof typeof SID_PREFIXES

const HEX_32 = /^[0-9a-f]{32}$/

/** A SID from 32 lower-case hex digits. */
export function sidOf(kind: SidKind, hex: string): string {
  return SID_PREFIXES[kind] + hex
}

export function isSid(kind: SidKind, text: string): boolean {
  return text.startsWith(SID_PREFIXES[kind]) && HEX_32.test(text.slice(2))
}

/** The SID of something that every account has exactly one of from the start: named after the account itself. */
export function defaultSid(kind: SidKind, accountSid: string): string {
  return sidOf(kind, accountSid.slice(2))
}
