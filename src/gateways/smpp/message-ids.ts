import { INTERFACE_VERSION } from '../../../protocols/smpp/index.ts'
import type { CarrierReader, Message, MessageId, SmppAccount } from '../../core/index.ts'

/** An ESME of 3.3 takes ids of eight hex digits; they repeat after so many of ours. [SMPP34 appendix A] */
const SHORT_IDS = 2 ** 32
/** Short ids repeat every few weeks, and nothing lives longer than about a year. */
const REPEATS_MAX = 16

export type IdStyle = { readonly account: SmppAccount; readonly interfaceVersion: number }

/** message_id as this ESME sees it. */
export function formatMessageId(id: MessageId, { account, interfaceVersion }: IdStyle): string {
  if (interfaceVersion < INTERFACE_VERSION.v34) return (id % SHORT_IDS).toString(16).padStart(8, '0')
  return account.receipt.id === 'hex' ? id.toString(16) : decimal(id)
}

const HALF = 1_000_000_000

/** Engines write two small integers much faster than a large one. */
function decimal(id: MessageId): string {
  const high = Math.floor(id / HALF)
  return high === 0 ? String(id) : String(high) + String(HALF + (id - high * HALF)).slice(1)
}

/** The message of an account that the ESME means by a message_id. */
export function findMessage(
  read: CarrierReader,
  account: SmppAccount,
  { messageId, interfaceVersion }: { messageId: string; interfaceVersion: number },
): Message | undefined {
  const isShort = interfaceVersion < INTERFACE_VERSION.v34
  const isHex = isShort || account.receipt.id === 'hex'
  if (!(isHex ? /^[0-9a-f]{1,14}$/i : /^\d{1,16}$/).test(messageId)) return undefined
  const number = Number.parseInt(messageId, isHex ? 16 : 10)
  const candidates = isShort ? longIds(read, number) : [number]
  for (const id of candidates) {
    const message = read.message(id)
    if (message && message.origin.kind === 'smpp' && message.origin.key === account.systemId) return message
  }
  return undefined
}

/** The ids that end in a short one, latest first. */
function longIds(read: CarrierReader, short: number): number[] {
  const latest = read.messages({ limit: 1 })[0]?.id ?? 0
  const highest = latest - (latest % SHORT_IDS) + short
  return Array.from({ length: REPEATS_MAX }, (_, i) => highest - i * SHORT_IDS).filter((id) => id > 0 && id <= latest)
}
