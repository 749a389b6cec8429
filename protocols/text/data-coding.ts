import { decodeGsm } from './gsm.ts'
import { DEFAULT_ALPHABET, type GsmAlphabet } from './gsm-alphabet.ts'
import { decodeIso8859Part5, decodeIso8859Part8 } from './iso-8859.ts'
import { decodeLatin1 } from './latin1.ts'
import { decodeMultibyte, type MultibyteEncoding } from './multibyte.ts'
import { decodeUcs2 } from './ucs2.ts'

/** What octets of a short message are. `ia5` is ASCII, kept apart because SMPP numbers it apart. */
export type Encoding = 'gsm7' | 'ia5' | 'latin1' | 'cyrillic' | 'hebrew' | 'ucs2' | 'binary' | MultibyteEncoding

/** What data_coding 0 means on one account: the standard leaves it to the message centre. */
export type DefaultAlphabet = 'gsm7' | 'ia5' | 'latin1' | 'ucs2'

export type MessageClass = 0 | 1 | 2 | 3

/** [SMPP34 5.2.19] The values that SMPP gives a meaning of its own; the rest follow 23.038. */
const SMPP_VALUES: readonly (Encoding | 'default')[] = [
  'default',
  'ia5',
  'binary',
  'latin1',
  'binary',
  // Deviates: the standard says JIS X 0208; clients that send it send Shift_JIS, pictograms too.
  'shift-jis',
  'cyrillic',
  'hebrew',
  'ucs2',
  'shift-jis',
  'iso-2022-jp',
  'binary',
  'binary',
  // JIS X 0212 comes within EUC-JP.
  'euc-jp',
  'ks-c-5601',
]

const DATA_CODINGS = {
  gsm7: 0,
  ia5: 1,
  latin1: 3,
  binary: 4,
  cyrillic: 6,
  hebrew: 7,
  ucs2: 8,
  'shift-jis': 5,
  'iso-2022-jp': 10,
  'euc-jp': 13,
  'ks-c-5601': 14,
} as const satisfies Record<Encoding, number>

/** The data_coding to send with octets of this encoding. */
export function dataCodingOf(encoding: Encoding): number {
  return DATA_CODINGS[encoding]
}

/** What a data_coding value says about the octets; alphabets that we do not read count as binary. */
export function encodingOf(dataCoding: number, defaultAlphabet: DefaultAlphabet = 'gsm7'): Encoding {
  if (dataCoding < 0x10) {
    const encoding = SMPP_VALUES[dataCoding] ?? 'binary'
    return encoding === 'default' ? defaultAlphabet : encoding
  }
  return groupEncoding(dataCoding, defaultAlphabet)
}

/** The text of a short message without its user data header, or null when the data_coding says it is not text. */
export function decodeDataCoding(
  dataCoding: number,
  octets: Uint8Array,
  defaultAlphabet: DefaultAlphabet = 'gsm7',
): string | null {
  return decodeText(encodingOf(dataCoding, defaultAlphabet), octets)
}

/** The text of octets in an encoding, or null for binary; the alphabet matters to `gsm7` only. */
export function decodeText(
  encoding: Encoding,
  octets: Uint8Array,
  alphabet: GsmAlphabet = DEFAULT_ALPHABET,
): string | null {
  switch (encoding) {
    case 'gsm7':
      return decodeGsm(octets, alphabet)
    case 'ia5':
    case 'latin1':
      return decodeLatin1(octets)
    case 'cyrillic':
      return decodeIso8859Part5(octets)
    case 'hebrew':
      return decodeIso8859Part8(octets)
    case 'ucs2':
      return decodeUcs2(octets)
    case 'binary':
      return null
    case 'shift-jis':
    case 'iso-2022-jp':
    case 'euc-jp':
    case 'ks-c-5601':
      return decodeMultibyte(encoding, octets)
  }
}

/** The class of a message, when its data_coding has one: 0 is shown at once and not stored. [23.038 4] */
export function messageClassOf(dataCoding: number): MessageClass | undefined {
  const general = dataCoding >= 0x10 && dataCoding < 0x80 && (dataCoding & 0x10) !== 0
  if (!general && dataCoding < 0xf0) return undefined
  return (dataCoding & 0x03) as MessageClass // two bits have no other values
}

export type MessageWaiting = {
  readonly kind: 'voicemail' | 'fax' | 'email' | 'other'
  /** Whether the indication is switched on or off. */
  readonly active: boolean
  /** Whether the text is for people; otherwise the handset may throw it away. */
  readonly stored: boolean
}

const WAITING_KINDS = ['voicemail', 'fax', 'email', 'other'] as const

/** The message waiting indication of a data_coding, when it has one. [23.038 4] */
export function messageWaitingOf(dataCoding: number): MessageWaiting | undefined {
  if (dataCoding < 0xc0 || dataCoding >= 0xf0) return undefined
  return {
    kind: WAITING_KINDS[dataCoding & 0x03]!,
    active: (dataCoding & 0x08) !== 0,
    stored: dataCoding >= 0xd0,
  }
}

/** [23.038 4] The coding groups above the values of SMPP. */
function groupEncoding(dataCoding: number, defaultAlphabet: DefaultAlphabet): Encoding {
  if (dataCoding >= 0xf0) return dataCoding & 0x04 ? 'binary' : defaultAlphabet
  if (dataCoding >= 0xe0) return 'ucs2'
  if (dataCoding >= 0x80) return defaultAlphabet
  const compressed = (dataCoding & 0x20) !== 0
  if (compressed) return 'binary'
  return GENERAL_ALPHABETS[(dataCoding >> 2) & 0x03] ?? defaultAlphabet
}

const GENERAL_ALPHABETS: readonly (Encoding | undefined)[] = [undefined, 'binary', 'ucs2', undefined]
