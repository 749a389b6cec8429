import { Reader, Writer } from '../octets/index.ts'
import { type ContentType, isMultipart, readContentType, writeContentType } from './content-type.ts'
import type { KeptField } from './kept-field.ts'
import type { Parameters } from './parameters.ts'
import { readPartHeaders, writePartHeaders } from './part-headers.ts'
import { readUintvar, writeUintvar } from './primitives.ts'
import { isTextMultipart, readTextMultipart } from './text-multipart.ts'

/** Our bound on the parts of one body; a slide show has a few dozen at the most. */
export const PARTS_LIMIT = 256

export type Disposition = {
  readonly disposition: string
  readonly parameters: Parameters
}

export type Part = {
  readonly contentType: ContentType
  /** Without the angle brackets. */
  readonly contentId?: string
  readonly contentLocation?: string
  readonly contentDisposition?: Disposition
  readonly headers?: readonly KeptField[]
  readonly data: Uint8Array
}

export type Body = {
  readonly contentType: ContentType
  /** Exactly one part when the content type is no multipart. */
  readonly parts: readonly Part[]
}

/** Whether a part is the presentation of the others. */
export function isSmil({ contentType }: Part): boolean {
  return contentType.media.toLowerCase() === 'application/smil'
}

/** The body behind the headers of a PDU: everything to the end of the reader. */
export function readBody(reader: Reader, contentType: ContentType): Body {
  if (isTextMultipart(reader, contentType)) return readTextMultipart(reader, contentType)
  if (isMultipart(contentType)) return { contentType, parts: readParts(reader) }
  return { contentType, parts: [{ contentType, data: reader.bytes(reader.remaining, 'body') }] }
}

export function writeBody(writer: Writer, { contentType, parts }: Body): void {
  if (isMultipart(contentType)) writeParts(writer, parts)
  else for (const part of parts) writer.bytes(part.data)
}

/** [WSP 8.5] Multipart: the number of entries, then each entry's lengths, content type, headers and data. */
export function readParts(reader: Reader): Part[] {
  const parts: Part[] = []
  if (reader.remaining === 0) return parts
  const count = readUintvar(reader, 'body.count')
  if (count > PARTS_LIMIT) reader.fail('too-many-parts', 'body.count')
  while (parts.length < count && !reader.malformed) parts.push(readPart(reader, `body.part[${parts.length}]`))
  return parts
}

export function writeParts(writer: Writer, parts: readonly Part[]): void {
  writeUintvar(writer, parts.length)
  for (const part of parts) {
    const head = new Writer(64)
    writeContentType(head, part.contentType, 'contentType')
    writePartHeaders(head, part)
    writeUintvar(writer, head.length)
    writeUintvar(writer, part.data.length)
    writer.bytes(head.finish()).bytes(part.data)
  }
}

function readPart(reader: Reader, path: string): Part {
  const headLength = readUintvar(reader, `${path}.headersLen`)
  const dataLength = readUintvar(reader, `${path}.dataLen`)
  const start = reader.offset
  reader.bytes(headLength, `${path}.headers`)
  const head = new Reader(reader.octets, start, reader.offset)
  const contentType = readContentType(head, `${path}.contentType`)
  const data = reader.bytes(dataLength, `${path}.data`)
  const headers = readPartHeaders(head, data)
  if (head.malformed) reader.fail(head.malformed.kind, `${path}.${head.malformed.path}`, head.malformed.offset)
  return { contentType, ...headers }
}
