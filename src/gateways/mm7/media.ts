import { type ContentType, contentType, formatContentType, parseContentType } from '../../../protocols/mime/index.ts'
import type { ContentReference, Mm7Content, Mm7Part, Mm7Status } from '../../../protocols/mm7/index.ts'
import { concat } from '../../../protocols/octets/index.ts'
import type { CarrierReader, MmsContent, Part, SmsContent, SubmittedPart } from '../../core/index.ts'

/** Not from a standard: more media than any handset shows. */
export const MEDIA_PARTS_MAX = 100

const SMIL = 'application/smil'
const TEXT = 'text/plain'
const OCTETS = 'application/octet-stream'

type Incoming = { readonly references: readonly ContentReference[]; readonly content: Mm7Content | undefined }

/** The parts that came with a request, named by their hash; or the status that refuses them. */
export function readMedia(
  { references, content }: Incoming,
  hash: (octets: Uint8Array) => string,
): readonly SubmittedPart[] | Mm7Status {
  const elsewhere = references.find(({ href }) => /^[a-z][a-z0-9+.-]*:\/\//i.test(href))
  if (elsewhere) return { statusCode: 2004, details: `Content at ${elsewhere.href} is not fetched; attach it` }
  const parts = content?.parts ?? []
  if (parts.length > MEDIA_PARTS_MAX) {
    return { statusCode: 2004, details: `${parts.length} parts are more than ${MEDIA_PARTS_MAX}` }
  }
  return parts.map((part) => submittedPart(part, hash))
}

function submittedPart(part: Mm7Part, hash: (octets: Uint8Array) => string): SubmittedPart {
  const { type, parameters } = part.contentType
  const name = parameters.get('name') ?? part.contentLocation ?? null
  const kept = new Map(parameters)
  kept.delete('name')
  return {
    contentType: formatContentType({ type, parameters: kept }),
    name,
    contentId: part.contentId ?? null,
    contentLocation: part.contentLocation ?? null,
    hash: hash(part.body),
    size: part.body.length,
    text: type === TEXT ? decodeText(part.body, parameters.get('charset')) : null,
    octets: part.body,
  }
}

/** What people read in the media of a request. */
export function textOfContent(content: Mm7Content | undefined): string {
  const texts = (content?.parts ?? []).filter(({ contentType: { type } }) => type === TEXT)
  return texts.map(({ body, contentType: { parameters } }) => decodeText(body, parameters.get('charset'))).join('\n')
}

/** Unlabelled and us-ascii text is read as UTF-8: senders forget to say so. */
function decodeText(octets: Uint8Array, charset = 'utf-8'): string {
  const label = /^us-ascii$/i.test(charset.trim()) ? 'utf-8' : charset.trim()
  try {
    return new TextDecoder(label).decode(octets)
  } catch {
    return new TextDecoder().decode(octets)
  }
}

/** A message's content as it goes out to a VASP: the same parts; a short message becomes one text part. */
export function writeMedia(read: CarrierReader, content: MmsContent | SmsContent): Mm7Content {
  if (content.kind === 'sms') return { parts: [shortMessagePart(content)], allowAdaptations: true }
  const parts = content.parts.map((part) => mediaPart(read, part))
  const smil = parts.findIndex((part) => part.contentType.type === SMIL)
  return { parts, allowAdaptations: content.adaptation !== false, ...(smil >= 0 && { smil }) }
}

function shortMessagePart({ text, segments }: SmsContent): Mm7Part {
  if (text === null) return { contentType: contentType(OCTETS), body: concat(segments) }
  return { contentType: contentType(TEXT, { charset: 'utf-8' }), body: new TextEncoder().encode(text) }
}

function mediaPart(read: CarrierReader, part: Part): Mm7Part {
  const body = read.content(part.hash)
  if (!body) throw new Error(`the media ${part.hash} of a stored message is not in the store`)
  return {
    contentType: namedType(part),
    ...(part.contentId !== null && { contentId: part.contentId }),
    ...(part.contentLocation !== null && { contentLocation: part.contentLocation }),
    body,
  }
}

function namedType({ contentType: written, name, contentLocation }: Part): ContentType {
  const parsed = parseContentType(written)
  const { type, parameters } = parsed.ok ? parsed.value : contentType(OCTETS)
  if (name === null || name === contentLocation) return { type, parameters }
  return { type, parameters: new Map([...parameters, ['name', name]]) }
}
