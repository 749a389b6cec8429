import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openVasp } from '../support/answering-vasp.ts'
import { ANA, BEN, type Carrier, CLEO, startCarrier, VASP_NUMBER, type World } from '../support/journey.ts'
import type { Heard, ListeningServer } from '../support/listening-server.ts'
import { jpeg } from '../support/mm7-envelopes.ts'
import { elements, mm7Post, submitReq } from '../support/raw-mm7.ts'

describe('a VASP sends a picture to three phones', () => {
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

  const picture = jpeg(40_000)

  async function submit() {
    const wish = { from: VASP_NUMBER, to: [ANA, BEN, CLEO], picture, text: 'Sunday, two o’clock' }
    const reply = await mm7Post(world.info, submitReq(world.info, wish))
    expect([reply.status, elements(reply.xml, 'StatusCode')]).toEqual([200, ['1000']])
    return elements(reply.xml, 'MessageID')[0]
  }

  const heardAt = (path: string): readonly Heard[] => vasp.heard.filter(({ url }) => url === path)

  it('it is one group on all three, with the octets of the picture', async () => {
    const messageId = await submit()
    for (const number of [ANA, BEN, CLEO]) {
      const others = [VASP_NUMBER, ANA, BEN, CLEO].filter((one) => one !== number)
      const [message] = await world.phone(number).shows('Sunday')
      expect(message).toMatchObject({
        transport: 'mms',
        kind: 'group',
        from: VASP_NUMBER,
        subject: 'Open house',
        text: 'Sunday, two o’clock',
        media: [{ contentType: 'image/jpeg', filename: 'house.jpg', size: picture.length }],
        messageId,
      })
      expect(picture.equals(await world.phone(number).media(message!.media[0]!.url))).toBe(true)
      const [thread, ...more] = await world.phone(number).threads()
      expect(more).toEqual([])
      expect(thread?.participants.toSorted()).toEqual(others.toSorted())
    }
  })

  it('a report for each phone reaches the VASP', async () => {
    const messageId = await submit()
    await world.idle()
    const reports = heardAt('/report').map(({ body }) => ({
      messageId: elements(body, 'MessageID'),
      recipient: elements(body, 'Number').at(0),
      status: elements(body, 'MMStatus'),
    }))
    expect(reports.toSorted((a, b) => String(a.recipient).localeCompare(String(b.recipient)))).toEqual(
      [ANA, BEN, CLEO].map((recipient) => ({ messageId: [messageId], recipient, status: ['Retrieved'] })),
    )
    expect(heardAt('/deliver')).toEqual([])
  })

  it('a reply to all reaches the other phones and the VASP, with every member listed', async () => {
    await submit()
    await world.phone(BEN).shows('Sunday')
    await world.phone(BEN).repliesToAll('We come!')
    for (const number of [ANA, CLEO]) {
      expect(await world.phone(number).shows('come')).toMatchObject([{ from: BEN, kind: 'group' }])
      const threads = await world.phone(number).threads()
      expect(threads).toHaveLength(1)
    }
    await world.idle()
    const [delivered, ...others] = heardAt('/deliver')
    expect(others).toEqual([])
    expect(elements(delivered!.body, 'Sender').concat(elements(delivered!.body, 'Number'))).toContain(BEN)
    const recipients = /<(?:\w+:)?Recipients>.*<\/(?:\w+:)?Recipients>/s.exec(String(delivered!.body))?.[0] ?? ''
    expect(elements(recipients, 'Number').toSorted()).toEqual([VASP_NUMBER, ANA, CLEO].toSorted())
    expect(String(delivered!.body)).toContain('We come!')
    expect(await world.phone(BEN).messages('is:received come')).toEqual([])
  })

  it('a phone without signal has its report later, the others have theirs', async () => {
    await world.phone(CLEO).becomes({ state: 'no-signal' })
    await submit()
    await world.idle()
    const reported = () => heardAt('/report').map(({ body }) => elements(body, 'Number').at(0))
    expect(reported().toSorted()).toEqual([ANA, BEN])
    await world.phone(CLEO).becomes({ state: 'online' })
    await world.idle()
    expect(reported().toSorted()).toEqual([ANA, BEN, CLEO])
  })
})
