import { textOfUnits } from './units.ts'

/** Shown for half a unit. */
const REPLACEMENT = 0xfffd

/** UTF-16 in network order: what the standards call UCS-2 and every handset reads as UTF-16. [23.038 6.2.3] */
export function encodeUcs2(text: string): Uint8Array<ArrayBuffer> {
  const octets = new Uint8Array(text.length * 2)
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    octets[2 * i] = unit >>> 8
    octets[2 * i + 1] = unit & 0xff
  }
  return octets
}

/** Never fails; a last odd octet shows as U+FFFD. */
export function decodeUcs2(octets: Uint8Array): string {
  const units = new Array<number>(Math.ceil(octets.length / 2))
  for (let i = 0; i < units.length; i++) {
    const low = octets[2 * i + 1]
    units[i] = low === undefined ? REPLACEMENT : (octets[2 * i]! << 8) | low
  }
  return textOfUnits(units)
}
