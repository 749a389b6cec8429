/** ISO 8859-5, Latin and Cyrillic: the upper half is a shifted Unicode block with four exceptions. */
export function decodeIso8859Part5(octets: Uint8Array): string {
  return decodeWith(octets, (octet) => {
    if (octet <= 0xa0 || octet === 0xad) return octet
    if (octet === 0xf0) return 0x2116
    return octet === 0xfd ? 0xa7 : octet + 0x360
  })
}

/** ISO 8859-8, Latin and Hebrew, in the order the octets came. */
export function decodeIso8859Part8(octets: Uint8Array): string {
  return decodeWith(octets, (octet) => {
    if (octet >= 0xe0 && octet <= 0xfa) return octet + 0x4f0
    return PART_8[octet] ?? (octet <= 0xa0 || (octet >= 0xa2 && octet <= 0xbe) ? octet : UNDEFINED)
  })
}

const UNDEFINED = 0xfffd
const PART_8: Readonly<Record<number, number>> = { 170: 0xd7, 186: 0xf7, 223: 0x2017, 253: 0x200e, 254: 0x200f }

function decodeWith(octets: Uint8Array, unitOf: (octet: number) => number): string {
  let text = ''
  for (const octet of octets) text += String.fromCharCode(unitOf(octet))
  return text
}
