import { describe, expect, it } from 'vitest'
import {
  composeBody,
  decodePdu,
  encodePdu,
  formatAddress,
  INSERT_ADDRESS,
  type Part,
  RESPONSE_STATUS,
  textPart,
} from '../../../protocols/mms/index.ts'
import { type Address, CARRIER_PROFILES, carrierProfile } from '../../../src/core/index.ts'
import type { ImageAdapter } from '../../../src/gateways/mm1/index.ts'
import { ANA, BEN, CLEO, HandsetWorld, type HandsetWorldOptions } from '../../support/handset-world.ts'

const jpeg = (size: number) => Uint8Array.from({ length: size }, (_, index) => (index * 7) & 0xff)

/** Stands for sharp: cuts octets off, and notes what it was asked. */
function cutting() {
  const asked: number[] = []
  const images: ImageAdapter = async (octets, most) => {
    asked.push(most)
    const before = { width: 4000, height: 3000 }
    return { octets: octets.slice(0, most - 1), before, after: { width: 2000, height: 1500 } }
  }
  return { asked, images }
}

async function world(options: HandsetWorldOptions = {}) {
  const w = await new HandsetWorld(options).begin()
  await w.turn(BEN, { carrier: 'aosp' })
  return w
}

const mediaOf = (w: HandsetWorld, phone: Address) =>
  w.handsets.messages(phone).flatMap(({ media }) => media.map(({ contentType, size }) => [contentType, size]))

describe('profiles of carriers', () => {
  it.each([
    ['AT&T', 1_048_576, 10],
    ['T-Mobile', 1_048_576, null],
    ['Verizon', 1_258_291, 20],
    ['US Cellular', 1_048_576, 20],
    ['sprint', 1_048_576, 40],
    ['C Spire', 1_048_576, 20],
  ])('%s takes %i octets and %s recipients', (name, maxMessageSize, recipientLimit) => {
    expect(carrierProfile(name)).toMatchObject({ maxMessageSize, recipientLimit, mms: true })
  })

  it('are found by what people call them; what nobody knows has no limits', () => {
    for (const { key } of CARRIER_PROFILES) expect(carrierProfile(key.toUpperCase())?.key).toBe(key)
    for (const name of [null, undefined, '', 'Acme Wireless']) expect(carrierProfile(name)).toBeUndefined()
  })
})

describe('what a subscriber may send', () => {
  async function sent(carrier: string, to: readonly string[], parts: readonly Part[] = [textPart('Hi')]) {
    const w = await world()
    await w.turn(ANA, { carrier })
    const body = composeBody(parts)
    const head = { type: 'm-send.req', transactionId: 'T1', mmsVersion: '1.2', from: INSERT_ADDRESS } as const
    const octets = encodePdu({ ...head, to: to.map(formatAddress), body })
    const answer = decodePdu((await w.request({ method: 'POST', path: '/mm1', identity: ANA, octets })).octets)
    if (!answer.ok || answer.value.type !== 'm-send.conf') throw new Error('no m-send.conf')
    expect(w.carrier.read.messages({ limit: 9 })).toHaveLength(answer.value.responseStatus === 0x80 ? 1 : 0)
    return answer.value
  }
  const people = (count: number) => Array.from({ length: count }, (_, n) => `+1202555${2_000 + n}`)
  const picture = (size: number): Part => ({
    contentType: { media: 'image/jpeg', parameters: {} },
    data: new Uint8Array(size),
  })

  it.each([
    ['att', 10, RESPONSE_STATUS.Ok],
    ['att', 11, RESPONSE_STATUS['Error-permanent-service-denied']],
    ['verizon', 20, RESPONSE_STATUS.Ok],
    ['verizon', 21, RESPONSE_STATUS['Error-permanent-service-denied']],
    ['t-mobile', 60, RESPONSE_STATUS.Ok],
  ])('on %s to %i recipients: status %i', async (carrier, count, status) => {
    const conf = await sent(carrier, people(count))
    expect(conf).toMatchObject({ transactionId: 'T1', responseStatus: status })
    if (status !== RESPONSE_STATUS.Ok) expect(conf.responseText).toMatch(/^\d+ recipients are more than the \d+ of /)
  })

  it('of more octets than its carrier takes is content-not-accepted, with both figures', async () => {
    expect(await sent('aosp', [BEN], [picture(300_000)])).toMatchObject({ responseStatus: RESPONSE_STATUS.Ok })
    const conf = await sent('aosp', [BEN], [picture(307_200)])
    expect(conf.responseStatus).toBe(RESPONSE_STATUS['Error-permanent-content-not-accepted'])
    expect(conf.responseText).toMatch(/^\d+ octets are more than the 307200 of Android/)
  })

  it('on a network without MMS is refused', async () => {
    expect(await sent('sms-only', [BEN])).toMatchObject({
      responseStatus: RESPONSE_STATUS['Error-permanent-service-denied'],
    })
  })

  it('a phone knows the limit of its carrier before it sends', async () => {
    const w = await world()
    await w.turn(ANA, { carrier: 'att' })
    expect(await w.handsets.send(ANA, { to: people(11), text: 'Hi' })).toEqual({
      refused: '11 members are more than 10',
    })
  })
})

