import { encodeGsm, isGsm } from './gsm.ts'
import { DEFAULT_ALPHABET, type GsmAlphabet } from './gsm-alphabet.ts'
import { encodeUcs2 } from './ucs2.ts'

/** Octets of user data in one SMS, header included. [23.040 9.2.3.24] */
export const USER_DATA_OCTETS = 140

/** A header with nothing but the 8-bit concatenation element: length, id, length, reference, total, sequence. */
const CONCATENATION_HEADER_OCTETS = 6

/** A national language shift element: id, length, language. [23.040 9.2.3.24.15] */
const SHIFT_ELEMENT_OCTETS = 3

export type Segment = {
  readonly text: string
  /** Encoded text without a user data header: one septet or half a UTF-16 unit per octet. */
  readonly userData: Uint8Array
}

export type Segmentation = {
  readonly encoding: 'gsm7' | 'ucs2'
  readonly segments: readonly Segment[]
  /** Septets or UTF-16 units of the whole text. */
  readonly units: number
  /** Units that fit into each segment. */
  readonly perSegment: number
  /** Units still free in the last segment. */
  readonly remaining: number
}

/** How a text travels: one SMS, or several of equal room. Never cuts an escaped character or a surrogate pair. */
export function segment(text: string, alphabet: GsmAlphabet = DEFAULT_ALPHABET): Segmentation {
  const gsm = isGsm(text, alphabet)
  const widthAt = gsm ? septetsAt(text, alphabet) : unitsAt(text)
  const units = totalWidth(text, widthAt)
  const single = gsm ? septetRoom(alphabet, false) : ucs2Room(0)
  const perSegment = units <= single ? single : gsm ? septetRoom(alphabet, true) : ucs2Room(CONCATENATION_HEADER_OCTETS)
  const { parts, used } = cut(text, perSegment, widthAt)
  const encode = gsm ? (part: string) => encodeGsm(part, alphabet) : encodeUcs2
  return {
    encoding: gsm ? 'gsm7' : 'ucs2',
    segments: parts.map((part) => ({ text: part, userData: encode(part) })),
    units,
    perSegment,
    remaining: perSegment - used,
  }
}

/** The units taken by the character that begins at an index. */
type WidthAt = (index: number) => number

function septetsAt(text: string, alphabet: GsmAlphabet): WidthAt {
  return (index) => (alphabet.septets.get(text.charCodeAt(index))! > 0x7f ? 2 : 1)
}

function unitsAt(text: string): WidthAt {
  return (index) => charactersAt(text, index)
}

function totalWidth(text: string, widthAt: WidthAt): number {
  let total = 0
  for (let i = 0; i < text.length; i += charactersAt(text, i)) total += widthAt(i)
  return total
}

function cut(text: string, room: number, widthAt: WidthAt): { parts: string[]; used: number } {
  const parts: string[] = []
  let start = 0
  let used = 0
  for (let i = 0; i < text.length; i += charactersAt(text, i)) {
    const width = widthAt(i)
    if (used + width > room) {
      parts.push(text.slice(start, i))
      start = i
      used = 0
    }
    used += width
  }
  parts.push(text.slice(start))
  return { parts, used }
}

/** UTF-16 units of the character at an index: two for a surrogate pair. */
function charactersAt(text: string, index: number): number {
  return text.codePointAt(index)! > 0xffff ? 2 : 1
}

function septetRoom(alphabet: GsmAlphabet, concatenated: boolean): number {
  const shifts = [alphabet.lockingId, alphabet.singleId].filter((id) => id !== undefined).length
  const elements = shifts * SHIFT_ELEMENT_OCTETS
  const header = concatenated ? CONCATENATION_HEADER_OCTETS + elements : elements && elements + 1
  return Math.floor(((USER_DATA_OCTETS - header) * 8) / 7)
}

function ucs2Room(header: number): number {
  return Math.floor((USER_DATA_OCTETS - header) / 2)
}
