import {
  contentType,
  encodeMultipart,
  formatContentType,
  type OutgoingPart,
  parseContentType,
  pickBoundary,
} from '../mime/index.ts'
import { EncodeError } from '../octets/index.ts'
import type { Mm7Content, Mm7Part } from './content.ts'
import { encodeFields, type Fields } from './element-fields.ts'
import { type EncodedDocument, XML_CONTENT_TYPE } from './encode-response.ts'
import { type Addressing, writeEnvelope } from './envelope.ts'
import { REQUESTS, type RequestBodies, type RequestName } from './operations/index.ts'
import type { ContentReference } from './submission-elements.ts'

/** With `content` the Content element is written for it, and `boundary` is the wish for the multipart's. */
export type OutgoingRequest<N extends RequestName = RequestName> = {
  [K in N]: Addressing & {
    readonly operation: K
    readonly transactionId: string
    readonly body: RequestBodies[K]
    readonly content?: Mm7Content | undefined
    readonly boundary?: string | undefined
  }
}[N]

const ENVELOPE_ID = 'mm7-envelope'
const CONTENT_ID = 'mm7-content'
const SMIL_ID = 'mm7-smil'
// long ones are found faster, see mime/octet-search.ts
const DEFAULT_BOUNDARY = '----=_mm7-part-boundary-of-partyline'

/** Writes a request: plain XML, or multipart/related with the media after the envelope. The same input gives the same octets. */
export function encodeRequest(request: OutgoingRequest): EncodedDocument {
  const { operation, content } = request
  const fields: Fields = REQUESTS[operation]
  if (!content || content.parts.length === 0) {
    const markup = encodeFields(fields, request.body, operation)
    return { contentType: XML_CONTENT_TYPE, body: writeEnvelope(request, operation, markup) }
  }
  if (!('content' in fields)) throw new EncodeError(`${operation}.content`, 'carries no content')
  const boundary = request.boundary ?? DEFAULT_BOUNDARY
  const attachment = attachmentFor(content, `inner-${boundary}`.slice(0, 64))
  const values = { ...request.body, content: [referenceTo(attachment, content.allowAdaptations)] }
  const envelope = writeEnvelope(request, operation, encodeFields(fields, values, operation))
  return packageWith(envelope, attachment, boundary)
}

/** A request whose envelope is written already, with its media after it; the envelope names them by this Content-ID. */
export function packageRequest(envelope: Uint8Array, content: Mm7Content, contentId: string): EncodedDocument {
  const attachment = { ...attachmentFor(content, `inner-${DEFAULT_BOUNDARY}`.slice(0, 64)), contentId }
  return packageWith(envelope, attachment, DEFAULT_BOUNDARY)
}

function packageWith(envelope: Uint8Array, attachment: OutgoingPart, wish: string): EncodedDocument {
  const boundary = pickBoundary(wish, [envelope, attachment.body])
  const xml = parseContentType(XML_CONTENT_TYPE)
  if (!xml.ok) throw new EncodeError('contentType', XML_CONTENT_TYPE)
  const root: OutgoingPart = {
    contentType: xml.value,
    contentId: ENVELOPE_ID,
    transferEncoding: '8bit',
    body: envelope,
  }
  const type = contentType('multipart/related', { type: 'text/xml', start: `<${ENVELOPE_ID}>`, boundary })
  return { contentType: formatContentType(type), body: encodeMultipart([root, attachment], boundary) }
}

function referenceTo(attachment: OutgoingPart, allowAdaptations: boolean): ContentReference {
  const id = encodeURIComponent((attachment.contentId ?? CONTENT_ID).toWellFormed()).replaceAll('%40', '@')
  return { href: `cid:${id}`, type: attachment.contentType.type, allowAdaptations }
}

/** One medium goes as it is; a presentation and its media as multipart/related; several media as multipart/mixed. [23.140 8.7.1.2] */
function attachmentFor(content: Mm7Content, wish: string): OutgoingPart {
  const { parts, smil } = content
  const presentation = smil === undefined ? undefined : parts[smil]
  if (!presentation && parts.length === 1) return single(parts[0]!)
  const boundary = pickBoundary(
    wish,
    parts.map((part) => part.body),
  )
  if (!presentation) return wrapped(parts, contentType('multipart/mixed', { boundary }))
  const root: Mm7Part = { ...presentation, contentId: presentation.contentId ?? SMIL_ID }
  const rest = parts.filter((part) => part !== presentation)
  const type = contentType('multipart/related', { type: root.contentType.type, start: `<${root.contentId}>`, boundary })
  return wrapped([root, ...rest], type)
}

function single(part: Mm7Part): OutgoingPart {
  return { ...outgoing(part), contentId: part.contentId ?? CONTENT_ID }
}

function wrapped(parts: readonly Mm7Part[], type: OutgoingPart['contentType']): OutgoingPart {
  const body = encodeMultipart(parts.map(outgoing), type.parameters.get('boundary') ?? '')
  return { contentType: type, contentId: CONTENT_ID, transferEncoding: 'binary', body }
}

function outgoing(part: Mm7Part): OutgoingPart {
  return { ...part, transferEncoding: 'binary' }
}