describe('a message that is larger than the recipient’s carrier takes', () => {
  it('reaches each recipient as its own carrier has it: one shrunk, the other whole', async () => {
    const { asked, images } = cutting()
    const w = await world({ images })
    await w.send(ANA, [BEN, CLEO], 'At the beach', { jpeg: jpeg(700_000) })
    const [[type, size] = []] = mediaOf(w, BEN)
    expect([type, Number(size) < 307_200]).toEqual(['image/jpeg', true])
    expect(mediaOf(w, CLEO)).toEqual([['image/jpeg', 700_000]])
    expect(w.texts(BEN)).toEqual(['At the beach'])
    expect(asked).toHaveLength(1)
    expect(w.handsets.messages(ANA)).toMatchObject([{ status: 'delivered' }])
  })

  it('is told to the journal from what to what', async () => {
    const w = await world({ images: cutting().images })
    await w.send(ANA, [BEN, CLEO], 'At the beach', { jpeg: jpeg(700_000) })
    expect(w.eventsOf('mms.adapted')).toMatchObject([
      {
        recipient: BEN,
        limit: 307_200,
        before: expect.any(Number),
        parts: [
          {
            name: 'beach.jpg',
            from: { contentType: 'image/jpeg', size: 700_000, width: 4000, height: 3000 },
            to: { contentType: 'image/jpeg', width: 2000, height: 1500 },
          },
        ],
      },
    ])
  })

  it('is announced with the size it has after that', async () => {
    const w = await world({ images: cutting().images })
    await w.turn(BEN, { autoDownload: false })
    await w.send(ANA, [BEN], 'Look', { jpeg: jpeg(700_000) })
    const [notification] = w.handsets.notifications(BEN)
    expect(notification!.size).toBeLessThan(307_200)
    expect(notification!.size).toBeGreaterThan(200_000)
  })

  it('is shrunk once for all who have the same carrier, and once however often they are notified', async () => {
    const { asked, images } = cutting()
    const w = await world({ images })
    await w.turn(CLEO, { carrier: 'aosp' })
    await w.turn(BEN, { carrier: 'aosp', profile: 'no-ack' })
    await w.send(ANA, [BEN], 'Look', { jpeg: jpeg(700_000) })
    await w.advance(60 * 60_000)
    await w.send(ANA, [CLEO], 'Look', { jpeg: jpeg(700_000) })
    expect(asked).toHaveLength(1)
    expect(mediaOf(w, CLEO)[0]![1]).toBe(mediaOf(w, BEN)[0]![1])
  })

  it('leaves small pictures alone and lets the large ones share what is left', async () => {
    const { asked, images } = cutting()
    const w = await world({ images })
    const media = [600_000, 10_000, 300_000].map((size) => ({ contentType: 'image/jpeg', octets: jpeg(size) }))
    await w.handsets.send(ANA, { to: [BEN], text: 'Look', media })
    await w.settle()
    const sizes = mediaOf(w, BEN).map(([, size]) => Number(size))
    expect(sizes).toHaveLength(3)
    expect(sizes[1]).toBe(10_000)
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(307_200)
    expect(asked).toHaveLength(2)
    expect(asked[0]).toBe(asked[1])
  })

  it.each([
    ['a video', 'video/mp4', cutting().images],
    ['a picture that cannot be shrunk', 'image/jpeg', async () => undefined],
    ['a picture where nothing can shrink it', 'image/jpeg', undefined],
  ])('%s is refused; the others are not disturbed', async (_, contentType, images) => {
    const w = await world(images ? { images } : {})
    await w.handsets.send(ANA, { to: [BEN, CLEO], media: [{ contentType, octets: jpeg(700_000) }] })
    await w.settle()
    expect(mediaOf(w, BEN)).toEqual([])
    expect(mediaOf(w, CLEO)).toEqual([[contentType, 700_000]])
    expect(w.handsets.messages(ANA)).toMatchObject([{ error: `not delivered to ${BEN}: content-too-large` }])
    expect(w.eventsOf('mms.too-large')).toMatchObject([{ recipient: BEN, limit: 307_200, action: 'refused' }])
  })

  it('is passed on as it is where the setting says so', async () => {
    const w = await world({ oversize: 'pass' })
    await w.send(ANA, [BEN], 'Look', { jpeg: jpeg(700_000) })
    expect(mediaOf(w, BEN)).toEqual([['image/jpeg', 700_000]])
    expect(w.eventsOf('mms.too-large')).toMatchObject([{ action: 'passed' }])
  })
})

