import { describe, expect, it } from 'vitest'
import {
  composeBody,
  decodePdu,
  encodePdu,
  inTwo,
  type PduInTwo,
  textPart,
  withTransaction,
} from '../../protocols/mms/index.ts'
import { concat } from '../../protocols/octets/index.ts'
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

/** As the MMSC of the same process answers: joined only for whoever wants that. */
const answer = (pdu: PduInTwo) => ({ octets: concat([pdu.head, pdu.tail]), inTwo: pdu })

/** Counts what is really looked at. */
function phones() {
  const hashed: number[] = []
  const known = new KnownContents((octets) => {
    hashed.push(octets.length)
    return contentHash(octets)
  })
  const read = (answered: Parameters<KnownContents['decode']>[0]) => {
    const pdu = known.decode(answered)
    if (!pdu.ok || pdu.value.type !== 'm-retrieve.conf') throw new Error('no m-retrieve.conf')
    return { pdu: pdu.value, content: known.contentOf(pdu.value) }
  }
  return { known, hashed, read }
}

describe('what phones of one process fetch', () => {
  it('is decoded once for all members of a group, each with its own transaction', () => {
    const { hashed, read } = phones()
    const group = inTwo(conf())
    const first = read(answer(group))
    const second = read(answer(withTransaction(group, 'another')))
    expect([first.pdu.transactionId, second.pdu.transactionId]).toEqual(['t1', 'another'])
    expect(second.content).toBe(first.content)
    expect(first.content).toMatchObject({
      to: ['+12025550101'],
      text: 'Hi',
      media: [{ contentType: 'image/jpeg', size: 5_000 }],
    })
    expect(hashed).toEqual([5_000])
  })

  it('says the same as decoding it', () => {
    const { known } = phones()
    const group = inTwo(conf())
    for (const id of ['t1', 't2', '', 'ä']) {
      const answered = answer(withTransaction(group, id))
      expect(known.decode(answered)).toEqual(decodePdu(answered.octets))
    }
  })

  it('is looked at anew where the octets are others, though they say the same', () => {
    const { hashed, read } = phones()
    read(answer(inTwo(conf())))
    read(answer(inTwo(conf())))
    read({ octets: conf() })
    expect(hashed).toEqual([5_000, 5_000, 5_000])
  })

  it('is refused each time when it cannot be read', () => {
    const { known } = phones()
    const cut = inTwo(conf().subarray(0, -1))
    for (const id of ['a', 'b']) expect(known.decode(answer(withTransaction(cut, id))).ok).toBe(false)
  })
})
