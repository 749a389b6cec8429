import { describe, expect, it } from 'vitest'
import {
  decodePdu,
  decodePush,
  encodePdu,
  formatAddress,
  INSERT_ADDRESS,
  type MmsPdu,
  PDUS,
} from '../../protocols/mms/index.ts'
import { decodeUserData } from '../../protocols/sms/index.ts'
import type { HandsetTransport } from '../../src/handsets/index.ts'
import { ANA, BEN, CLEO, HandsetWorld } from '../support/handset-world.ts'
import { COMPLAINT, hasTshark, readByTshark } from './read-by-tshark.ts'

/** Every PDU that passes between phones and the MMSC in a day of theirs, both ways and by push. */
async function everythingSent(): Promise<Map<MmsPdu['type'], Uint8Array[]>> {
  const seen: Uint8Array[] = []
  const via = (transport: HandsetTransport): HandsetTransport => ({
    ...transport,
    async mm1(request) {
      const reply = await transport.mm1(request)
      const answer = 'heldForMs' in reply ? reply.answer() : reply
      seen.push(request.octets, answer.octets)
      return answer
    },
    acknowledge(unit, answer) {
      seen.push(answer.octets)
      return transport.acknowledge(unit, answer)
    },
  })
  const w = await new HandsetWorld({ via }).begin()
  const { receiveSms } = w.handsets
  w.handsets.receiveSms = (phone, sms) => {
    for (const segment of sms.segments) seen.push(...pushed(segment, sms.hasHeader))
    return receiveSms.call(w.handsets, phone, sms)
  }
  await w.turn(CLEO, { autoDownload: false })
  const jpeg = Uint8Array.of(0xff, 0xd8, 0xff, 0xd9)
  const media = [{ contentType: 'image/jpeg', filename: 'strand ☀.jpg', octets: jpeg }]
  await w.handsets.send(ANA, { to: [BEN, CLEO], text: 'Grüße', subject: 'Sonntag', media, readReport: true })
  await w.settle()
  await w.handsets.markRead(BEN, w.handsets.messages(BEN)[0]!.id)
  await w.settle()
  await forward(w, seen)
  await w.handsets.download(CLEO, w.handsets.notifications(CLEO)[0]!.id)
  await w.settle()
  await w.handsets.remove(CLEO, w.handsets.messages(CLEO)[0]!.id)
  await w.settle()
  return byType(seen)
}

/** Cleo sends on what she has not fetched, and tries to send on what is not hers. */
async function forward(w: HandsetWorld, seen: Uint8Array[]) {
  const [waiting] = w.handsets.notifications(CLEO)
  for (const contentLocation of [waiting!.contentLocation, 'http://localhost:8398/mm1/zzz']) {
    const octets = encodePdu({
      type: 'm-forward.req',
      transactionId: 'f1',
      mmsVersion: '1.2',
      from: INSERT_ADDRESS,
      to: [formatAddress(BEN)],
      contentLocation,
    })
    const answer = await w.request({ method: 'POST', path: '/mm1', identity: CLEO, octets })
    seen.push(octets, answer.octets)
  }
  await w.settle()
}

function pushed(segment: Uint8Array, hasHeader: boolean): Uint8Array[] {
  const userData = decodeUserData(segment, hasHeader)
  const push = userData.ok ? decodePush(userData.value.data) : userData
  return push.ok ? [push.value.body] : []
}

function byType(seen: readonly Uint8Array[]) {
  const types = new Map<MmsPdu['type'], Uint8Array[]>()
  for (const octets of seen) {
    const pdu = octets.length > 0 ? decodePdu(octets) : undefined
    if (pdu?.ok) types.set(pdu.value.type, [...(types.get(pdu.value.type) ?? []), octets])
  }
  return types
}

const MOST_OF_A_TYPE = 3
/** Messages, announcements and reports; mailboxes are what phones here do not use. */
const TYPES = (Object.keys(PDUS) as MmsPdu['type'][]).filter((type) => PDUS[type].code <= PDUS['m-forward.conf'].code)

describe.runIf(hasTshark)('tshark reads what phones and MMSC really send', async () => {
  const sent = await everythingSent()

  it('which is every type of PDU for messages [MMSENC 6]', () => {
    expect([...sent.keys()].sort()).toEqual(TYPES.toSorted())
  })

  it.each(TYPES)('%s without complaint', (type) => {
    for (const octets of (sent.get(type) ?? []).slice(0, MOST_OF_A_TYPE)) {
      const read = readByTshark(octets)
      expect(read).toContain(`X-Mms-Message-Type: ${type.replace('.', '-')}`)
      expect(read).not.toMatch(COMPLAINT)
    }
  })
})
