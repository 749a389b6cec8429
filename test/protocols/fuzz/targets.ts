import { readdirSync, readFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { decodeMultipart } from '../../../protocols/mime/index.ts'
import { decodeMm7Request, decodeMm7Response } from '../../../protocols/mm7/index.ts'
import {
  type Body,
  contentParts,
  decodePdu,
  decodePush,
  describePdu,
  encodePdu,
  type Part,
  readEnvelope,
} from '../../../protocols/mms/index.ts'
import { fromHex } from '../../../protocols/octets/index.ts'
import { decodeXml, type XmlElement } from '../../../protocols/xml/index.ts'
import { goodVectors } from '../smpp/vectors.ts'
import { octetsOf, readVectors, type TextVector } from '../text-vectors.ts'
import { readSmpp } from './smpp-target.ts'

/** A decoder with the octets to begin with. `run` throws where the decoder does not keep what it promises. */
export type Target = {
  readonly name: string
  readonly seeds: readonly Uint8Array[]
  readonly run: (octets: Uint8Array) => void
}

/** Values may be somewhat longer than their octets (defaults, base64 aside); never by a factor that a peer chooses. */
const GROWTH_MAX = 3
const GROWTH_FREE = 2_048
const OUTER = 'outer'

const multipartSeeds = texts('mime')
const envelopes = readVectors<TextVector & { readonly contentType?: string }>('mm7').map((vector) => ({
  contentType: vector.contentType,
  body: octetsOf(vector),
}))

export const TARGETS: readonly Target[] = [
  { name: 'MM1 PDUs with WSP multiparts', seeds: hexVectors('mms'), run: mm1 },
  { name: 'SMPP PDUs', seeds: goodVectors.map(({ octets }) => octets), run: readSmpp },
  { name: 'WAP pushes', seeds: hexVectors('mms'), run: push },
  { name: 'MIME multiparts', seeds: multipartSeeds, run: mime },
  { name: 'XML', seeds: [...texts('xml'), ...envelopes.map(({ body }) => body)], run: xml },
  { name: 'MM7 documents', seeds: envelopes.map(({ body }) => body), run: mm7 },
]

function mm1(octets: Uint8Array): void {
  const answer = decodePdu(octets)
  readEnvelope(octets)
  for (const { offset, length } of describePdu(octets)) {
    if (offset + length > octets.length) throw new Error('a field lies outside the PDU')
  }
  if (!answer.ok) return within(answer.malformed.offset, octets)
  const again = decodePdu(encodePdu(answer.value))
  if (!isDeepStrictEqual(again, answer)) throw new Error('it reads differently when written again')
  if ('body' in answer.value && answer.value.body) measured(sizeOf(answer.value.body), octets)
}

function push(octets: Uint8Array): void {
  const answer = decodePush(octets)
  if (answer.ok) measured(answer.value.body.length, octets)
  else within(answer.malformed.offset, octets)
}

function mime(octets: Uint8Array): void {
  const boundary = /--([^\r\n]{1,70})/.exec(new TextDecoder('latin1').decode(octets.subarray(0, 512)))?.[1] ?? OUTER
  const answer = decodeMultipart(octets, boundary.trimEnd())
  if (answer.ok) measured(sum(answer.value.map(({ body }) => body.length)), octets)
  else within(answer.malformed.offset, octets)
}

function xml(octets: Uint8Array): void {
  const answer = decodeXml(octets)
  if (answer.ok) measured(lengthOf(answer.value), octets)
  else within(answer.malformed.offset, octets)
}

/** Under one of the content types that the vectors came with. */
function mm7(octets: Uint8Array): void {
  const { contentType } = envelopes[octets.length % envelopes.length]!
  const document = { contentType, body: octets }
  const request = decodeMm7Request(document)
  if (request.kind === 'request') measured(sum((request.content?.parts ?? []).map(({ body }) => body.length)), octets)
  decodeMm7Response(document)
}

function within(offset: number, octets: Uint8Array): void {
  if (offset < 0 || offset > octets.length) throw new Error(`a mistake at ${offset} of ${octets.length}`)
}

function measured(length: number, octets: Uint8Array): void {
  if (length > GROWTH_MAX * octets.length + GROWTH_FREE) throw new Error(`${octets.length} octets became ${length}`)
}

function sizeOf(body: Body): number {
  const own = (part: Part) => part.data.length
  return Math.max(sum(body.parts.map(own)), sum(contentParts(body).map(own)))
}

/** Text and attribute values of a whole tree; namespaces count once, as the tree shares them. */
function lengthOf({ name, attributes, children, text }: XmlElement): number {
  const own = name.length + text.length + sum(Object.values(attributes).map(({ length }) => length))
  return own + sum(children.map(lengthOf))
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0)
}

function hexVectors(protocol: string): Uint8Array[] {
  const folder = new URL(`../../../protocols/${protocol}/vectors/`, import.meta.url)
  const files = readdirSync(folder).filter((file) => file.endsWith('.hex'))
  return files.map((file) => fromHex(readFileSync(new URL(file, folder), 'utf8'))).filter(({ length }) => length > 0)
}

function texts(protocol: string): Uint8Array[] {
  return readVectors<TextVector>(protocol)
    .map(octetsOf)
    .filter(({ length }) => length > 0)
}
