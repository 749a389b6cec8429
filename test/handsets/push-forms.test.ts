import { describe, expect, it } from 'vitest'
import { encodePdu } from '../../protocols/mms/index.ts'
import { fromHex } from '../../protocols/octets/index.ts'
import { ANA, BEN, HandsetWorld } from '../support/handset-world.ts'

// Notifications as networks of many kinds send them: how the push begins, and how the short messages carry it.

const LOCATION = 'http://mmsc/17'

/** Without a subject it fits one short message in every form. */
function notification(subject: string): Uint8Array {
  return encodePdu({
    type: 'm-notification.ind',
    transactionId: 'T-17',
    mmsVersion: '1.2',
    from: `${ANA}/TYPE=PLMN`,
    ...(subject && { subject }),
    messageClass: 'personal',
    messageSize: 70_000,
    expiry: { relative: 86_400 },
    contentLocation: LOCATION,
  })
}

const TEXT_TYPE = Buffer.from('application/vnd.wap.mms-message').toString('hex')
const PUSHES: readonly (readonly [string, string])[] = [
  ['the minimal form', '07 06 01 be'],
  ['with the application, as Mbuni writes it', '00 06 03 be af 84'],
  ['with the type as text, as many networks do', `01 06 22 ${TEXT_TYPE} 00 af 84`],
  ['with the push flag', `01 06 24 ${TEXT_TYPE} 00 af 84 b4 81`],
  ['with its length and a date', `ff 06 2b ${TEXT_TYPE} 00 af 84 8d 01 7f 92 04 65 53 f1 00`],
]

type Carrying = (data: Uint8Array) => readonly Uint8Array[]

/** User data in short messages of at most so many octets, each behind a header of its own. */
function cut(data: Uint8Array, most: number, header: (sequence: number, total: number) => string): Uint8Array[] {
  const total = Math.ceil(data.length / most)
  return Array.from({ length: total }, (_, n) =>
    Buffer.concat([fromHex(header(n + 1, total)), data.subarray(n * most, (n + 1) * most)]),
  )
}

const two = (value: number) => value.toString(16).padStart(2, '0')
const PORTS = '05 04 0b84 23f0'
const ONE: readonly (readonly [string, Carrying])[] = [
  ['one short message', (data) => cut(data, 133, () => `06 ${PORTS}`)],
  ['another source port', (data) => cut(data, 133, () => '06 05 04 0b84 0001')],
  ['no source port to speak of', (data) => cut(data, 133, () => '06 05 04 0b84 0000')],
]
const SEVERAL: readonly (readonly [string, Carrying])[] = [
  ['an 8-bit reference', (data) => cut(data, 128, (n, total) => `0b ${PORTS} 00 03 2a ${two(total)} ${two(n)}`)],
  [
    'a 16-bit reference first',
    (data) => cut(data, 127, (n, total) => `0c 08 04 012a ${two(total)} ${two(n)} ${PORTS}`),
  ],
  [
    'the reference before the ports',
    (data) => cut(data, 128, (n, total) => `0b 00 03 2a ${two(total)} ${two(n)} ${PORTS}`),
  ],
]

/** What Ben's phone, which fetches by hand, knows of after these short messages. */
async function heard(segments: readonly Uint8Array[], dataCoding: number) {
  const w = await new HandsetWorld().begin()
  await w.turn(BEN, { autoDownload: false })
  for (const segment of segments) await w.sms(ANA, BEN, { dataCoding, hasHeader: true, segments: [segment] })
  expect(w.handsets.messages(BEN)).toEqual([])
  return w.handsets.notifications(BEN)
}

const expected = { from: ANA, size: 70_000, contentLocation: LOCATION, transactionId: 'T-17' }
const pushed = (form: string, subject: string) => Buffer.concat([fromHex(form), notification(subject)])

describe.each(PUSHES)('a notification pushed in %s [WSP 8.2.4.1]', (_, form) => {
  it.each(ONE)('reaches the phone in %s [23.040 9.2.3.24.4]', async (_, carry) => {
    const segments = carry(pushed(form, ''))
    expect(segments).toHaveLength(1)
    for (const dataCoding of [0x04, 0xf5]) expect(await heard(segments, dataCoding)).toMatchObject([expected])
  })

  it.each(SEVERAL)('reaches the phone in several with %s [23.040 9.2.3.24.8]', async (_, carry) => {
    const segments = carry(pushed(form, 'On Sunday at the lake, everybody. '.repeat(4)))
    expect(segments.length).toBeGreaterThan(1)
    for (const dataCoding of [0x04, 0xf5]) {
      expect(await heard(segments, dataCoding)).toMatchObject([expected])
      expect(await heard(segments.toReversed(), dataCoding)).toMatchObject([expected])
    }
  })
})
