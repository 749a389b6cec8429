import { createHash } from 'node:crypto'
import {
  type ContentType,
  FIELDS,
  type FieldName,
  keptText,
  type MmsPdu,
  type Part,
} from '../../../protocols/mms/index.ts'

type ExpectedType = { readonly media: string; readonly params: readonly (readonly [string, string])[] }
type ExpectedPart = {
  readonly contentType: ExpectedType
  readonly headers: readonly (readonly [string, unknown])[]
  readonly length: number
  readonly sha256: string
}

/** A decode made by another program, as its file holds it. */
export type Expected = {
  readonly type: string
  readonly error?: string
  readonly contentType?: ExpectedType
  readonly headers: readonly (readonly [string, unknown])[]
  readonly parts?: readonly ExpectedPart[]
}
export type ExpectedPush = { readonly tid: number; readonly contentType: ExpectedType }

const NAME_OF = new Map(Object.entries(FIELDS).map(([name, field]) => [field.name, name as FieldName] as const))

export type Difference = { readonly what: string; readonly ours: unknown; readonly theirs: unknown }

/** Fields whose value is a word of a list; the reference writes them with capitals. */
const WORDS = new Set([
  'X-Mms-Delivery-Report',
  'X-Mms-Message-Class',
  'X-Mms-Priority',
  'X-Mms-Read-Report',
  'X-Mms-Read-Status',
  'X-Mms-Report-Allowed',
  'X-Mms-Sender-Visibility',
  'X-Mms-Status',
])

/** What we say differently. A field that we keep unread, because it is none of its PDU's own, makes no difference. */
export function differencesFrom(expected: Expected, pdu: MmsPdu): Difference[] {
  const body = 'body' in pdu ? pdu.body : undefined
  const pairs: Difference[] = [{ what: 'type', ours: pdu.type.replace('.', '-'), theirs: expected.type }]
  for (const what of new Set(expected.headers.map(([header]) => header))) {
    if (what === 'X-Mms-Message-Type') continue
    const theirs = expected.headers.filter(([header]) => header === what).map(([, value]) => simplified(value, what))
    const ours = ourValues(pdu, what)
    if (!ours.includes(undefined)) pairs.push({ what, ours, theirs })
  }
  if (expected.contentType) {
    pairs.push({ what: 'Content-Type', ours: ourType(body?.contentType), theirs: theirType(expected.contentType) })
  }
  if (expected.parts) pairs.push({ what: 'parts', ours: body?.parts.length, theirs: expected.parts.length })
  pairs.push(
    ...(expected.parts ?? []).flatMap((part, index) => partPairs(`part ${index + 1}`, body?.parts[index], part)),
  )
  return pairs.filter(({ ours, theirs }) => JSON.stringify(ours) !== JSON.stringify(theirs))
}

function partPairs(title: string, part: Part | undefined, expected: ExpectedPart): Difference[] {
  const headers = new Map(expected.headers)
  const disposition = headers.get('Content-Disposition') as
    | { disposition: string; params: [string, string][] }
    | undefined
  return [
    { what: `${title} Content-Type`, ours: ourType(part?.contentType), theirs: theirType(expected.contentType) },
    { what: `${title} data`, ours: part && sha256(part.data), theirs: expected.sha256 },
    { what: `${title} Content-ID`, ours: part?.contentId, theirs: withoutBrackets(headers.get('Content-ID')) },
    { what: `${title} Content-Location`, ours: part?.contentLocation, theirs: headers.get('Content-Location') },
    {
      what: `${title} Content-Disposition`,
      ours: part?.contentDisposition,
      theirs: disposition && {
        disposition: disposition.disposition,
        parameters: Object.fromEntries(disposition.params),
      },
    },
  ]
}

/** Our values in the reference's words. */
function ourValues(pdu: MmsPdu, header: string): unknown[] {
  const name = NAME_OF.get(header)
  const values: Readonly<Record<string, unknown>> = pdu
  const own = name === undefined ? undefined : values[name]
  if (own !== undefined) return (Array.isArray(own) ? own : [own]).map((value) => inTheirWords(value, header))
  const number = name && FIELDS[name].number
  const kept = (pdu.kept ?? []).filter(({ field }) => field === (number ?? header))
  return kept.map((field) => keptText(field))
}

function inTheirWords(value: unknown, header: string): unknown {
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'object' && value !== null && 'relative' in value)
    return { kind: 'relative', seconds: value.relative }
  if (typeof value === 'object' && value !== null && 'absolute' in value)
    return { kind: 'absolute', seconds: value.absolute }
  return WORDS.has(header) ? String(value).toLowerCase() : value
}

function simplified(value: unknown, header: string): unknown {
  if (typeof value === 'object' && value !== null && 'insertAddress' in value) return 'insert-address'
  if (typeof value === 'object' && value !== null && 'text' in value) return value.text
  return WORDS.has(header) ? String(value).toLowerCase() : value
}

function ourType(type: ContentType | undefined): string | undefined {
  return type && [type.media.toLowerCase(), ...Object.entries(type.parameters).map((pair) => pair.join('='))].join('; ')
}

function theirType({ media, params }: ExpectedType): string | undefined {
  return ourType({ media, parameters: Object.fromEntries(params) })
}

function withoutBrackets(id: unknown): string | undefined {
  return id === undefined ? undefined : String(id).replace(/^<(.*)>$/, '$1')
}

function sha256(octets: Uint8Array): string {
  return createHash('sha256').update(octets).digest('hex')
}
