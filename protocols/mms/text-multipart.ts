import { decodeMultipart, type MimePart, parseContentType } from '../mime/index.ts'
import type { Reader } from '../octets/index.ts'
import type { ContentType } from './content-type.ts'
import type { Body, Part } from './multipart.ts'
import type { Parameters } from './parameters.ts'

/** A preamble longer than this is none. */
const PREAMBLE_LIMIT = 1_024

/**
 * Whether a body is a multipart as mail writes it: its boundary stands in the content type and at the head of the body.
 * Deviates: MM1 bodies are WSP multiparts, but gateways that come from mail send the text form. [RFC2046 5.1]
 */
export function isTextMultipart(reader: Reader, contentType: ContentType): boolean {
  const { boundary } = plain(contentType).parameters
  if (!boundary) return false
  const dashed = new TextEncoder().encode(`--${boundary}`)
  const last = Math.min(reader.end - dashed.length, reader.offset + PREAMBLE_LIMIT)
  for (let at = reader.offset; at <= last; at++) {
    const opensLine = at === reader.offset || reader.octets[at - 1] === 0x0a
    if (opensLine && dashed.every((octet, index) => reader.octets[at + index] === octet)) return true
  }
  return false
}

/** The parts of a text multipart; written again, it is a WSP multipart and needs no boundary. */
export function readTextMultipart(reader: Reader, contentType: ContentType): Body {
  const { media, parameters } = plain(contentType)
  const { boundary = '', ...kept } = parameters
  const start = reader.offset
  const parts = decodeMultipart(reader.bytes(reader.remaining, 'body'), boundary)
  if (!parts.ok) reader.fail(parts.malformed.kind, `body.${parts.malformed.path}`, start + parts.malformed.offset)
  return { contentType: { media, parameters: kept }, parts: parts.ok ? parts.value.map(partOf) : [] }
}

/** Some write the whole header field as the media type. */
function plain({ media, parameters }: ContentType): { readonly media: string; readonly parameters: Parameters } {
  if (!media.includes(';')) return { media, parameters }
  const written = parseContentType(media)
  if (!written.ok) return { media, parameters }
  return { media: written.value.type, parameters: { ...Object.fromEntries(written.value.parameters), ...parameters } }
}

function partOf({ contentType, contentId, contentLocation, headers, body }: MimePart): Part {
  const disposition = parseDisposition(headers.get('content-disposition'))
  return {
    contentType: { media: contentType.type, parameters: Object.fromEntries(contentType.parameters) },
    ...(contentId !== undefined && { contentId }),
    ...(contentLocation !== undefined && { contentLocation }),
    ...(disposition && { contentDisposition: disposition }),
    data: body.slice(),
  }
}

function parseDisposition(written: string | undefined): Part['contentDisposition'] {
  if (written === undefined) return undefined
  // A disposition has the grammar of a content type, but for the slash. [RFC2183 2]
  const parsed = parseContentType(`disposition/${written.trim()}`)
  if (!parsed.ok) return undefined
  const { type, parameters } = parsed.value
  return { disposition: type.slice('disposition/'.length), parameters: Object.fromEntries(parameters) }
}
