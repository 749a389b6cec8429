import { describe, expect, it } from 'vitest'
import { composeBody, decodePdu, encodePdu, textPart, withTransaction } from '../../protocols/mms/index.ts'
import { KnownContents } from '../../src/handsets/receive/known-contents.ts'
import { contentHash } from '../../src/runtime/index.ts'

const picture = (size: number, first = 0xff) => ({
  contentType: { media: 'image/jpeg', parameters: { name: 'a.jpg' } },
  data: new Uint8Array(size).fill(7).with(0, first),
})

function conf(size = 5_000, first = 0xff) {
  const body = composeBody([picture(size, first), textPart('Hi')])
  const head = { transactionId: 't1', mmsVersion: '1.2', date: 1_700_000_000, to: ['+12025550101/TYPE=PLMN'] } as const
  return encodePdu({ type: 'm-retrieve.conf', ...head, body })
}

/** Counts what is really looked at. */
function phones() {
  const hashed: number[] = []
  const known = new KnownContents((octets) => {
    hashed.push(octets.length)
    return contentHash(octets)
  })
  const read = (octets: Uint8Array) => {
    const pdu = known.decode(octets)
    if (!pdu.ok || pdu.value.type !== 'm-retrieve.conf') throw new Error('no m-retrieve.conf')
    return { pdu: pdu.value, content: known.contentOf(pdu.value.body) }
  }
  return { known, hashed, read }
}

describe('what phones of one process fetch', () => {
  it('is decoded once for all members of a group, each with its own transaction', () => {
    const { hashed, read } = phones()
    const first = read(conf())
    const second = read(withTransaction(conf(), 'another'))
    expect([first.pdu.transactionId, second.pdu.transactionId]).toEqual(['t1', 'another'])
    expect(second.content).toBe(first.content)
    expect(first.content).toMatchObject({ text: 'Hi', media: [{ contentType: 'image/jpeg', size: 5_000 }] })
    expect(hashed).toEqual([5_000])
  })

  it('says the same as decoding it', () => {
    const { known } = phones()
    for (const octets of [conf(), withTransaction(conf(), 't2'), withTransaction(conf(), '')]) {
      expect(known.decode(octets)).toEqual(decodePdu(octets))
    }
  })

  it('is another message where one octet of it is another, or it is cut', () => {
    const { hashed, read, known } = phones()
    read(conf())
    expect(read(conf(5_000, 0xfe)).content.media[0]?.hash).not.toBe(read(conf()).content.media[0]?.hash)
    expect(hashed).toEqual([5_000, 5_000])
    const cut = conf().subarray(0, -1)
    expect(known.decode(cut)).toEqual(decodePdu(cut))
    expect(known.decode(cut).ok).toBe(false)
  })

  it('is remembered only as far as there is room', () => {
    const { hashed, read } = phones()
    for (const size of [900_000, 900_001, 900_002, 900_003, 900_004, 900_000]) read(conf(size))
    expect(hashed).toHaveLength(6)
    read(conf(2_000_000))
    read(conf(2_000_000))
    expect(hashed).toHaveLength(8)
  })
})
