import { EncodeError, type Reader, Writer } from '../octets/index.ts'
import { MEDIA_TYPES, SENT_AS_CODE } from './media-codes.ts'
import { type Parameters, readMedia, readParameters, writeParameters } from './parameters.ts'
import { readWithin, SHORT_INTEGER, writeSized, writeText } from './primitives.ts'

export type ContentType = {
  readonly media: string
  readonly parameters: Parameters
}

const LAST_LENGTH_OCTET = 31
const UNKNOWN_CODE = /^0x([0-7][0-9a-f])$/

/** [WSP 8.4.2.24] Content-type-value: Constrained-media, or value-length media parameters. */
export function readContentType(reader: Reader, path: string): ContentType {
  const first = reader.peek()
  if (first === undefined || first > LAST_LENGTH_OCTET) return { media: readMedia(reader, path), parameters: {} }
  return readWithin(reader, path, (sized) => ({
    media: readMedia(sized, path),
    parameters: readParameters(sized, path),
  }))
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
  const unknown = UNKNOWN_CODE.exec(media)
  const code = unknown ? Number.parseInt(unknown[1]!, 16) : MEDIA_TYPES.indexOf(media)
  if (unknown || SENT_AS_CODE.has(media)) {
    writer.uint8(code | SHORT_INTEGER)
    return
  }
  if (!/^[\x21-\x7e]/.test(media) || media.startsWith('"')) throw new EncodeError(path, `${media} is not a media type`)
  writeText(writer, media, path)
}
