import { EncodeError, type Reader, Writer } from '../octets/index.ts'
import { MEDIA_TYPES, SENT_AS_CODE } from './media-codes.ts'
import { type Parameters, readMedia, readParameters, writeParameters } from './parameters.ts'
import { readWithin, SHORT_INTEGER, writeQuotableText, writeSized } from './primitives.ts'

export type ContentType = {
  readonly media: string
  readonly parameters: Parameters
}

const LAST_LENGTH_OCTET = 31
const UNKNOWN_CODE = /^0x([0-7][0-9a-f])$/

/** [WSP 8.4.2.24] Content-type-value: Constrained-media, or value-length media parameters. */
export function readContentType(reader: Reader, path: string): ContentType {
  const first = reader.peek()
  if (first === undefined || first > LAST_LENGTH_OCTET) return { media: readNamedMedia(reader, path), parameters: {} }
  return readWithin(reader, path, (sized) => ({
    media: readNamedMedia(sized, path),
    parameters: readParameters(sized, path),
  }))
}

function readNamedMedia(reader: Reader, path: string): string {
  const start = reader.offset
  const media = readMedia(reader, path)
  if (media === '') reader.fail('empty-media-type', path, start)
  return media
}

export function writeContentType(writer: Writer, { media, parameters }: ContentType, path: string): void {
  if (Object.keys(parameters).length === 0) {
    writeMedia(writer, media, path)
    return
  }
  const content = new Writer(64)
  writeMedia(content, media, path)
  writeParameters(content, parameters, path)
  writeSized(writer, content.finish())
}

/** Whether a body of this type has the WSP multipart layout. */
export function isMultipart({ media }: ContentType): boolean {
  return /^(application\/vnd\.wap\.multipart\.|multipart\/)/i.test(media)
}

function writeMedia(writer: Writer, media: string, path: string): void {
  if (media === '') throw new EncodeError(path, 'a content type names a media type')
  const unknown = Number.parseInt(UNKNOWN_CODE.exec(media)?.[1] ?? '0', 16)
  if (unknown >= MEDIA_TYPES.length) writer.uint8(unknown | SHORT_INTEGER)
  else if (SENT_AS_CODE.has(media)) writer.uint8(MEDIA_TYPES.indexOf(media) | SHORT_INTEGER)
  else writeQuotableText(writer, media, path)
}
