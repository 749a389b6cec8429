import { bareContentId, type ContentType, decodeMultipart, type MimePart, parseContentType } from '../mime/index.ts'
import { type Decoded, decoded, malformed } from '../octets/index.ts'

/** An MM7 document as HTTP carries it: the value of its Content-Type header, and its octets. */
export type Mm7Document = { readonly contentType: string | undefined; readonly body: Uint8Array }

/** The SOAP part with its charset, and the other parts in order. */
export type SoapPackage = {
  readonly envelope: Uint8Array
  readonly charset: string | undefined
  readonly others: readonly MimePart[]
}

/** Finds the envelope: the body itself, or the root of a multipart. [SOAPATT 3] */
export function openPackage(document: Mm7Document): Decoded<SoapPackage> {
  const type = parseContentType(document.contentType ?? '')
  // Deviates: a Content-Type that is missing or senseless is taken for XML; sloppy peers need it
  if (!type.ok) return decoded({ envelope: document.body, charset: undefined, others: [] })
  if (!type.value.type.startsWith('multipart/')) {
    return decoded({ envelope: document.body, charset: type.value.parameters.get('charset'), others: [] })
  }
  return openMultipart(document.body, type.value)
}

function openMultipart(body: Uint8Array, type: ContentType): Decoded<SoapPackage> {
  const parts = decodeMultipart(body, type.parameters.get('boundary') ?? '')
  if (!parts.ok) return parts
  const root = findRoot(parts.value, type.parameters.get('start'))
  if (!root) return malformed('no-root', 'multipart', 0)
  return decoded({
    envelope: root.body,
    charset: root.contentType.parameters.get('charset'),
    others: parts.value.filter((part) => part !== root),
  })
}

/** The part that `start` names, with or without angle brackets; else the first XML part; else the first. [RFC2387 3.2] */
function findRoot(parts: readonly MimePart[], start: string | undefined): MimePart | undefined {
  const id = start === undefined ? undefined : bareContentId(start)
  const named = id === undefined ? undefined : parts.find((part) => part.contentId === id)
  return named ?? parts.find((part) => /[/+]xml$/.test(part.contentType.type)) ?? parts[0]
}
