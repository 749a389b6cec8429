import { readdirSync, readFileSync } from 'node:fs'
import { fromHex, type Malformed } from '../../../protocols/octets/index.ts'
import type { Header, Pdu } from '../../../protocols/smpp/index.ts'

const FOLDER = new URL('../../../protocols/smpp/vectors/', import.meta.url)

export type Vector = {
  readonly name: string
  /** Where it came from; begins both of its files. */
  readonly from: string
  readonly octets: Uint8Array
  readonly pdu?: Pdu
  readonly malformed?: Malformed & { command: string; commandStatus: number }
  readonly unknown?: Header
}

/** Every vector of the folder; `{ "hex": … }` in its JSON stands for octets. */
export const vectors: readonly Vector[] = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.hex'))
  .map((file) => {
    const name = file.replace(/\.hex$/, '')
    const expectation = JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8'), (_, value) =>
      typeof value?.hex === 'string' ? fromHex(value.hex) : value,
    )
    return { name, octets: fromHex(readFileSync(new URL(file, FOLDER), 'utf8')), ...expectation }
  })

/** The vectors that hold a PDU. */
export const goodVectors = vectors.filter((vector): vector is Vector & { pdu: Pdu } => vector.pdu !== undefined)
