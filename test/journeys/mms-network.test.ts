import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { decodePdu } from '../../protocols/mms/index.ts'
import { openVasp } from '../support/answering-vasp.ts'
import { ANA, BEN, type Carrier, CLEO, startCarrier, VASP_NUMBER, type World } from '../support/journey.ts'
import type { ListeningServer } from '../support/listening-server.ts'
import { jpeg } from '../support/mm7-envelopes.ts'
import { noise } from '../support/pictures.ts'
import { elements, mm7Post, submitReq } from '../support/raw-mm7.ts'

const hasSharp = await import('sharp').then(
  () => true,
  () => false,
)

type Hop = { readonly step: string; readonly lane: string | null; readonly says: string; readonly cause: string | null }

let carrier: Carrier
let world: World
let vasp: ListeningServer
beforeAll(async () => {
  carrier = await startCarrier()
})
afterAll(() => carrier.stop())
beforeEach(async () => {
  world = await carrier.world()
  vasp = await openVasp()
  const urls = { deliverUrl: `${vasp.url}/deliver`, reportUrl: `${vasp.url}/report` }
  await world.put(`/accounts/mm7/${world.info.mm7.user}`, urls)
})
afterEach(() => vasp.close())

async function submit(to: readonly string[], more: { readonly elements?: string; readonly picture?: Buffer } = {}) {
  const wish = { from: VASP_NUMBER, to, picture: more.picture ?? jpeg(900), text: 'Sunday' }
  const { contentType, body } = submitReq(world.info, wish)
  const marked = Buffer.from('<Subject>Open house')
  const at = body.indexOf(marked)
  const extra = Buffer.from(more.elements ?? '')
  const reply = await mm7Post(world.info, {
    contentType,
    body: Buffer.concat([body.subarray(0, at), extra, body.subarray(at)]),
  })
  expect(elements(reply.xml, 'StatusCode')).toEqual(['1000'])
  await world.idle()
  return elements(reply.xml, 'MessageID')[0]!
}

async function hopsOf(messageId: string): Promise<readonly Hop[]> {
  return (await world.ask(`/messages/${messageId}/journey`)).body.hops as readonly Hop[]
}

const reports = () =>
  vasp.heard
    .filter(({ url }) => url === '/report')
    .map(({ body }) => [elements(body, 'Number')[0], elements(body, 'MMStatus')[0]])

/** What the report about each phone said last. */
const lastReports = () => Object.fromEntries(reports())

describe('phones that a group message does not reach as it should', () => {
  it.each([
    ['off', 'Retrieved'],
    ['airplane', 'Retrieved'],
    ['no-signal', 'Retrieved'],
    ['memory-full', 'Retrieved'],
    ['no-data', 'Retrieved'],
  ])('%s: it comes as soon as it can, and the others are not disturbed', async (state, status) => {
    await world.phone(BEN).becomes({ state })
    await submit([ANA, BEN, CLEO])
    expect(lastReports()).toEqual({ [ANA]: 'Retrieved', [CLEO]: 'Retrieved' })
    expect(await world.phone(BEN).messages()).toEqual([])
    await world.advance('PT10H')
    expect(await world.phone(BEN).messages()).toEqual([])
    await world.phone(BEN).becomes({ state: 'online' })
    await world.idle()
    expect(await world.phone(BEN).messages()).toMatchObject([{ text: 'Sunday', kind: 'group' }])
    expect(lastReports()).toEqual({ [ANA]: 'Retrieved', [BEN]: status, [CLEO]: 'Retrieved' })
  })

  it.each([
    ['landline', 'Rejected'],
    ['unreachable', 'Indeterminate'],
  ])('%s: it fails at once for that phone only', async (state, status) => {
    await world.phone(BEN).becomes({ state })
    await submit([ANA, BEN, CLEO])
    expect(lastReports()).toEqual({ [ANA]: 'Retrieved', [BEN]: status, [CLEO]: 'Retrieved' })
    expect(await world.phone(CLEO).messages()).toMatchObject([{ kind: 'group' }])
  })

  it.each(['off', 'memory-full', 'no-data', 'no-signal'])('%s for longer than it lives: Expired', async (state) => {
    await world.phone(BEN).becomes({ state })
    await submit([ANA, BEN], { elements: '<ExpiryDate>PT2H</ExpiryDate>' })
    await world.advance('PT3H')
    expect(lastReports()).toEqual({ [ANA]: 'Retrieved', [BEN]: 'Expired' })
    await world.phone(BEN).becomes({ state: 'online' })
    await world.idle()
    expect(await world.phone(BEN).messages()).toEqual([])
  })

  it('a phone that never answers is notified again and again, and shows the message once', async () => {
    await world.phone(BEN).becomes({ profile: 'no-ack' })
    const messageId = await submit([ANA, BEN])
    await world.advance('PT6H')
    const pushes = (await hopsOf(messageId)).filter(({ step, lane }) => step === 'push.sent' && lane === BEN)
    expect(pushes.length).toBeGreaterThan(3)
    expect(await world.phone(BEN).messages()).toHaveLength(1)
    expect(lastReports()).toEqual({ [ANA]: 'Retrieved' })
  })

  it('a phone without MMS has a text with a link, and the page behind it shows words and picture in order', async () => {
    await world.phone(BEN).becomes({ profile: 'legacy-sms' })
    await submit([ANA, BEN], { picture: jpeg(5_000, 3) })
    const [text] = await world.phone(BEN).messages()
    expect(text).toMatchObject({ transport: 'sms', kind: 'direct' })
    const link = /http:\S+/.exec(text!.text)![0]
    const page = await fetch(link)
    const html = await page.text()
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    const [, source = ''] = /<img src="([^"]+)"/.exec(html) ?? []
    expect(html.indexOf('<img')).toBeLessThan(html.indexOf('Sunday'))
    const picture = await fetch(new URL(source, link))
    expect(Buffer.from(await picture.arrayBuffer()).equals(jpeg(5_000, 3))).toBe(true)
    expect(lastReports()).toEqual({ [ANA]: 'Retrieved', [BEN]: 'Retrieved' })
  })
})