describe('where what is too large is left out', () => {
  const VIDEO = 'video/mp4'
  const beach = [
    { contentType: VIDEO, filename: 'clip.mp4', octets: jpeg(700_000) },
    { contentType: 'image/jpeg', filename: 'beach.jpg', octets: jpeg(200_000) },
    { contentType: 'audio/amr', filename: 'waves.amr', octets: jpeg(20_000) },
  ]

  async function sent(options: HandsetWorldOptions = {}) {
    const w = await world({ oversize: 'strip', ...options })
    await w.handsets.send(ANA, { to: [BEN, CLEO], text: 'At the beach', media: beach })
    await w.settle()
    return w
  }

  it('the largest part goes, words stand in its place, and the others stay as they are', async () => {
    const w = await sent()
    expect(mediaOf(w, BEN)).toEqual([
      ['image/jpeg', 200_000],
      ['audio/amr', 20_000],
    ])
    const [text] = w.texts(BEN)
    expect(text).toContain('At the beach')
    expect(text).toContain('[Removed: video/mp4, 700000 octets. Android where nothing is known takes at most 307200.]')
    expect(mediaOf(w, CLEO)).toHaveLength(3)
    expect(w.handsets.messages(ANA)).toMatchObject([{ status: 'delivered' }])
  })

  it('the journal says from what to what, once for all who have the same carrier', async () => {
    const w = await sent()
    expect(w.eventsOf('mms.adapted')).toMatchObject([
      {
        recipient: BEN,
        parts: [{ name: 'clip.mp4', from: { contentType: VIDEO, size: 700_000 }, to: { contentType: 'text/plain' } }],
      },
    ])
    expect(w.eventsOf('mms.too-large')).toEqual([])
  })

  it('pictures are shrunk before anything is left out, and left out where they cannot be shrunk', async () => {
    const picture = [{ contentType: 'image/jpeg', octets: jpeg(700_000) }]
    const shrinking = await world({ oversize: 'strip', images: cutting().images })
    await shrinking.handsets.send(ANA, { to: [BEN], media: picture })
    await shrinking.settle()
    expect(mediaOf(shrinking, BEN)).toMatchObject([['image/jpeg', expect.any(Number)]])
    const without = await world({ oversize: 'strip' })
    await without.handsets.send(ANA, { to: [BEN], media: picture })
    await without.settle()
    expect(mediaOf(without, BEN)).toEqual([])
    expect(without.texts(BEN)[0]).toMatch(/^\[Removed: image\/jpeg/)
  })

  it('words alone that are too long are refused: nothing could be left out', async () => {
    const w = await world({ oversize: 'strip' })
    await w.handsets.send(ANA, { to: [BEN, CLEO], text: 'x'.repeat(310_000) })
    await w.settle()
    expect(w.handsets.messages(BEN)).toEqual([])
    expect(w.handsets.messages(CLEO)).toHaveLength(1)
    expect(w.eventsOf('mms.too-large')).toMatchObject([{ recipient: BEN, action: 'refused' }])
  })
})

describe('a message that its author forbids to change', () => {
  it.each(['refuse', 'strip'] as const)('is refused where it is too large (%s)', async (oversize) => {
    const { asked, images } = cutting()
    const w = await world({ images, oversize })
    const head = { type: 'm-send.req', transactionId: 'T1', mmsVersion: '1.3', from: INSERT_ADDRESS } as const
    const picture: Part = { contentType: { media: 'image/jpeg', parameters: {} }, data: jpeg(700_000) }
    const to = [BEN, CLEO].map(formatAddress)
    const octets = encodePdu({ ...head, to, adaptationAllowed: false, body: composeBody([picture]) })
    await w.request({ method: 'POST', path: '/mm1', identity: ANA, octets })
    await w.settle()
    expect([asked, mediaOf(w, BEN), mediaOf(w, CLEO)]).toEqual([[], [], [['image/jpeg', 700_000]]])
    expect(w.eventsOf('mms.too-large')).toMatchObject([{ recipient: BEN, action: 'refused' }])
  })
})

describe('a carrier without MMS', () => {
  it('tells its subscribers by SMS, with a link to the page', async () => {
    const w = await world()
    await w.turn(BEN, { carrier: 'sms-only' })
    await w.send(ANA, [BEN, CLEO], 'At the beach', { jpeg: jpeg(900) })
    expect(w.handsets.messages(BEN)).toMatchObject([{ transport: 'sms', text: expect.stringMatching(/\/view$/) }])
    expect(mediaOf(w, CLEO)).toEqual([['image/jpeg', 900]])
    const refused = await w.handsets.send(BEN, { to: [ANA], media: [{ contentType: 'image/jpeg', octets: jpeg(9) }] })
    expect(refused).toEqual({ refused: expect.stringContaining('no MMS') })
  })
})
