import { LOCKING, SINGLE } from './gsm-tables.ts'

/** The escape to the single shift table. [23.038 6.2.1.1] */
export const ESCAPE = 0x1b

/** What an escape without a meaning is shown as. [23.038 6.2.1.1] */
const LONE_ESCAPE = ' '

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

/** A language that 23.038 gives a shift table of its own. */
export type NationalLanguage = 'turkish' | 'spanish' | 'portuguese'

/** National language identifiers. [23.038 6.2.1.2.4] */
const LANGUAGE_IDS = { turkish: 1, spanish: 2, portuguese: 3 } as const satisfies Record<NationalLanguage, number>

/** The GSM 7-bit default alphabet with its extension table. [23.038 6.2.1] */
export const DEFAULT_ALPHABET: GsmAlphabet = alphabet(LOCKING.default, SINGLE.default)

/** An alphabet with national tables in the place of the default ones. Spanish has no locking table. [23.038 A.2, A.3] */
export function nationalAlphabet(tables: { locking?: NationalLanguage; single?: NationalLanguage }): GsmAlphabet {
  const locking = tables.locking === 'spanish' ? undefined : tables.locking
  const base = alphabet(LOCKING[locking ?? 'default'], SINGLE[tables.single ?? 'default'])
  return {
    ...base,
    ...(locking && { lockingId: LANGUAGE_IDS[locking] }),
    ...(tables.single && { singleId: LANGUAGE_IDS[tables.single] }),
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
  const languages: readonly NationalLanguage[] = ['turkish', 'spanish', 'portuguese']
  return languages.find((language) => LANGUAGE_IDS[language] === id)
}

function alphabet(lockingTable: string, singleTable: Readonly<Record<number, string>>): GsmAlphabet {
  const locking = Array.from(lockingTable, (character, septet) => unitOf(septet === ESCAPE ? LONE_ESCAPE : character))
  const single = locking.map((unit, septet) => (singleTable[septet] ? unitOf(singleTable[septet]) : unit))
  const septets = new Map<number, number>()
  for (const [septet, character] of Object.entries(singleTable)) {
    septets.set(unitOf(character), (ESCAPE << 8) | Number(septet))
  }
  for (const [septet, unit] of locking.entries()) if (septet !== ESCAPE) septets.set(unit, septet)
  return { locking, single, septets }
}

function unitOf(character: string): number {
  return character.charCodeAt(0) // every character of the tables is one unit
}
