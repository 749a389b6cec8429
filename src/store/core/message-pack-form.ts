import type { Message } from '../../core/index.ts'
import { type Columns, columnsOf, packSegments, type StoredRow, unpackSegments } from './message-columns.ts'

/** A message with what is stored beside it; `deliveries` is the text of its copies. */
export type Kept = { readonly message: Message } & Pick<StoredRow, 'deliveries' | 'evidence'>

export type Pack = {
  readonly firstId: number
  readonly lastId: number
  readonly at: number
  readonly messages: string
  readonly octets: Uint8Array
}

/** In place of a column: it is that of the message before. */
const AS_BEFORE = 0
/** In place of the text: each octet of the only segment is one character. */
const AS_OCTETS = 0
/** Where in the evidence the only segment stands, and how long it is. */
type Place = readonly [start: number, length: number]

/** As a message lies in a pack: its times from the row's, the last three are its copies and where its octets are. */
type Written = readonly [
  id: number,
  acceptedAt: number,
  origin: string | typeof AS_BEFORE,
  sender: string | typeof AS_BEFORE,
  recipients: string,
  text: string | null | typeof AS_OCTETS,
  report: number,
  validFor: number,
  reference: string | null | typeof AS_BEFORE,
  more: string | null | typeof AS_BEFORE,
  deliveries: string | null | typeof AS_BEFORE,
  /** How many octets are its own, segments behind their lengths. */
  userData: number | Place,
  evidence: number,
]

const NO_OCTETS = new Uint8Array(0)

/** Messages in the order of their ids. What repeats from one to the next, or lies in the evidence, is written once. */
export function pack(all: readonly Kept[]): Pack {
  const { id: firstId } = all[0]!.message
  const { id: lastId, acceptedAt: at } = all.at(-1)!.message
  const written: Written[] = []
  const octets: Uint8Array[] = []
  let before: Columns | undefined
  for (const { message, deliveries, evidence } of all) {
    const columns = columnsOf(message, deliveries)
    const place = placeOfUserData(message, evidence)
    const own = place ? NO_OCTETS : packSegments(segmentsOf(message))
    written.push(
      writtenFrom(columns, before, { firstId, at, text: textOf(message), userData: place ?? own.length, evidence }),
    )
    octets.push(own, evidence ?? NO_OCTETS)
    before = columns
  }
  return { firstId, lastId, at, messages: JSON.stringify(written), octets: Buffer.concat(octets) }
}

type Own = Pick<Pack, 'firstId' | 'at'> & {
  readonly text: string | null | typeof AS_OCTETS
  readonly userData: number | Place
  readonly evidence: Uint8Array | null
}

function writtenFrom(
  row: Columns,
  before: Columns | undefined,
  { firstId, at, text, userData, evidence }: Own,
): Written {
  return [
    row.id - firstId,
    row.accepted_at - at,
    row.origin === before?.origin ? AS_BEFORE : row.origin,
    row.sender === before?.sender ? AS_BEFORE : row.sender,
    row.recipients,
    text,
    row.report,
    row.expires_at - row.accepted_at,
    row.reference === before?.reference ? AS_BEFORE : row.reference,
    row.more === before?.more ? AS_BEFORE : row.more,
    row.deliveries === before?.deliveries ? AS_BEFORE : row.deliveries,
    userData,
    evidence?.length ?? 0,
  ]
}

function segmentsOf({ content }: Message): readonly Uint8Array[] {
  return content.kind === 'sms' ? content.segments : []
}

/** A short message that came by SMPP is a piece of its PDU. */
function placeOfUserData(message: Message, evidence: Uint8Array | null): Place | undefined {
  const segments = segmentsOf(message)
  const [only] = segments
  if (!only || segments.length > 1 || only.buffer !== evidence?.buffer) return undefined
  const start = only.byteOffset - evidence.byteOffset
  return start >= 0 && start + only.length <= evidence.length ? [start, only.length] : undefined
}

function textOf(message: Message): string | null | typeof AS_OCTETS {
  const { content } = message
  if (content.kind !== 'sms') return null
  const { text, segments } = content
  const [only] = segments
  if (text === null || !only || segments.length > 1 || only.length !== text.length) return text
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) !== only[i]) return text
  return AS_OCTETS
}

export function unpack({ firstId, at, messages, octets }: Pack): StoredRow[] {
  let end = 0
  const take = (length: number) => {
    end += length
    return octets.subarray(end - length, end)
  }
  let before: StoredRow | undefined
  // Written by `pack`, or by an earlier version that repeated everything.
  return (JSON.parse(messages) as Written[]).map((written) => {
    before = rowFrom(written, before, { firstId, at, take })
    return before
  })
}

type Around = Pick<Pack, 'firstId' | 'at'> & { readonly take: (length: number) => Uint8Array }

function rowFrom(written: Written, before: StoredRow | undefined, { firstId, at, take }: Around): StoredRow {
  const [id, later, origin, sender, recipients, text, report, validFor, reference, more, deliveries] = written
  const userData = written[11]
  const own = typeof userData === 'number' ? take(userData) : undefined
  const evidence = written[12] === 0 ? null : take(written[12])
  const segments = own ?? packSegments([pieceOf(evidence, userData)])
  return {
    id: firstId + id,
    accepted_at: at + later,
    origin: known(origin, before?.origin),
    sender: known(sender, before?.sender),
    recipients,
    text: text === AS_OCTETS ? charactersOf(segments) : text,
    segments,
    report,
    expires_at: at + later + validFor,
    reference: known(reference, before?.reference),
    more: known(more, before?.more),
    deliveries: known(deliveries, before?.deliveries),
    evidence,
  }
}

function known<T>(written: T | typeof AS_BEFORE, before: T | undefined): T {
  // The first message of a pack repeats nothing.
  return written === AS_BEFORE ? (before as T) : written
}

function pieceOf(evidence: Uint8Array | null, place: Written[11]): Uint8Array {
  if (!evidence || typeof place === 'number') return NO_OCTETS
  const [start, length] = place
  return evidence.subarray(start, start + length)
}

function charactersOf(segments: Uint8Array): string {
  return unpackSegments(segments)
    .map((octets) => Buffer.from(octets).toString('latin1'))
    .join('')
}
