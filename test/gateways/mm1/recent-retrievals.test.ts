import { describe, expect, it } from 'vitest'
import { decodePdu, encodePdu } from '../../../protocols/mms/index.ts'
import { concat } from '../../../protocols/octets/index.ts'
import type { Message } from '../../../src/core/index.ts'
import { RecentRetrievals } from '../../../src/gateways/mm1/recent-retrievals.ts'

/** Stands for a stored message: what counts is whether it is the same value. */
const message = (id: number) => ({ id }) as Message

function retrievals(size = 10) {
  let written = 0
  const recent = new RecentRetrievals()
  const pduFor = (of: Message, transactionId: string) =>
    recent.pduFor(of, transactionId, () => {
      written += 1
      const body = { contentType: { media: 'image/jpeg', parameters: {} }, parts: [part(size)] }
      return encodePdu({ type: 'm-retrieve.conf', transactionId, mmsVersion: '1.2', date: 1, body })
    })
  return { pduFor, written: () => written }
}

const part = (size: number) => ({ contentType: { media: 'image/jpeg', parameters: {} }, data: new Uint8Array(size) })

describe('m-retrieve.conf of the members of a group', () => {
  it('is written once, and each member has its own transaction', () => {
    const { pduFor, written } = retrievals()
    const group = message(1)
    for (const transactionId of ['a', 'bb', 'c']) {
      const { head, tail } = pduFor(group, transactionId)
      expect(decodePdu(concat([head, tail]))).toMatchObject({ ok: true, value: { transactionId } })
    }
    expect(written()).toBe(1)
  })

  it('is written anew for a message that was replaced', () => {
    const { pduFor, written } = retrievals()
    pduFor(message(1), 'a')
    pduFor(message(1), 'b')
    expect(written()).toBe(2)
  })

  it('is remembered as far as there is room: the newest stay, and nothing that is large', () => {
    const { pduFor, written } = retrievals(1_000_000)
    const messages = [1, 2, 3, 4, 5].map(message)
    for (const one of messages) pduFor(one, 'a')
    pduFor(messages[4]!, 'b')
    expect(written()).toBe(5)
    pduFor(messages[0]!, 'b')
    expect(written()).toBe(6)
    const large = retrievals(2_000_000)
    for (const transactionId of ['a', 'b']) large.pduFor(messages[0]!, transactionId)
    expect(large.written()).toBe(2)
  })
})
