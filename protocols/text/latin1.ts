import { EncodeError } from '../octets/index.ts'
import { textOfUnits } from './units.ts'

const UTF8 = new TextEncoder()
/** From here on the engine's encoder is faster than a loop. */
const LONG_TEXT = 48

/** ISO 8859-1, one octet per character; throws on a character above U+00FF. */
export function encodeLatin1(text: string): Uint8Array<ArrayBuffer> {
  if (text.length >= LONG_TEXT) {
    // What is as long in UTF-8 is ASCII, and the same in both.
    const ascii = UTF8.encode(text)
    if (ascii.length === text.length) return ascii
  }
  const octets = new Uint8Array(text.length)
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit > 0xff) throw new EncodeError('latin1', `character ${i} is above U+00FF`)
    octets[i] = unit
  }
  return octets
}

export function decodeLatin1(octets: Uint8Array): string {
  const units = new Array<number>(octets.length)
  for (let i = 0; i < octets.length; i++) units[i] = octets[i]!
  return textOfUnits(units)
}

/** Whether every character of the text is in ISO 8859-1. */
export function isLatin1(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0xff) return false
  return true
}
