import { formatReceiptDate, parseReceiptDate } from './times.ts'

/** message_state: value on the wire and word in a receipt. [SMPP34 5.2.28, appendix B; SMPP50 4.7.15] */
export const MESSAGE_STATES = {
  SCHEDULED: { value: 0, receiptWord: 'SCHEDULED' },
  ENROUTE: { value: 1, receiptWord: 'ENROUTE' },
  DELIVERED: { value: 2, receiptWord: 'DELIVRD' },
  EXPIRED: { value: 3, receiptWord: 'EXPIRED' },
  DELETED: { value: 4, receiptWord: 'DELETED' },
  UNDELIVERABLE: { value: 5, receiptWord: 'UNDELIV' },
  ACCEPTED: { value: 6, receiptWord: 'ACCEPTD' },
  UNKNOWN: { value: 7, receiptWord: 'UNKNOWN' },
  REJECTED: { value: 8, receiptWord: 'REJECTD' },
  SKIPPED: { value: 9, receiptWord: 'SKIPPED' },
} as const satisfies Record<string, { value: number; receiptWord: string }>

export type MessageStateName = keyof typeof MESSAGE_STATES

/** What the text of a delivery receipt says. Dates are milliseconds since 1970, read and written as UTC. */
export type Receipt = {
  readonly id: string
  readonly submittedCount: number
  readonly deliveredCount: number
  readonly submittedAt: number
  readonly doneAt: number
  readonly state: MessageStateName
  /** Up to three characters, mostly digits; what they mean is the network's own. */
  readonly error: string
  /** The beginning of the message; writing cuts it to twenty characters. */
  readonly text: string
}

/** [SMPP34 appendix B] */
const RECEIPT_TEXT_CHARACTERS = 20

/** What message centres write differently. */
export type ReceiptForm = {
  readonly dates: 10 | 12
  /** Digits of `err:`, at least. */
  readonly errorDigits: number
  readonly textLabel: 'text' | 'Text'
}

const COMMON_FORM: ReceiptForm = { dates: 10, errorDigits: 3, textLabel: 'text' }

export function formatReceipt(receipt: Receipt, form: ReceiptForm = COMMON_FORM): string {
  const { dates, errorDigits, textLabel } = form
  const submitted = formatReceiptDate(receipt.submittedAt, dates)
  const done = isSameDate(receipt, dates) ? submitted : formatReceiptDate(receipt.doneAt, dates)
  const text = receipt.text.length > RECEIPT_TEXT_CHARACTERS ? beginningOf(receipt.text) : receipt.text
  return (
    `id:${receipt.id} sub:${counted(receipt.submittedCount)} dlvrd:${counted(receipt.deliveredCount)}` +
    ` submit date:${submitted} done date:${done}` +
    ` stat:${MESSAGE_STATES[receipt.state].receiptWord} err:${receipt.error.padStart(errorDigits, '0')}` +
    ` ${textLabel}:${text}`
  )
}

/** Most messages are delivered at once: their two dates read the same. */
function isSameDate({ submittedAt, doneAt }: Receipt, digits: ReceiptForm['dates']): boolean {
  const shownMs = digits === 10 ? 60_000 : 1_000
  return Math.floor(submittedAt / shownMs) === Math.floor(doneAt / shownMs)
}

function counted(count: number): string {
  return String(count).padStart(3, '0')
}

function beginningOf(text: string): string {
  return [...text].slice(0, RECEIPT_TEXT_CHARACTERS).join('')
}

const TEXT = /(?:^|\s)text:([\s\S]*)$/i
const ITEM = /(?:^|\s)(id|sub|dlvrd|submit date|done date|stat|err):\s*(\S*)/gi

/** What a receipt says, as far as it says it: many centres leave items out. Undefined for a text that is none. */
export function parseReceipt(text: string): Partial<Receipt> | undefined {
  const rest = TEXT.exec(text)
  const items = new Map<string, string>()
  for (const [, key, value] of text.slice(0, rest?.index).matchAll(ITEM)) items.set(key!.toLowerCase(), value!)
  if (!items.has('id') || !items.has('stat')) return undefined
  return withoutUndefined({
    id: items.get('id'),
    submittedCount: countOf(items.get('sub')),
    deliveredCount: countOf(items.get('dlvrd')),
    submittedAt: parseReceiptDate(items.get('submit date') ?? ''),
    doneAt: parseReceiptDate(items.get('done date') ?? ''),
    state: stateOf(items.get('stat')!),
    error: items.get('err'),
    text: rest?.[1],
  })
}

/** The name of a message_state value, or undefined. */
export function messageStateName(value: number): MessageStateName | undefined {
  return STATE_NAMES.find((name) => MESSAGE_STATES[name].value === value)
}

const STATE_NAMES = Object.keys(MESSAGE_STATES) as MessageStateName[] // the keys of a constant object are its names

function stateOf(word: string): MessageStateName {
  const upper = word.toUpperCase()
  return STATE_NAMES.find((name) => name === upper || MESSAGE_STATES[name].receiptWord === upper) ?? 'UNKNOWN'
}

function countOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined
}

function withoutUndefined(fields: { [K in keyof Receipt]: Receipt[K] | undefined }): Partial<Receipt> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}
