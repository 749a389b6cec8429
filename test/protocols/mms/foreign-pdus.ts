import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { decodePush } from '../../../protocols/mms/index.ts'
import { concat, fromHex, toHex } from '../../../protocols/octets/index.ts'
import type { Expected, ExpectedPush } from './expected-decode.ts'

const reference = process.env.PARTYLINE_REFERENCE_DATA ?? resolve(import.meta.dirname, '../../../../shared/data')

/** PDUs of other programs with their decodes; they are not part of this repository. */
export const foreignRoot = resolve(reference, 'mms')

export type ForeignPdu = { readonly name: string; readonly octets: Uint8Array; readonly expected: Expected }

/** Every PDU of the folder, taken out of its push and its messages where it comes in some. */
export function foreignPdus(): ForeignPdu[] {
  const files = readdirSync(foreignRoot, { recursive: true, encoding: 'utf8' })
  return files.filter((file) => file.endsWith('.expected.json')).flatMap((file) => foreignPdu(file))
}

function foreignPdu(file: string): ForeignPdu[] {
  const name = file.replace('.expected.json', '')
  const found = JSON.parse(readFileSync(resolve(foreignRoot, file), 'utf8'))
  const push: ExpectedPush | undefined = found.tid === undefined ? found.push : found
  if (!push) return [{ name, octets: octetsOf(name), expected: found }]
  const octets = userData(name, found)
  if (!octets) return []
  const decoded = decodePush(octets)
  if (!decoded.ok) throw new Error(`${name}: ${JSON.stringify(decoded.malformed)}`)
  const { transactionId, contentType, applicationId, body } = decoded.value
  if (transactionId !== push.tid || contentType.media !== push.contentType.media || applicationId !== 4) {
    throw new Error(`${name}: the push itself reads differently`)
  }
  return [{ name, octets: body, expected: found.body ?? found.push.body }]
}

/** What a file carries behind its user data headers; nothing for a later piece, which comes with the first. */
function userData(name: string, { parts, udhHex }: { parts?: string[]; udhHex?: string[] }): Uint8Array | undefined {
  if (!udhHex) return behind(octetsOf(name), '0605040b840001')
  const pieces = parts!.map((piece) => name.replace(/part\d+/, piece))
  if (pieces[0] !== name) return undefined
  return concat(pieces.map((piece, index) => behind(octetsOf(piece), udhHex[index]!)))
}

function behind(octets: Uint8Array, header: string): Uint8Array {
  const at = toHex(octets).indexOf(header)
  return at < 0 ? octets : octets.subarray(at / 2 + fromHex(header).length)
}

function octetsOf(name: string): Uint8Array {
  return new Uint8Array(readFileSync(resolve(foreignRoot, name)))
}
