import { INDIC_LOCKING, INDIC_SINGLE } from './gsm-indic-tables.ts'

/** The tables of 3GPP TS 23.038: 128 characters each, the escape's own place filled by U+001B. */

const CAPITALS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const SMALLS = 'abcdefghijklmnopqrstuvwxyz'
const DIGITS = '0123456789:;<=>?'

/** [23.038 6.2.1, A.3.1, A.3.3] */
export const LOCKING = {
  default: [
    '@£$¥èéùìòÇ\nØø\rÅå',
    'Δ_ΦΓΛΩΠΨΣΘΞ\u001bÆæßÉ',
    ` !"#¤%&'()*+,-./`,
    `${DIGITS}¡${CAPITALS}ÄÖÑÜ§¿${SMALLS}äöñüà`,
  ].join(''),
  turkish: [
    '@£$¥€éùıòÇ\nĞğ\rÅå',
    'Δ_ΦΓΛΩΠΨΣΘΞ\u001bŞşßÉ',
    ` !"#¤%&'()*+,-./`,
    `${DIGITS}İ${CAPITALS}ÄÖÑÜ§ç${SMALLS}äöñüà`,
  ].join(''),
  portuguese: [
    '@£$¥êéúíóç\nÔô\rÁá',
    'Δ_ªÇÀ∞^\\€Ó|\u001bÂâÊÉ',
    ` !"#º%&'()*+,-./`,
    `${DIGITS}Í${CAPITALS}ÃÕÚÜ§~${SMALLS}ãõ\`üà`,
  ].join(''),
  ...INDIC_LOCKING,
} as const

/** [23.038 6.2.1.1] */
const EXTENSION = {
  10: '\f',
  20: '^',
  40: '{',
  41: '}',
  47: '\\',
  60: '[',
  61: '~',
  62: ']',
  64: '|',
  101: '€',
} as const satisfies Record<number, string>

/** [23.038 6.2.1.1, A.2.1, A.2.2, A.2.3] */
export const SINGLE = {
  default: EXTENSION,
  turkish: { ...EXTENSION, 71: 'Ğ', 73: 'İ', 83: 'Ş', 99: 'ç', 103: 'ğ', 105: 'ı', 115: 'ş' },
  spanish: {
    ...EXTENSION,
    9: 'ç',
    65: 'Á',
    73: 'Í',
    79: 'Ó',
    85: 'Ú',
    97: 'á',
    105: 'í',
    111: 'ó',
    117: 'ú',
  },
  portuguese: {
    ...EXTENSION,
    5: 'ê',
    9: 'ç',
    11: 'Ô',
    12: 'ô',
    14: 'Á',
    15: 'á',
    18: 'Φ',
    19: 'Γ',
    21: 'Ω',
    22: 'Π',
    23: 'Ψ',
    24: 'Σ',
    25: 'Θ',
    31: 'Ê',
    65: 'À',
    73: 'Í',
    79: 'Ó',
    85: 'Ú',
    91: 'Ã',
    92: 'Õ',
    97: 'Â',
    105: 'í',
    111: 'ó',
    117: 'ú',
    123: 'ã',
    124: 'õ',
    127: 'â',
  },
  ...INDIC_SINGLE,
} as const satisfies Record<string, Record<number, string>>
