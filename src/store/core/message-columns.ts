import {
  type Address,
  deliveryIdAt,
  type Message,
  type MessageDelivery,
  type MessageId,
  type MmsContent,
  type Priority,
  type ReportRequest,
  type SmsContent,
} from '../../core/index.ts'
import { endpointOf, textOfEndpoint } from './endpoint-text.ts'

export type Row = {
  readonly id: MessageId
  readonly accepted_at: number
  readonly origin: string
  readonly sender: string
  readonly recipients: string
  readonly text: string | null
  readonly segments: Uint8Array | null
  readonly report: number
  readonly expires_at: number
  readonly reference: string | null
  readonly more: string | null
}

/** A row with what is only read for itself. */
export type StoredRow = Row & { readonly deliveries: string | null; readonly evidence: Uint8Array | null }

export const COLUMNS =
  'id, accepted_at, origin, sender, recipients, text, segments, report, expires_at, reference, more'

/** What only some messages have. */
type More = {
  cc?: readonly Address[]
  priority?: Priority
  dataCoding?: number
  hasHeader?: true
  mms?: Omit<MmsContent, 'kind'>
}

/** `deliveries` is the text of its copies. */
export function rowOf(message: Message, own: Pick<StoredRow, 'deliveries' | 'evidence'>): StoredRow {
  const { content } = message
  const segments = content.kind === 'sms' ? packSegments(content.segments) : null
  return { ...columnsOf(message, own.deliveries), segments, evidence: own.evidence }
}

/** All but octets. */
export type Columns = Omit<StoredRow, 'segments' | 'evidence'>

export function columnsOf(message: Message, deliveries: string | null): Columns {
  const { content } = message
  return {
    id: message.id,
    accepted_at: message.acceptedAt,
    origin: textOfEndpoint(message.origin),
    sender: message.from,
    recipients: message.to.length === 1 ? message.to[0]! : message.to.join(','),
    text: content.kind === 'sms' ? content.text : null,
    report: packReport(message.report),
    expires_at: message.expiresAt,
    reference: message.reference,
    more: moreOf(message),
    deliveries,
  }
}

function moreOf({ cc, priority, content }: Message): string | null {
  const more: More = {}
  if (cc.length > 0) more.cc = cc
  if (priority !== 'normal') more.priority = priority
  if (content.kind === 'mms') {
    const { kind: _, ...mms } = content
    more.mms = mms
  } else {
    if (content.dataCoding !== 0) more.dataCoding = content.dataCoding
    if (content.hasHeader) more.hasHeader = true
  }
  for (const _ in more) return JSON.stringify(more)
  return null
}

export function fromRow(row: Row): Message {
  const more: More = row.more === null ? {} : JSON.parse(row.more)
  return {
    id: row.id,
    acceptedAt: row.accepted_at,
    origin: endpointOf(row.origin),
    from: row.sender as Address,
    to: row.recipients === '' ? [] : (row.recipients.split(',') as Address[]),
    cc: more.cc ?? [],
    content: more.mms ? { kind: 'mms', ...more.mms } : smsOf(row, more),
    report: unpackReport(row.report),
    priority: more.priority ?? 'normal',
    expiresAt: row.expires_at,
    reference: row.reference,
  }
}

function smsOf({ text, segments }: Row, { dataCoding, hasHeader }: More): SmsContent {
  const octets = unpackSegments(segments ?? new Uint8Array(0))
  return { kind: 'sms', text, dataCoding: dataCoding ?? 0, hasHeader: hasHeader ?? false, segments: octets }
}

/** Who gets a copy, and by which way; null where that is the handset in To and nobody else. */
export function textOfDeliveries({ to }: Message, deliveries: readonly MessageDelivery[]): string | null {
  const [first] = deliveries
  const isPlain = deliveries.length === 1 && first?.endpoint.kind === 'handset' && first.recipient === to[0]
  if (isPlain) return null
  return JSON.stringify(
    deliveries.map(({ recipient, endpoint }) =>
      endpoint.kind === 'handset' ? [recipient] : [recipient, textOfEndpoint(endpoint)],
    ),
  )
}

/** A message's copies as they were when it was accepted. */
export function firstDeliveries(message: Message, text: string | null): MessageDelivery[] {
  const listed: [Address, string?][] = text === null ? [[message.to[0]!]] : JSON.parse(text)
  return listed.map(([recipient, endpoint], index) => ({
    kind: 'message',
    id: deliveryIdAt(message.id, index),
    messageId: message.id,
    recipient,
    endpoint: endpoint === undefined ? { kind: 'handset', key: recipient } : endpointOf(endpoint),
    progress: { state: 'waiting', nextAttemptAt: message.acceptedAt, attempts: 0, waitingFor: null },
  }))
}

/** Each segment behind two octets of length. */
export function packSegments(segments: readonly Uint8Array[]): Uint8Array {
  const packed = Buffer.allocUnsafe(segments.reduce((length, segment) => length + 2 + segment.length, 0))
  let offset = 0
  for (const segment of segments) {
    offset = packed.writeUInt16BE(segment.length, offset)
    packed.set(segment, offset)
    offset += segment.length
  }
  return packed
}

export function unpackSegments(packed: Uint8Array): Uint8Array[] {
  const segments: Uint8Array[] = []
  let offset = 0
  while (offset < packed.length) {
    const length = (packed[offset]! << 8) | packed[offset + 1]!
    segments.push(packed.subarray(offset + 2, offset + 2 + length))
    offset += 2 + length
  }
  return segments
}

function packReport({ delivered, failed, read, intermediate }: ReportRequest): number {
  return Number(delivered) | (Number(failed) << 1) | (Number(read) << 2) | (Number(intermediate) << 3)
}

function unpackReport(bits: number): ReportRequest {
  return {
    delivered: (bits & 1) !== 0,
    failed: (bits & 2) !== 0,
    read: (bits & 4) !== 0,
    intermediate: (bits & 8) !== 0,
  }
}
