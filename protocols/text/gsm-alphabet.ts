import { UNDEFINED } from './gsm-indic-tables.ts'
import { LOCKING, SINGLE } from './gsm-tables.ts'

/** The escape to the single shift table. [23.038 6.2.1.1] */
export const ESCAPE = 0x1b

/** What an escape without a meaning is shown as. [23.038 6.2.1.1] */
const LONE_ESCAPE = ' '

const NO_UNIT = unitOf(UNDEFINED)

/** A 7-bit alphabet: a locking table and a single shift table, ready to be read in both directions. */
export type GsmAlphabet = {
  /** National language identifiers for the user data header; absent means the default table. [23.040 9.2.3.24.15] */
  readonly lockingId?: number
  readonly singleId?: number
  /** UTF-16 units by septet, 128 of them. */
  readonly locking: readonly number[]
  /** UTF-16 units by the septet that follows the escape; a septet without one stands for its locking character. */
  readonly single: readonly number[]
  /** Septets by UTF-16 unit: one septet, or the escape in the upper and the septet in the lower octet. */
  readonly septets: ReadonlyMap<number, number>
}

/** The languages that 23.038 gives shift tables of their own, in the order of their identifiers. [23.038 6.2.1.2.4] */
export const NATIONAL_LANGUAGES = [
  'turkish',
  'spanish',
  'portuguese',
  'bengali',
  'gujarati',
  'hindi',
  'kannada',
  'malayalam',
  'oriya',
  'punjabi',
  'tamil',
  'telugu',
  'urdu',
] as const
export type NationalLanguage = (typeof NATIONAL_LANGUAGES)[number]

/** National language identifiers begin with 1. [23.038 6.2.1.2.4] */
function idOf(language: NationalLanguage): number {
  return NATIONAL_LANGUAGES.indexOf(language) + 1
}

/** The GSM 7-bit default alphabet with its extension table. [23.038 6.2.1] */
export const DEFAULT_ALPHABET: GsmAlphabet = alphabet(LOCKING.default, SINGLE.default)

/** An alphabet with national tables in the place of the default ones. Spanish has no locking table. [23.038 A.2, A.3] */
export function nationalAlphabet(tables: { locking?: NationalLanguage; single?: NationalLanguage }): GsmAlphabet {
  const locking = tables.locking === 'spanish' ? undefined : tables.locking
  const base = alphabet(LOCKING[locking ?? 'default'], SINGLE[tables.single ?? 'default'])
  return {
    ...base,
    ...(locking && { lockingId: idOf(locking) }),
    ...(tables.single && { singleId: idOf(tables.single) }),
  }
}

/** The alphabet that the national language identifiers of a user data header ask for; unknown ones mean the default. */
export function alphabetOf(lockingId: number | undefined, singleId: number | undefined): GsmAlphabet {
  if (lockingId === undefined && singleId === undefined) return DEFAULT_ALPHABET
  const locking = languageOf(lockingId)
  const single = languageOf(singleId)
  return nationalAlphabet({ ...(locking && { locking }), ...(single && { single }) })
}

function languageOf(id: number | undefined): NationalLanguage | undefined {
  return id === undefined ? undefined : NATIONAL_LANGUAGES[id - 1]
}

function alphabet(lockingTable: string, singleTable: Readonly<Record<number, string>>): GsmAlphabet {
  const locking = Array.from(lockingTable, (character, septet) => unitOf(septet === ESCAPE ? LONE_ESCAPE : character))
  const single = locking.map((unit, septet) => (singleTable[septet] ? unitOf(singleTable[septet]) : unit))
  const septets = new Map<number, number>()
  for (const [septet, character] of Object.entries(singleTable)) {
    septets.set(unitOf(character), (ESCAPE << 8) | Number(septet))
  }
  for (const [septet, unit] of locking.entries()) if (septet !== ESCAPE && unit !== NO_UNIT) septets.set(unit, septet)
  return { locking, single, septets }
}

function unitOf(character: string): number {
  return character.charCodeAt(0) // every character of the tables is one unit
}
