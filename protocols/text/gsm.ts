import { EncodeError } from '../octets/index.ts'
import { DEFAULT_ALPHABET, ESCAPE, type GsmAlphabet } from './gsm-alphabet.ts'
import { textOfUnits } from './units.ts'

/** Reads ASCII several times faster than a string can be put together here. */
const ASCII = new TextDecoder()

/** Shown for octets above 0x7f, which no 7-bit alphabet has. */
const REPLACEMENT = 0xfffd

/** Whether every character of the text is in the alphabet. */
export function isGsm(text: string, alphabet: GsmAlphabet = DEFAULT_ALPHABET): boolean {
  for (let i = 0; i < text.length; i++) if (!alphabet.septets.has(text.charCodeAt(i))) return false
  return true
}

/** How many septets the text takes, or undefined when a character is not in the alphabet. */
export function countSeptets(text: string, alphabet: GsmAlphabet = DEFAULT_ALPHABET): number | undefined {
  let count = 0
  for (let i = 0; i < text.length; i++) {
    const septets = alphabet.septets.get(text.charCodeAt(i))
    if (septets === undefined) return undefined
    count += septets > 0x7f ? 2 : 1
  }
  return count
}

/** One septet per octet, as SMPP carries it; escaped characters take two. Throws on a character not in the alphabet. */
export function encodeGsm(text: string, alphabet: GsmAlphabet = DEFAULT_ALPHABET): Uint8Array<ArrayBuffer> {
  const count = countSeptets(text, alphabet)
  if (count === undefined) throw new EncodeError('gsm7', 'the text has a character outside the alphabet')
  const octets = new Uint8Array(count)
  let offset = 0
  for (let i = 0; i < text.length; i++) {
    const septets = alphabet.septets.get(text.charCodeAt(i))!
    if (septets > 0x7f) octets[offset++] = ESCAPE
    octets[offset++] = septets & 0x7f
  }
  return octets
}

/** Text of unpacked septets. Never fails: an unknown escape shows its plain character. [23.038 6.2.1.1] */
export function decodeGsm(octets: Uint8Array, alphabet: GsmAlphabet = DEFAULT_ALPHABET): string {
  const { locking, single } = alphabet
  if (isPlain(octets, locking)) return ASCII.decode(octets)
  const units = new Array<number>(octets.length)
  let count = 0
  for (let i = 0; i < octets.length; i++) {
    const escaped = octets[i] === ESCAPE && i + 1 < octets.length
    if (escaped) i++
    const septet = octets[i]!
    units[count++] = septet > 0x7f ? REPLACEMENT : (escaped ? single : locking)[septet]!
  }
  units.length = count
  return textOfUnits(units)
}

/** Whether every octet is the ASCII character it stands for: in most texts they are. */
function isPlain(octets: Uint8Array, locking: readonly number[]): boolean {
  for (let i = 0; i < octets.length; i++) if (locking[octets[i]!] !== octets[i]) return false
  return true
}

/** Eight septets into seven octets, after `fillBits` zero bits. [23.038 6.1.2.1] */
export function packSeptets(septets: Uint8Array, fillBits = 0): Uint8Array<ArrayBuffer> {
  const octets = new Uint8Array(Math.ceil((septets.length * 7 + fillBits) / 8))
  for (let i = 0; i < septets.length; i++) {
    const bit = i * 7 + fillBits
    const shifted = (septets[i]! & 0x7f) << (bit & 7)
    octets[bit >> 3]! |= shifted & 0xff
    if (shifted > 0xff) octets[(bit >> 3) + 1]! |= shifted >> 8
  }
  return octets
}

/** The opposite of {@link packSeptets}; septets that the octets do not hold are left out. [23.038 6.1.2.1] */
export function unpackSeptets(octets: Uint8Array, count: number, fillBits = 0): Uint8Array<ArrayBuffer> {
  const held = Math.min(count, Math.floor((octets.length * 8 - fillBits) / 7))
  const septets = new Uint8Array(Math.max(0, held))
  for (let i = 0; i < septets.length; i++) {
    const bit = i * 7 + fillBits
    const pair = octets[bit >> 3]! | ((octets[(bit >> 3) + 1] ?? 0) << 8)
    septets[i] = (pair >> (bit & 7)) & 0x7f
  }
  return septets
}
