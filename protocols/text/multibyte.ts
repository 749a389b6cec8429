/** Encodings of Japanese and Korean in which a character takes one octet or several. */
export type MultibyteEncoding = 'shift-jis' | 'iso-2022-jp' | 'euc-jp' | 'ks-c-5601'

/** The names by which every TextDecoder knows them. */
const LABELS = {
  'shift-jis': 'shift_jis',
  'iso-2022-jp': 'iso-2022-jp',
  'euc-jp': 'euc-jp',
  'ks-c-5601': 'euc-kr',
} as const satisfies Record<MultibyteEncoding, string>

export function isMultibyte(encoding: string): encoding is MultibyteEncoding {
  return encoding in LABELS
}

/** Never fails: what cannot be read shows as U+FFFD. */
export function decodeMultibyte(encoding: MultibyteEncoding, octets: Uint8Array): string {
  return new TextDecoder(LABELS[encoding]).decode(octets)
}

/** The last end at or before `end` that does not lie within a character. ISO-2022-JP has no such places: escapes rule it. */
export function wholeMultibyte(encoding: MultibyteEncoding, octets: Uint8Array, end: number): number {
  let at = 0
  while (at < end) {
    const next = at + widthAt(encoding, octets[at]!)
    if (next > end) return at
    at = next
  }
  return at
}

function widthAt(encoding: MultibyteEncoding, lead: number): number {
  switch (encoding) {
    case 'shift-jis':
      return (lead >= 0x81 && lead <= 0x9f) || (lead >= 0xe0 && lead <= 0xfc) ? 2 : 1
    case 'euc-jp':
      return lead === 0x8f ? 3 : lead >= 0xa1 || lead === 0x8e ? 2 : 1
    case 'ks-c-5601':
      return lead >= 0x81 ? 2 : 1
    case 'iso-2022-jp':
      return 1
  }
}
