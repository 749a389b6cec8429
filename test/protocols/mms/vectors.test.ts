import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { decodePdu, decodePush, describePdu, encodePdu, encodePush, PDUS } from '../../../protocols/mms/index.ts'
import { fromHex, toHex } from '../../../protocols/octets/index.ts'
import { plain } from './plain.ts'

type Vector = {
  readonly source: string
  readonly kind: 'pdu' | 'push'
  /** The octets are in our own order and spelling, so that encoding gives them back. */
  readonly canonical?: true
  readonly value?: { readonly type?: string }
  readonly malformed?: { readonly kind: string; readonly path: string; readonly offset: number }
}

const folder = new URL('../../../protocols/mms/vectors/', import.meta.url)
const vectors = readdirSync(folder)
  .filter((file) => file.endsWith('.hex'))
  .map((file) => {
    const octets = fromHex(readFileSync(new URL(file, folder), 'utf8'))
    const vector: Vector = JSON.parse(readFileSync(new URL(file.replace('.hex', '.json'), folder), 'utf8'))
    return { name: file.replace('.hex', ''), octets, ...vector }
  })
const good = vectors.filter((vector) => vector.value)
const bad = vectors.filter((vector) => vector.malformed)
const decoderOf = ({ kind }: Vector) => (kind === 'push' ? decodePush : decodePdu)

describe('MM1 vectors', () => {
  it('cover every PDU type with good octets, and every type with bad ones [MMSENC 6]', () => {
    const types = Object.keys(PDUS)
    expect(new Set(good.flatMap(({ value }) => value?.type ?? []))).toEqual(new Set(types))
    const badTypes = new Set(bad.map(({ octets }) => octets[1]))
    for (const { code } of Object.values(PDUS)) expect(badTypes).toContain(code)
  })

  it.each(good)('$name says what its vector says', (vector) => {
    const answer = decoderOf(vector)(vector.octets)
    expect(plain(answer)).toEqual({ ok: true, value: vector.value })
  })

  it.each(bad)('$name is refused for what is wrong, where it is wrong', (vector) => {
    expect(decoderOf(vector)(vector.octets)).toEqual({ ok: false, malformed: vector.malformed })
  })

  it.each(good.filter(({ kind }) => kind === 'pdu'))('$name comes back from its value', ({ octets, canonical }) => {
    const first = decodePdu(octets)
    if (!first.ok) throw new Error('a good vector decodes')
    const again = encodePdu(first.value)
    expect(decodePdu(again)).toEqual(first)
    if (canonical) expect(toHex(again)).toBe(toHex(octets))
  })

  it('push-short is the form we send', () => {
    const vector = vectors.find(({ name }) => name === 'push-short')
    const push = decodePush(vector!.octets)
    if (!push.ok) throw new Error('a good vector decodes')
    expect(toHex(encodePush(push.value.body, push.value.transactionId))).toBe(toHex(vector!.octets))
  })

  it.each(vectors)('$name cut at every octet is answered with a value', (vector) => {
    for (let end = 0; end < vector.octets.length; end++) {
      const cut = vector.octets.subarray(0, end)
      const answer = decoderOf(vector)(cut)
      expect(typeof answer.ok).toBe('boolean')
      if (!answer.ok) expect(answer.malformed.offset).toBeLessThanOrEqual(end)
      for (const { offset, length } of describePdu(cut)) expect(offset + length).toBeLessThanOrEqual(end)
    }
  })
})
