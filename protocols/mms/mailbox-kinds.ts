import { EncodeError, Writer } from '../octets/index.ts'
import { type Parameters, readParameters, writeParameters } from './parameters.ts'
import {
  readEncodedText,
  readInteger,
  readText,
  readWithin,
  SHORT_INTEGER,
  writeEncodedText,
  writeInteger,
  writeSized,
  writeText,
} from './primitives.ts'
import { readToken, type ValueKind } from './value-kinds.ts'

const FIRST_TOKEN = 0x80
const SECOND_TOKEN = 0x81

export type MmFlag = { readonly action: (typeof FLAG_ACTIONS)[number]; readonly keyword: string }

const FLAG_ACTIONS = ['add', 'remove', 'filter'] as const

/** [MMSENC 7.3] MM-Flags-value: a keyword of the owner's, and what is done with it. */
export const mmFlag: ValueKind<MmFlag> = {
  isText: false,
  read: (reader, path) =>
    readWithin(reader, path, (sized) => ({
      action: readToken(sized, FLAG_ACTIONS, path),
      keyword: readEncodedText(sized, path),
    })),
  write(writer, { action, keyword }, path) {
    const content = new Writer(keyword.length + 8).uint8(FIRST_TOKEN + FLAG_ACTIONS.indexOf(action))
    writeEncodedText(content, keyword, path)
    writeSized(writer, content.finish())
  },
}

/** How full a mailbox is: so many messages, or so many octets. */
export type Amount = { readonly messages: number } | { readonly octets: number }

/** [MMSENC 7.3] Mbox-totals-value, Mbox-quotas-value. */
export const amount: ValueKind<Amount> = {
  isText: false,
  read: (reader, path) =>
    readWithin(reader, path, (sized) => {
      const token = readToken(sized, ['messages', 'octets'], path)
      const count = readInteger(sized, path)
      return token === 'messages' ? { messages: count } : { octets: count }
    }),
  write(writer, value, path) {
    const content = new Writer(12)
    if ('messages' in value) writeInteger(content.uint8(FIRST_TOKEN), value.messages, path)
    else writeInteger(content.uint8(SECOND_TOKEN), value.octets, path)
    writeSized(writer, content.finish())
  },
}

/** [MMSENC 7.3] Attributes-value: a header field by its number, or by its textual name. */
export const fieldReference: ValueKind<number | string> = {
  isText: false,
  read: (reader, path) => ((reader.peek() ?? 0) >= SHORT_INTEGER ? reader.uint8(path) & 0x7f : readText(reader, path)),
  write(writer, value, path) {
    if (typeof value === 'string') return writeText(writer, value, path)
    if (!Number.isInteger(value) || value < 0 || value > 0x7f) throw new EncodeError(path, `no field ${value}`)
    writer.uint8(value | SHORT_INTEGER)
  },
}

/** An element of a message that a notification tells of before it is fetched. */
export type Element = { readonly reference: string; readonly parameters: Parameters }

/** [MMSENC 7.3] Element-Descriptor-value: which element, and what is known of it. */
export const element: ValueKind<Element> = {
  isText: false,
  read: (reader, path) =>
    readWithin(reader, path, (sized) => ({
      reference: readText(sized, path),
      parameters: readParameters(sized, path),
    })),
  write(writer, { reference, parameters }, path) {
    const content = new Writer(64)
    writeText(content, reference, path)
    writeParameters(content, parameters, path)
    writeSized(writer, content.finish())
  },
}
