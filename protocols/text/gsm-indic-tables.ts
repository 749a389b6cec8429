/**
 * The shift tables of the languages of India and Pakistan. Nine of the ten locking tables are one layout: the places of
 * the Indian script code, moved to the Unicode block of the script; what a script lacks stays undefined.
 * [23.038 A.2.4 to A.2.13, A.3.4 to A.3.13]
 */

/** Stands for a place that a table leaves undefined. */
export const UNDEFINED = '\ufffd'

const ESCAPE = '\u001b'
const SMALLS = 'abcdefghijklmnopqrstuvwxyz'
const CAPITALS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'

/** Offsets into the block by place: numbers are hex offsets, anything else stands for itself. */
const LAYOUT = [
  '01 02 03 05 06 07 08 09 0a 0b LF 0c 0d CR 0e 0f',
  '10 11 12 13 14 15 16 17 18 19 1a ESC 1b 1c 1d 1e',
  "SP ! 1f 20 21 22 23 24 ) ( 25 26 ',' 27 . 28",
  '#0 #1 #2 #3 #4 #5 #6 #7 #8 #9 : ; 29 2a 2b ?',
  '2c 2d 2e 2f 30 31 32 33 34 35 36 37 38 39 3c 3d',
  '3e 3f 40 41 42 43 44 45 46 47 48 49 4a 4b 4c 4d',
]
  .join(' ')
  .split(' ')

const NAMED: Readonly<Record<string, string>> = { LF: '\n', CR: '\r', ESC: ESCAPE, SP: ' ', "','": ',' }

/** A locking table: the block of its script, the offsets it lacks, and its own six characters around the small letters. */
function locking(block: number, lacks: string, own: readonly number[]): string {
  const missing = new Set(lacks.split(' '))
  const characters = LAYOUT.map((place) => {
    if (NAMED[place]) return NAMED[place]
    if (place.startsWith('#')) return place.slice(1)
    if (!/^[0-9a-f]{2}$/.test(place)) return place
    return missing.has(place) ? UNDEFINED : String.fromCharCode(block + Number.parseInt(place, 16))
  })
  const [first, ...last] = own.map((offset) => String.fromCharCode(block + offset))
  return [...characters, first, SMALLS, ...last].join('')
}

export const INDIC_LOCKING = {
  bengali: locking(0x980, '0d 0e 11 12 29 31 33 34 35 45 46 49 4a', [0x4e, 0x57, 0x5c, 0x5d, 0x70, 0x71]),
  gujarati: locking(0xa80, '0e 12 29 31 34 46 4a', [0x50, 0x60, 0x61, 0x62, 0x63, 0x71]),
  hindi: locking(0x900, '', [0x50, 0x72, 0x7b, 0x7c, 0x7e, 0x7f]),
  kannada: locking(0xc80, '01 0d 11 29 34 45 49', [0x55, 0x56, 0x60, 0x61, 0x62, 0x63]),
  malayalam: locking(0xd00, '01 0d 11 29 3c 45 49', [0x57, 0x60, 0x61, 0x62, 0x63, 0x79]),
  oriya: locking(0xb00, '0d 0e 11 12 29 31 34 45 46 49 4a', [0x56, 0x57, 0x60, 0x61, 0x62, 0x63]),
  punjabi: locking(0xa00, '0b 0c 0d 0e 11 12 29 31 34 37 3d 43 44 45 46 49 4a', [0x51, 0x70, 0x71, 0x72, 0x73, 0x74]),
  tamil: locking(
    0xb80,
    '01 0b 0c 0d 11 16 17 18 1b 1d 20 21 22 25 26 27 2b 2c 2d 3c 3d 43 44 45 49',
    [0x50, 0x57, 0x70, 0x71, 0x72, 0x79],
  ),
  telugu: locking(0xc00, '0d 11 29 34 3c 45 49', [0x55, 0x56, 0x60, 0x61, 0x62, 0x63]),
  urdu: [
    'اآبٻڀپڦتۂٿ\nٹٽ\rٺټ',
    `ثجځڄڃڅچڇحخد${ESCAPE}ڌڈډڊ`,
    ' !ڏڍذرڑړ)(ڙز,ږ.ژ',
    '0123456789:;ښسش?',
    'صضطظعفقکڪګگڳڱلمن',
    'ںڻڼوۄەہھءیېے\u064d\u0650\u064f\u0657',
    `\u0654${SMALLS}\u0655\u0651\u0653\u0656\u0670`,
  ].join(''),
} as const

/** What all the single shift tables of these languages have. */
const SHARED: Readonly<Record<number, string>> = {
  ...Object.fromEntries(Array.from('@£$¥¿"¤%&\'\f*+', (character, septet) => [septet, character])),
  ...Object.fromEntries(Array.from('-/<=>¡^¡_#*', (character, i) => [0x0e + i, character])),
  ...Object.fromEntries(Array.from(CAPITALS, (character, i) => [0x41 + i, character])),
  40: '{',
  41: '}',
  47: '\\',
  60: '[',
  61: '~',
  62: ']',
  64: '|',
  101: '€',
}

/** The places that are left for each language, in order. */
const FREE = [0x19, 0x1a, ...range(0x1c, 0x27), ...range(0x2a, 0x2e), ...range(0x30, 0x3b), 0x3f]

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, i) => first + i)
}

/** A single shift table: the shared characters, and those of the language by their code points; 0 leaves a place free. */
function single(...own: readonly (number | readonly [first: number, last: number])[]): Record<number, string> {
  const codes = own.flatMap((one) => (typeof one === 'number' ? [one] : range(...one)))
  const places = codes.flatMap((code, i) => (code === 0 ? [] : [[FREE[i], String.fromCharCode(code)] as const]))
  return { ...SHARED, ...Object.fromEntries(places) }
}

/** DANDA and DOUBLE DANDA, which most of these scripts share. */
const DANDAS = [0x964, 0x965] as const

export const INDIC_SINGLE = {
  bengali: single([0x9e6, 0x9ef], 0x9df, [0x9e0, 0x9e3], [0x9f2, 0x9fa]),
  gujarati: single(DANDAS, [0xae6, 0xaef]),
  hindi: single(DANDAS, [0x966, 0x96f], [0x951, 0x954], [0x958, 0x963], 0x970, 0x971),
  kannada: single(DANDAS, [0xce6, 0xcef], 0xcde, 0xcf1, 0xcf2),
  malayalam: single(DANDAS, [0xd66, 0xd6f], [0xd70, 0xd75], [0xd7a, 0xd7f]),
  oriya: single(DANDAS, [0xb66, 0xb6f], 0xb5c, 0xb5d, 0xb5f, 0xb70, 0xb71),
  punjabi: single(DANDAS, [0xa66, 0xa6f], 0xa59, 0xa5a, 0xa5b, 0xa5c, 0xa5e, 0xa75),
  tamil: single(DANDAS, [0xbe6, 0xbef], [0xbf3, 0xbf8], 0xbfa),
  telugu: single(0, 0, [0xc66, 0xc6f], 0xc58, 0xc59, [0xc78, 0xc7f]),
  urdu: single(
    [0x600, 0x601],
    [0x6f0, 0x6f9],
    [0x60c, 0x614],
    0x61b,
    0x61f,
    0x640,
    0x652,
    0x658,
    0x66b,
    0x66c,
    0x672,
    0x673,
    0x6cd,
    0x6d4,
  ),
} as const
