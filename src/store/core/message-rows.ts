import type { Database } from 'better-sqlite3'
import type { Address, Endpoint, Message, MessageId, Part, Priority, ReportRequest } from '../../core/index.ts'

type Row = {
  readonly id: number
  readonly accepted_at: number
  readonly origin_kind: string
  readonly origin_key: string
  readonly sender: string
  readonly recipients: string
  readonly cc: string
  readonly kind: 'sms' | 'mms'
  readonly text: string | null
  readonly subject: string | null
  readonly data_coding: number | null
  readonly has_header: number | null
  readonly segments: Uint8Array | null
  readonly parts: string | null
  readonly report: number
  readonly priority: string
  readonly expires_at: number
  readonly reference: string | null
}

const COLUMNS =
  'id, accepted_at, origin_kind, origin_key, sender, recipients, cc, kind, text, subject, data_coding, has_header, segments, parts, report, priority, expires_at, reference'

export function openMessageRows(db: Database) {
  const insert = db.prepare(
    `INSERT OR REPLACE INTO message (world, evidence, ${COLUMNS}) VALUES (?${', ?'.repeat(COLUMNS.split(',').length + 1)})`,
  )
  const select = db.prepare<unknown[], Row>(`SELECT ${COLUMNS} FROM message WHERE world = ? AND id = ?`)
  const page = db.prepare<unknown[], Row>(
    `SELECT ${COLUMNS} FROM message WHERE world = ? AND id < ? ORDER BY id DESC LIMIT ?`,
  )
  const handedIn = db.prepare<unknown[], Row>(
    `SELECT ${COLUMNS} FROM message INDEXED BY message_by_transaction
     WHERE world = ? AND origin_kind = 'handset' AND kind = 'mms' AND origin_key = ? AND reference = ?
     ORDER BY id DESC LIMIT 1`,
  )
  const evidence = db
    .prepare<unknown[], Uint8Array | null>('SELECT evidence FROM message WHERE world = ? AND id = ?')
    .pluck()
  const remove = db.prepare('DELETE FROM message WHERE world = ? AND id = ?')
  const lastId = db.prepare<unknown[], number | null>('SELECT max(id) FROM message').pluck()
  return {
    lastId: () => lastId.get() ?? 0,
    put: (world: number, message: Message, octets: Uint8Array | null) =>
      insert.run(world, octets, ...valuesOf(message)),
    get: (world: number, id: MessageId) => fromRow(select.get(world, id)),
    page: (world: number, before: MessageId, limit: number) =>
      page.all(world, before, limit).map((row) => fromRow(row)!),
    handedIn: (world: number, { key }: Endpoint, reference: string) => fromRow(handedIn.get(world, key, reference)),
    evidence: (world: number, id: MessageId) => evidence.get(world, id) ?? undefined,
    remove: (world: number, id: MessageId) => remove.run(world, id),
  }
}

function valuesOf(message: Message): unknown[] {
  const { content } = message
  const sms = content.kind === 'sms' ? content : undefined
  return [
    message.id,
    message.acceptedAt,
    message.origin.kind,
    message.origin.key,
    message.from,
    message.to.join(','),
    message.cc.join(','),
    content.kind,
    sms?.text ?? null,
    content.kind === 'mms' ? content.subject : null,
    sms?.dataCoding ?? null,
    sms ? Number(sms.hasHeader) : null,
    sms ? packSegments(sms.segments) : null,
    content.kind === 'mms' ? JSON.stringify(content.parts) : null,
    packReport(message.report),
    message.priority,
    message.expiresAt,
    message.reference,
  ]
}

function fromRow(row: Row | undefined): Message | undefined {
  if (!row) return undefined
  return {
    id: row.id,
    acceptedAt: row.accepted_at,
    // Written from an Endpoint by valuesOf.
    origin: { kind: row.origin_kind, key: row.origin_key } as Endpoint,
    from: row.sender as Address,
    to: addresses(row.recipients),
    cc: addresses(row.cc),
    content:
      row.kind === 'sms'
        ? {
            kind: 'sms',
            text: row.text,
            dataCoding: row.data_coding ?? 0,
            hasHeader: row.has_header === 1,
            segments: unpackSegments(row.segments ?? new Uint8Array(0)),
          }
        : { kind: 'mms', subject: row.subject, parts: JSON.parse(row.parts ?? '[]') as Part[] },
    report: unpackReport(row.report),
    priority: row.priority as Priority,
    expiresAt: row.expires_at,
    reference: row.reference,
  }
}

function addresses(joined: string): Address[] {
  return joined === '' ? [] : (joined.split(',') as Address[])
}

/** Each segment behind two octets of length. */
function packSegments(segments: readonly Uint8Array[]): Uint8Array {
  const packed = new Uint8Array(segments.reduce((length, segment) => length + 2 + segment.length, 0))
  let offset = 0
  for (const segment of segments) {
    packed[offset] = segment.length >> 8
    packed[offset + 1] = segment.length & 0xff
    packed.set(segment, offset + 2)
    offset += 2 + segment.length
  }
  return packed
}

function unpackSegments(packed: Uint8Array): Uint8Array[] {
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