describe('read reports', () => {
  it('reach the VASP that asked, one per person who reads', async () => {
    await submit([ANA, BEN], { elements: '<ReadReply>true</ReadReply>' })
    const [message] = await world.phone(ANA).messages()
    await world.post(`/phones/${ANA}/messages/${message!.id}/read`)
    await world.idle()
    const replies = vasp.heard.filter(({ body }) => String(body).includes('ReadReplyReq'))
    expect(replies.map(({ body }) => [elements(body, 'Number')[0], elements(body, 'MMStatus')[0]])).toEqual([
      [ANA, 'Read'],
    ])
  })

  it('reach the phone that asked', async () => {
    await world.post(`/phones/${ANA}/messages`, { to: [BEN, CLEO], text: 'Who comes?', readReport: true })
    await world.idle()
    const [message] = await world.phone(CLEO).messages()
    await world.post(`/phones/${CLEO}/messages/${message!.id}/read`)
    await world.idle()
    expect(await world.phone(ANA).messages()).toMatchObject([{ reports: { [BEN]: 'delivered', [CLEO]: 'read' } }])
    const hops = await hopsOf((await world.phone(ANA).messages())[0]!.messageId!)
    expect(hops).toContainEqual(expect.objectContaining({ step: 'mm1.read', lane: CLEO }))
  })
})

describe.runIf(hasSharp)('a picture that is larger than a carrier takes', () => {
  it('arrives smaller on that carrier’s phone and whole on the other; the journey says from what to what', async () => {
    await world.phone(BEN).becomes({ carrier: 'aosp' })
    const picture = Buffer.from(await noise({ width: 900, height: 600, format: 'jpeg' }))
    const messageId = await submit([ANA, BEN], { picture })
    const [whole] = (await world.phone(ANA).messages())[0]!.media
    const [small] = (await world.phone(BEN).messages())[0]!.media
    expect(whole?.size).toBe(picture.length)
    expect(small?.size).toBeLessThan(307_200)
    expect((await world.phone(BEN).media(small!.url)).subarray(0, 2)).toEqual(Buffer.of(0xff, 0xd8))
    const hop = (await hopsOf(messageId)).find(({ step }) => step === 'mms.adapted')
    expect(hop).toMatchObject({
      lane: BEN,
      says: expect.stringMatching(/^The MMSC shrank the message from \d+ to \d+/),
    })
    expect(hop!.cause).toMatch(
      new RegExp(`307200 octets: house.jpg from 900×600 image/jpeg of ${picture.length} octets to`),
    )
  })
})

describe('a message that its VASP does not want passed on', () => {
  it.each([
    ['false', false],
    ['true', true],
  ])('says DistributionIndicator %s to the phones [MMSENC 7.2.12]', async (written, indicator) => {
    await submit([ANA, BEN], { elements: `<DistributionIndicator>${written}</DistributionIndicator>` })
    const [message] = await world.phone(ANA).messages()
    const { body } = await world.ask(`/messages/${message!.messageId}/journey`)
    const hops = body.hops as readonly { step: string; evidence: readonly { data: string }[] }[]
    const octets = hops.find(({ step }) => step === 'mm1.retrieve')!.evidence[0]!
    const pdu = decodePdu(new Uint8Array(Buffer.from(octets.data, 'base64')))
    expect(pdu).toMatchObject({ ok: true, value: { type: 'm-retrieve.conf', distributionIndicator: indicator } })
  })
})

describe('what went to a VASP', () => {
  it('is in the journey with each attempt: the request as it was posted, and the answer', async () => {
    const sent = await world.phone(ANA).sends({ to: [VASP_NUMBER, BEN], text: 'Hi all' })
    await world.idle()
    const { messageId } = (await world.phone(ANA).messages()).find(({ id }) => id === sent.id)!
    const { body } = await world.ask(`/messages/${messageId}/journey`)
    const hop = (body.hops as readonly (Hop & { readonly evidence: readonly { name: string }[] })[]).find(
      ({ step }) => step === 'mm7.deliver-attempt',
    )
    expect(hop!.evidence.map(({ name }) => name)).toEqual(['DeliverReq', 'answer'])
  })
})
