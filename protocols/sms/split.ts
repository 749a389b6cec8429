import { concat, EncodeError } from '../octets/index.ts'
import { DEFAULT_ALPHABET, dataCodingOf, type GsmAlphabet, segment, USER_DATA_OCTETS } from '../text/index.ts'
import { encodeUserDataHeader, type Ports, type UserDataHeader, userDataHeader } from './user-data-header.ts'

/** The total of a concatenation is one octet. [23.040 9.2.3.24.1] */
export const PARTS_MAX = 255

/** What one SMS carries: header and data together, with the data_coding to announce. */
export type SmsPart = { readonly dataCoding: number; readonly userData: Uint8Array; readonly hasHeader: boolean }

/** A text as one or more SMS. The reference is taken modulo 256; an empty text is one empty SMS. */
export function splitText(text: string, reference: number, alphabet: GsmAlphabet = DEFAULT_ALPHABET): SmsPart[] {
  const { encoding, segments } = segment(text, alphabet)
  const total = checkedTotal(segments.length)
  const shiftTables = encoding === 'gsm7' ? shiftTablesOf(alphabet) : undefined
  const dataCoding = dataCodingOf(encoding)
  return segments.map(({ userData }, i) => {
    const header = encodeUserDataHeader(headerOf({ reference, total, sequence: i + 1 }, shiftTables ?? {}))
    return { dataCoding, userData: concat([header, userData]), hasHeader: header.length > 0 }
  })
}

/** Octets for an application port (a WAP push, for example) as the user data of one or more SMS, headers included. */
export function splitBinary(data: Uint8Array, ports: Ports, reference: number): Uint8Array[] {
  const alone = encodeUserDataHeader(userDataHeader({ ports }))
  if (alone.length + data.length <= USER_DATA_OCTETS) return [concat([alone, data])]
  const headerLength = encodeUserDataHeader(headerOf({ reference, total: PARTS_MAX, sequence: 1 }, { ports })).length
  const room = USER_DATA_OCTETS - headerLength
  const total = checkedTotal(Math.ceil(data.length / room))
  return Array.from({ length: total }, (_, i) => {
    const header = headerOf({ reference, total, sequence: i + 1 }, { ports })
    return concat([encodeUserDataHeader(header), data.subarray(i * room, (i + 1) * room)])
  })
}

type Place = { reference: number; total: number; sequence: number }

function headerOf(place: Place, fields: Partial<UserDataHeader>): UserDataHeader {
  if (place.total === 1) return userDataHeader(fields)
  return userDataHeader({ ...fields, concatenation: { ...place, reference: place.reference & 0xff, wide: false } })
}

function shiftTablesOf({ lockingId, singleId }: GsmAlphabet): Partial<UserDataHeader> {
  return {
    shiftTables: {
      ...(lockingId !== undefined && { locking: lockingId }),
      ...(singleId !== undefined && { single: singleId }),
    },
  }
}

function checkedTotal(total: number): number {
  if (total > PARTS_MAX) throw new EncodeError('concatenation', `${total} parts`)
  return total
}
