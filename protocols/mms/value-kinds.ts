import { EncodeError, type Reader, Writer } from '../octets/index.ts'
import {
  readEncodedText,
  readInteger,
  readText,
  readWithin,
  SHORT_INTEGER,
  writeEncodedText,
  writeInteger,
  writeLongInteger,
  writeSized,
  writeText,
} from './primitives.ts'

/** How the value of one kind of header field is read and written. */
export type ValueKind<T> = {
  /** Text and nothing else: runs to its NUL even where a peer forgot the quote before an octet above 127. */
  readonly isText: boolean
  read(reader: Reader, path: string): T
  write(writer: Writer, value: T, path: string): void
}

/** A moment, or a time from when the message is taken over; both in seconds. */
export type Time = { readonly absolute: number } | { readonly relative: number }

export type PreviouslySentBy = { readonly count: number; readonly address: string }
export type PreviouslySentDate = { readonly count: number; readonly date: number }

const FIRST_TOKEN = 0x80
const SECOND_TOKEN = 0x81

/** [MMSENC 7.2] Text-string: identifiers and locations. */
export const text: ValueKind<string> = { isText: true, read: readText, write: writeText }

/** [MMSENC 7.3.19] Encoded-string-value: text for people, with its charset. */
export const encodedText: ValueKind<string> = { isText: true, read: readEncodedText, write: writeEncodedText }

/** [WSP 8.4.2.3] Long-integer; a short-integer is understood too. */
export const integer: ValueKind<number> = { isText: false, read: readInteger, write: writeLongInteger }

/** [WSP 8.4.2.3] Integer-value: a short-integer where it fits. */
export const shortestInteger: ValueKind<number> = { isText: false, read: readInteger, write: writeInteger }

/** One octet whose values have names elsewhere, with the high bit: 0x80 and up. [MMSENC 7.3.48] */
export const octet: ValueKind<number> = {
  isText: false,
  read(reader, path) {
    const value = reader.uint8(path)
    if (value < FIRST_TOKEN) reader.fail('unknown-value', path)
    return value
  },
  write(writer, value, path) {
    if (!Number.isInteger(value) || value < FIRST_TOKEN || value > 0xff)
      throw new EncodeError(path, `no octet ${value}`)
    writer.uint8(value)
  },
}

/** Yes or no. [MMSENC 7.3] */
export const flag: ValueKind<boolean> = {
  isText: false,
  read: (reader, path) => readToken(reader, ['yes', 'no'], path) === 'yes',
  write: (writer, value) => void writer.uint8(value ? FIRST_TOKEN : SECOND_TOKEN),
}

/** A closed list of words, numbered from 0x80. */
export function oneOf<const Words extends readonly string[]>(...words: Words): ValueKind<Words[number]> {
  return {
    isText: false,
    read: (reader, path) => readToken(reader, words, path),
    write(writer, value, path) {
      const index = words.indexOf(value)
      if (index < 0) throw new EncodeError(path, `${value} is none of ${words.join(', ')}`)
      writer.uint8(FIRST_TOKEN + index)
    },
  }
}

const MESSAGE_CLASSES = ['personal', 'advertisement', 'informational', 'auto']

/** [MMSENC 7.3.27] A class identifier, or token text of one's own. */
export const messageClass: ValueKind<string> = {
  isText: false,
  read(reader, path) {
    const first = reader.peek() ?? 0
    return first >= SHORT_INTEGER ? readToken(reader, MESSAGE_CLASSES, path) : readText(reader, path)
  },
  write(writer, value, path) {
    const index = MESSAGE_CLASSES.indexOf(value)
    if (index >= 0) writer.uint8(FIRST_TOKEN + index)
    else writeText(writer, value, path)
  },
}

const NO_MINOR = 15

/** [WSP 8.4.2.3 Version-value] `1.2`: three bits of major and four of minor version; text is understood too. */
export const version: ValueKind<string> = {
  isText: false,
  read(reader, path) {
    const first = reader.peek() ?? 0
    if (first < SHORT_INTEGER) return readText(reader, path)
    const value = reader.uint8(path) & 0x7f
    const minor = value & 0x0f
    return minor === NO_MINOR ? `${value >> 4}` : `${value >> 4}.${minor}`
  },
  write(writer, value, path) {
    const [, major, minor] = /^([1-7])(?:\.(\d|1[0-4]))?$/.exec(value) ?? []
    if (major === undefined) writeText(writer, value, path)
    else writer.uint8(SHORT_INTEGER | (Number(major) << 4) | Number(minor ?? NO_MINOR))
  },
}

/** [MMSENC 7.3.20] Expiry-value and its like. */
export const time: ValueKind<Time> = {
  isText: false,
  read: (reader, path) =>
    readWithin(reader, path, (sized) => {
      const token = readToken(sized, ['absolute', 'relative'], path)
      const seconds = readInteger(sized, path)
      return token === 'absolute' ? { absolute: seconds } : { relative: seconds }
    }),
  write(writer, value, path) {
    const content = new Writer(8)
    if ('absolute' in value) writeLongInteger(content.uint8(FIRST_TOKEN), value.absolute, path)
    else writeLongInteger(content.uint8(SECOND_TOKEN), value.relative, path)
    writeSized(writer, content.finish())
  },
}

/** What a client puts in From: the server, which knows its number, is to fill it in. */
export const INSERT_ADDRESS = 'insert-address'

/** [MMSENC 7.3.21] From-value: an address, or the request to insert it. */
export const from: ValueKind<string> = {
  isText: false,
  read: (reader, path) =>
    readWithin(reader, path, (sized) => {
      const token = readToken(sized, ['address', INSERT_ADDRESS], path)
      return token === INSERT_ADDRESS ? INSERT_ADDRESS : readEncodedText(sized, path)
    }),
  write(writer, value, path) {
    const content = new Writer(value.length + 8)
    if (value === INSERT_ADDRESS) content.uint8(SECOND_TOKEN)
    else writeEncodedText(content.uint8(FIRST_TOKEN), value, path)
    writeSized(writer, content.finish())
  },
}

/** [MMSENC 7.3.23] Previously-sent-by-value: which forwarding it was, and by whom. */
export const previouslySentBy: ValueKind<PreviouslySentBy> = {
  isText: false,
  read: (reader, path) =>
    readWithin(reader, path, (sized) => ({ count: readInteger(sized, path), address: readEncodedText(sized, path) })),
  write(writer, { count, address }, path) {
    const content = new Writer(address.length + 8)
    writeInteger(content, count, path)
    writeEncodedText(content, address, path)
    writeSized(writer, content.finish())
  },
}

/** [MMSENC 7.3.24] Previously-sent-date-value. */
export const previouslySentDate: ValueKind<PreviouslySentDate> = {
  isText: false,
  read: (reader, path) =>
    readWithin(reader, path, (sized) => ({ count: readInteger(sized, path), date: readInteger(sized, path) })),
  write(writer, { count, date }, path) {
    const content = new Writer(12)
    writeInteger(content, count, path)
    writeLongInteger(content, date, path)
    writeSized(writer, content.finish())
  },
}

export function readToken<Word extends string>(reader: Reader, words: readonly Word[], path: string): Word {
  const start = reader.offset
  const word = words[reader.uint8(path) - FIRST_TOKEN]
  if (word === undefined) reader.fail('unknown-value', path, start)
  return word ?? words[0]!
}
