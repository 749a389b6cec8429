import { readdirSync, readFileSync } from 'node:fs'
import { concat, fromHex } from '../../protocols/octets/index.ts'

/** A vector of a text protocol: one JSON file; `lines` are joined by `lineEnd`, CRLF unless it says `lf`. */
export type TextVector = {
  readonly from: string
  readonly clause: string
  readonly tolerance?: string
  readonly lineEnd?: 'lf'
  readonly lines: readonly (string | { readonly hex: string })[]
}

export type NamedVector<V> = V & { readonly name: string }

/** Every vector of a folder beside its protocol, by name. */
export function readVectors<V extends TextVector>(protocol: string): NamedVector<V>[] {
  const folder = new URL(`../../protocols/${protocol}/vectors/`, import.meta.url)
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'))
  return files.map((file) => ({ name: file.slice(0, -5), ...JSON.parse(readFileSync(new URL(file, folder), 'utf8')) }))
}

export function octetsOf({ lines, lineEnd }: TextVector): Uint8Array {
  const text = new TextEncoder()
  const end = text.encode(lineEnd === 'lf' ? '\n' : '\r\n')
  const pieces = lines.flatMap((line) => [typeof line === 'string' ? text.encode(line) : fromHex(line.hex), end])
  return concat(pieces.slice(0, -1))
}

/** Every shorter beginning of the octets, or about three hundred of them when they are many. */
export function* cuts(octets: Uint8Array): Generator<Uint8Array> {
  const step = octets.length > 600 ? 7 : 1
  for (let length = 0; length < octets.length; length += step) yield octets.subarray(0, length)
}
