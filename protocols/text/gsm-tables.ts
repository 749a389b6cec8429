/** The tables of 3GPP TS 23.038: 128 characters each, the escape's own place filled by U+001B. */

const CAPITALS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const SMALLS = 'abcdefghijklmnopqrstuvwxyz'
const DIGITS = '0123456789:;<=>?'

/** [23.038 6.2.1, A.3.1, A.3.3] */
export const LOCKING = {
  default:
    '@£$¥èéùìòÇ\nØø\rÅå' +
    'Δ_ΦΓΛΩΠΨΣΘΞ\u001bÆæßÉ' +
    ' !"#¤%&\'()*+,-./' +
    `${DIGITS}¡${CAPITALS}ÄÖÑÜ§¿${SMALLS}äöñüà`,
  turkish:
    '@£$¥€éùıòÇ\nĞğ\rÅå' +
    'Δ_ΦΓΛΩΠΨΣΘΞ\u001bŞşßÉ' +
    ' !"#¤%&\'()*+,-./' +
    `${DIGITS}İ${CAPITALS}ÄÖÑÜ§ç${SMALLS}äöñüà`,
  portuguese:
    '@£$¥êéúíóç\nÔô\rÁá' +
    'Δ_ªÇÀ∞^\\€Ó|\u001bÂâÊÉ' +
    ' !"#º%&\'()*+,-./' +
    `${DIGITS}Í${CAPITALS}ÃÕÚÜ§~${SMALLS}ãõ\`üà`,
} as const

/** [23.038 6.2.1.1] */
const EXTENSION = {
  0x0a: '\f',
  0x14: '^',
  0x28: '{',
  0x29: '}',
  0x2f: '\\',
  0x3c: '[',
  0x3d: '~',
  0x3e: ']',
  0x40: '|',
  0x65: '€',
} as const satisfies Record<number, string>

/** [23.038 6.2.1.1, A.2.1, A.2.2, A.2.3] */
export const SINGLE = {
  default: EXTENSION,
  turkish: { ...EXTENSION, 0x47: 'Ğ', 0x49: 'İ', 0x53: 'Ş', 0x63: 'ç', 0x67: 'ğ', 0x69: 'ı', 0x73: 'ş' },
  spanish: {
    ...EXTENSION,
    0x09: 'ç',
    0x41: 'Á',
    0x49: 'Í',
    0x4f: 'Ó',
    0x55: 'Ú',
    0x61: 'á',
    0x69: 'í',
    0x6f: 'ó',
    0x75: 'ú',
  },
  portuguese: {
    ...EXTENSION,
    0x05: 'ê',
    0x09: 'ç',
    0x0b: 'Ô',
    0x0c: 'ô',
    0x0e: 'Á',
    0x0f: 'á',
    0x12: 'Φ',
    0x13: 'Γ',
    0x15: 'Ω',
    0x16: 'Π',
    0x17: 'Ψ',
    0x18: 'Σ',
    0x19: 'Θ',
    0x1f: 'Ê',
    0x41: 'À',
    0x49: 'Í',
    0x4f: 'Ó',
    0x55: 'Ú',
    0x5b: 'Ã',
    0x5c: 'Õ',
    0x61: 'Â',
    0x69: 'í',
    0x6f: 'ó',
    0x75: 'ú',
    0x7b: 'ã',
    0x7c: 'õ',
    0x7f: 'â',
  },
} as const satisfies Record<string, Record<number, string>>
