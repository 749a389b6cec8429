import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  type Address,
  forwardReference,
  type Message,
  type MessageDelivery,
  type MmsContent,
  NO_REPORT,
  type Submission,
  type SubmittedPart,
} from '../../../src/core/index.ts'
import { attemptDocument, createMm7Gateway } from '../../../src/gateways/mm7/index.ts'
import { contentHash, createLog } from '../../../src/runtime/index.ts'
import { element, inside, jpeg, number, postMm7, sender, submitPicture, to } from '../../support/mm7-envelopes.ts'
import {
  ACCOUNT,
  ANA,
  answerStatus,
  BEN,
  CARLA,
  type Heard,
  type Mm7TestWorld,
  NOON,
  openMm7World,
  SHOP,
  SHOP_TOO,
} from '../../support/mm7-world.ts'

let shop: Mm7TestWorld
beforeEach(async () => {
  shop = await openMm7World()
  await shop.changeAccount({ deliverUrl: `${shop.vasp.url}/deliver` })
})
afterEach(() => shop.close())

const PICTURE = jpeg(20_000, 7)

function part(contentType: string, octets: Uint8Array, more: Partial<SubmittedPart> = {}): SubmittedPart {
  const named = { name: null, contentId: null, contentLocation: null, text: null, ...more }
  return { contentType, hash: contentHash(octets), size: octets.length, octets, ...named }
}

function groupText(from: Address, to: readonly Address[], more: Partial<Submission> = {}): Submission {
  const text = 'Wir kommen ❤'
  const parts = [
    part('image/jpeg', PICTURE, { contentId: 'cat', name: 'cat.jpg' }),
    part('text/plain; charset=utf-8', Buffer.from(text), { contentLocation: 't.txt', text }),
  ]
  return {
    origin: { kind: 'handset', key: from },
    from,
    to,
    content: { kind: 'mms', subject: 'Re: <Sunday>', parts },
    ...more,
  }
}

async function send(submission: Submission): Promise<string> {
  const answer = await shop.world.carrier.submit(submission)
  if (!answer.accepted) throw new Error(answer.explanation)
  await shop.agenda.idle()
  return String(answer.messageId)
}

function xmlOf({ body }: Heard): string {
  return /<env:Envelope.*<\/env:Envelope>/s.exec(body.toString('utf8'))?.[0] ?? ''
}

describe('DeliverReq', () => {
  it('lists every member when a phone writes to a group with a number of the VASP [23.140 8.7.2.3]', async () => {
    const id = await send(groupText(ANA, [SHOP, BEN], { cc: [CARLA], priority: 'high' }))
    const [heard] = shop.vasp.heard as [Heard]
    const xml = xmlOf(heard)
    expect(heard.url).toBe('/deliver')
    expect(heard.headers['content-type']).toMatch(/^multipart\/related; type="text\/xml"; start=/)
    expect(inside(xml, 'Sender')).toBe(`<Number>${ANA}</Number>`)
    const members = `<To><Number>${SHOP}</Number><Number>${BEN}</Number></To><Cc><Number>${CARLA}</Number></Cc>`
    expect(inside(xml, 'Recipients')).toBe(members)
    const fields = ['MMSRelayServerID', 'VASPID', 'VASID', 'LinkedID', 'TimeStamp', 'Priority', 'Subject']
    expect(fields.map((name) => element(xml, name))).toEqual([
      'partyline',
      'SHOP',
      'PROMO',
      id,
      new Date(NOON).toISOString().replace('.000', ''),
      'High',
      'Re: &lt;Sunday&gt;',
    ])
    expect(heard.body.includes(PICTURE)).toBe(true)
    expect(heard.body.toString('utf8')).toContain('Wir kommen ❤')
    expect(heard.body.toString('latin1')).toContain('Content-Type: image/jpeg; name=cat.jpg\r\nContent-ID: <cat>')
    expect(shop.offers.map(({ delivery }) => delivery.recipient)).toEqual([BEN, CARLA])
  })

  it('shows the others as displayOnly where the account wants it', async () => {
    await shop.changeAccount({ group: 'display-only' })
    await send(groupText(ANA, [BEN, SHOP]))
    expect(inside(xmlOf(shop.vasp.heard[0]!), 'To')).toBe(`${number(`(${BEN})`)}<Number>${SHOP}</Number>`)
  })

  it('comes once for each number of the VASP in the group', async () => {
    await shop.changeAccount({ group: 'display-only' })
    await send(groupText(ANA, [SHOP, SHOP_TOO]))
    const lists = shop.vasp.heard.map((heard) => inside(xmlOf(heard), 'To'))
    expect(lists.sort()).toEqual([
      `${number(`(${SHOP})`)}${number(SHOP_TOO)}`,
      `${number(SHOP)}${number(`(${SHOP_TOO})`)}`,
    ])
  })

  it('names a number that was written to in secret as Bcc', async () => {
    await send(groupText(ANA, [BEN], { bcc: [SHOP] }))
    expect(inside(xmlOf(shop.vasp.heard[0]!), 'Recipients')).toBe(`<To>${number(BEN)}</To><Bcc>${number(SHOP)}</Bcc>`)
  })

  it('carries a plain text message as one text part', async () => {
    const content = { kind: 'sms', text: 'Hallo & grüß', dataCoding: 0, hasHeader: false, segments: [] } as const
    await send({ ...groupText(ANA, [SHOP]), content })
    const [heard] = shop.vasp.heard as [Heard]
    expect(heard.body.toString('utf8')).toMatch(
      /Content-Type: text\/plain; charset=utf-8\r\n[\s\S]*\r\n\r\nHallo & grüß\r\n--/,
    )
    expect(element(xmlOf(heard), 'Subject')).toBe(null)
  })

  it('reaches the VASP and the other phones when a phone replies to all', async () => {
    const members = to(ANA, BEN, CARLA)
    await postMm7(shop.url, submitPicture(sender(SHOP) + members))
    await shop.agenda.idle()
    const { message } = shop.offers[0]!
    shop.offers.length = 0
    const others = [message.from, ...message.to].filter((member) => member !== BEN)
    await send(groupText(BEN, others))
    expect(shop.offers.map(({ delivery }) => delivery.recipient)).toEqual([ANA, CARLA])
    const xml = xmlOf(shop.vasp.heard[0]!)
    expect(inside(xml, 'Sender')).toBe(number(BEN))
    expect(inside(xml, 'To')).toBe([SHOP, ANA, CARLA].map(number).join(''))
  })

  it('names who sent it before it was forwarded, the first sender first [23.140 8.7.2.3]', async () => {
    const first = await send(groupText(CARLA, [ANA]))
    const passedOn = (id: string) => ({ reference: forwardReference(Number(id), 'f') })
    const second = await send(groupText(ANA, [BEN], passedOn(first)))
    await send(groupText(BEN, [SHOP], passedOn(second)))
    const xml = xmlOf(shop.vasp.heard[0]!)
    const by = (sequence: number, one: Address) => `<UserAgent sequence="${sequence}">${number(one)}</UserAgent>`
    const at = (sequence: number) => `<DateTime sequence="${sequence}">2026-06-01T12:00:00Z</DateTime>`
    expect(inside(xml, 'Previouslysentby')).toBe(by(1, CARLA) + by(2, ANA))
    expect(inside(xml, 'Previouslysentdateandtime')).toBe(at(1) + at(2))
  })

  describe('for an application [23.140 8.4]', () => {
    const application = { applicId: 'game', replyApplicId: 'lobby', auxApplicInfo: 'table 4' }
    const addressed = (applicId = 'game') => {
      const mms = groupText(ANA, [SHOP])
      return {
        ...mms,
        content: { ...(mms.content as MmsContent), application: { ...application, applicId } },
      } as Submission
    }
    const named = (xml: string) => ['ApplicID', 'ReplyApplicID', 'AuxApplicInfo'].map((name) => element(xml, name))

    it('names it, and the one that answers go to', async () => {
      await send(addressed())
      expect(named(xmlOf(shop.vasp.heard[0]!))).toEqual(['game', 'lobby', 'table 4'])
    })

    it('leaves it out for a VASP of Release 5, which has no such elements', async () => {
      await shop.changeAccount({ schema: { namespace: 'REL-5-MM7-1-2', version: '5.6.0' } })
      await send(addressed())
      expect(named(xmlOf(shop.vasp.heard[0]!))).toEqual([null, null, null])
    })

    it('goes where that application is, and what is for none where all else goes', async () => {
      await shop.changeAccount({ applications: { game: `${shop.vasp.url}/game`, shop: `${shop.vasp.url}/shop` } })
      await send(addressed('shop'))
      await send(addressed('game'))
      await send(groupText(ANA, [SHOP]))
      expect(shop.vasp.heard.map(({ url }) => url)).toEqual(['/shop', '/game', '/deliver'])
    })

    it('fails where the VASP has no such application, and the journal says so', async () => {
      await shop.changeAccount({ applications: { shop: `${shop.vasp.url}/shop` } })
      const id = await send(addressed())
      expect(shop.vasp.heard).toEqual([])
      expect(shop.world.read.deliveriesOf(Number(id))).toMatchObject([
        { progress: { state: 'failed', reason: 'rejected-by-peer' } },
      ])
      expect(shop.events('mm7.without-application')).toMatchObject([{ account: 'shop', applicId: 'game' }])
    })
  })

  it('uses the credentials in the URL', async () => {
    await shop.changeAccount({ deliverUrl: shop.vasp.url.replace('//', '//relay:p%40ss@') })
    await send(groupText(ANA, [SHOP]))
    const expected = `Basic ${Buffer.from('relay:p@ss').toString('base64')}`
    expect(shop.vasp.heard[0]?.headers.authorization).toBe(expected)
    expect(JSON.stringify(shop.events('mm7.attempted'))).not.toContain('p%40ss')
  })
})

describe('what the VASP answers', () => {
  const outcomes = [
    [1000, 'delivered', undefined],
    [1100, 'delivered', undefined],
    [2000, 'failed', 'rejected-by-peer'],
    [2004, 'failed', 'rejected-by-peer'],
    [2999, 'failed', 'rejected-by-peer'],
    [3002, 'failed', 'rejected-by-peer'],
    [4005, 'failed', 'rejected-by-peer'],
    [3000, 'waiting', 'peer-busy'],
    [3999, 'waiting', 'peer-busy'],
    [4001, 'waiting', 'peer-busy'],
    [4006, 'waiting', 'peer-busy'],
  ] as const

  it.each(outcomes)('%i makes the delivery %s', async (code, state, reason) => {
    shop.vasp.answer(({ body }) => answerStatus(body, code))
    const id = await send(groupText(ANA, [SHOP]))
    const { progress } = shop.world.read.deliveriesOf(Number(id))[0]!
    expect(progress.state).toBe(state)
    expect('reason' in progress ? progress.reason : 'waitingFor' in progress ? progress.waitingFor : undefined).toBe(
      reason,
    )
    expect(shop.events('mm7.attempted')).toEqual([
      expect.objectContaining({ messageId: id, operation: 'DeliverReq', statusCode: code, httpStatus: 200 }),
    ])
  })

  it.each([
    [503, 'text/html', '<h1>busy</h1>'],
    [200, 'text/html', '<html><body>Please log in</body></html>'],
    [200, 'text/plain', ''],
    [302, 'text/plain', 'over there'],
    [200, 'text/xml', `<a>${'x'.repeat(100_000)}`],
  ])('HTTP %i without an MM7 answer (%s) waits and tries again', async (httpStatus, contentType, body) => {
    shop.vasp.answer(() => ({ httpStatus, contentType, body }))
    const id = await send(groupText(ANA, [SHOP]))
    expect(shop.world.read.deliveriesOf(Number(id))[0]?.progress).toMatchObject({ waitingFor: 'peer-busy' })
    expect(shop.events('mm7.attempted')[0]).toMatchObject({
      httpStatus,
      statusCode: null,
      excerpt: body.slice(0, 300),
    })
  })

  it('a Fault counts by the status inside it, whatever its HTTP status', async () => {
    const fault = (status: string) =>
      `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><e:Fault><faultcode>e:Client</faultcode><faultstring>no</faultstring><detail><VASPErrorRsp><Status>${status}</Status></VASPErrorRsp></detail></e:Fault></e:Body></e:Envelope>`
    shop.vasp.answer(() => ({ httpStatus: 500, contentType: 'text/xml', body: fault('<StatusCode>2007</StatusCode>') }))
    const id = await send(groupText(ANA, [SHOP]))
    expect(shop.world.read.deliveriesOf(Number(id))[0]?.progress).toMatchObject({ reason: 'rejected-by-peer' })
  })

  it('tries a busy VASP again on the schedule of the carrier, with a transaction of its own', async () => {
    let busy = 2
    shop.vasp.answer(({ body }) => answerStatus(body, busy-- > 0 ? 4006 : 1000))
    const id = await send(groupText(ANA, [SHOP]))
    await shop.agenda.advance(20_000)
    expect(shop.world.read.deliveriesOf(Number(id))[0]?.progress).toEqual({
      state: 'delivered',
      settledAt: NOON + 20_000,
    })
    const transactions = shop.vasp.heard.map((heard) => element(xmlOf(heard), 'TransactionID'))
    expect(new Set(transactions).size).toBe(3)
  })

  it('delivers to a VASP that was down once it is back', async () => {
    await shop.changeAccount({ deliverUrl: 'http://127.0.0.1:1/' })
    const id = await send(groupText(ANA, [SHOP]))
    const first = shop.world.read.deliveriesOf(Number(id))[0]
    expect(first?.progress).toMatchObject({ state: 'waiting', waitingFor: 'peer-unreachable' })
    expect(shop.events('mm7.attempted')[0]).toMatchObject({ httpStatus: null, error: expect.stringMatching(/./) })
    await shop.changeAccount({ deliverUrl: shop.vasp.url })
    await shop.agenda.advance(5_000)
    expect(shop.vasp.heard).toHaveLength(1)
  })

  it('keeps messages while there is no URL, and delivers when there is one', async () => {
    await shop.changeAccount({ deliverUrl: null })
    const id = await send(groupText(ANA, [SHOP]))
    expect(shop.world.read.deliveriesOf(Number(id))[0]?.progress).toMatchObject({ waitingFor: 'no-callback-url' })
    await shop.changeAccount({ deliverUrl: shop.vasp.url })
    await shop.world.carrier.wake({ kind: 'mm7', key: 'shop' })
    await shop.agenda.idle()
    expect(shop.vasp.heard).toHaveLength(1)
  })

  it('tries nothing while there is no URL: an hour later it looks again', async () => {
    await shop.changeAccount({ deliverUrl: null })
    await send(groupText(ANA, [SHOP]))
    const waits = () => shop.events('delivery.updated').filter(({ waitingFor }) => waitingFor === 'no-callback-url')
    await shop.agenda.advance(3_599_000)
    expect(waits()).toHaveLength(1)
    await shop.changeAccount({ deliverUrl: shop.vasp.url })
    await shop.agenda.advance(1_000)
    expect(shop.vasp.heard).toHaveLength(1)
  })

  it('fails what is for an account that is gone', async () => {
    await shop.changeAccount({ deliverUrl: null })
    const id = await send(groupText(ANA, [SHOP]))
    await shop.world.carrier.run((unit) => unit.put({ layer: 'core', remove: 'account', kind: 'mm7', key: 'shop' }))
    await shop.world.carrier.wake({ kind: 'mm7', key: 'shop' })
    await shop.agenda.idle()
    expect(shop.world.read.deliveriesOf(Number(id))[0]?.progress).toMatchObject({ state: 'failed' })
  })

  it('fails what is for an account of another world', () => {
    const vasp = { account: ACCOUNT, world: shop.world }
    const gateway = createMm7Gateway({ findAccount: () => vasp, hash: contentHash, fetch, log: createLog('silent') })
    const delivery = { endpoint: { kind: 'mm7', key: 'shop' } } as MessageDelivery
    const outcome = gateway.outletFor('elsewhere').offer({ delivery, message: {} as Message })
    expect(outcome).toEqual({ kind: 'failed', reason: 'unknown-number' })
  })

  it('asks a VASP a few things at a time and loses none', async () => {
    const ids = await Promise.all(
      Array.from({ length: 60 }, () => shop.world.carrier.submit(groupText(ANA, [SHOP], { report: NO_REPORT }))),
    )
    await shop.agenda.idle()
    expect(shop.vasp.heard).toHaveLength(ids.length)
  })
})

describe('a VASP that does not answer', () => {
  it('is unreachable when its time is up', async () => {
    const silent = await openMm7World({
      fetch: async (_, init) => {
        expect(init?.signal).toBeInstanceOf(AbortSignal)
        throw new DOMException('The operation was aborted due to timeout', 'TimeoutError')
      },
    })
    await silent.changeAccount({ deliverUrl: 'http://vasp.example/' })
    await silent.world.carrier.submit(groupText(ANA, [SHOP]))
    await silent.agenda.idle()
    expect(silent.events('mm7.attempted')).toEqual([
      expect.objectContaining({ outcome: 'wait', error: expect.stringContaining('timeout') }),
    ])
    await silent.close()
  })
})

describe("a VASP's own retry schedule", () => {
  const minutes = (...list: readonly number[]) => list.map((one) => one * 60_000)
  const startOf = () => shop.events('mm7.attempted').map(({ at }) => Date.parse(String(at)) - NOON)
  const stateOf = (id: string) => shop.world.read.deliveriesOf(Number(id))[0]!.progress

  it('every five minutes, five times at most, as Sinch does', async () => {
    await shop.changeAccount({ retry: { afterSeconds: [300], attempts: 5 } })
    shop.vasp.answer(({ body }) => answerStatus(body, 4006))
    const id = await send(groupText(ANA, [SHOP]))
    await shop.agenda.advance(24 * 3_600_000)
    expect(startOf()).toEqual(minutes(0, 5, 10, 15, 20))
    expect(stateOf(id)).toMatchObject({ state: 'failed', reason: 'rejected-by-peer' })
  })

  it('the last wait repeats until the message expires where the attempts are not counted', async () => {
    await shop.changeAccount({ retry: { afterSeconds: [60, 3_600], attempts: null } })
    shop.vasp.answer(({ body }) => answerStatus(body, 3000))
    const id = await send(groupText(ANA, [SHOP], { expiresAt: NOON + 4 * 3_600_000 }))
    await shop.agenda.advance(24 * 3_600_000)
    expect(startOf()).toEqual(minutes(0, 1, 61, 121, 181))
    expect(stateOf(id)).toMatchObject({ state: 'failed', reason: 'expired' })
  })

  it('gives up on a VASP that is down, and says so', async () => {
    await shop.changeAccount({ retry: { afterSeconds: [1], attempts: 2 } })
    await shop.vasp.close()
    const id = await send(groupText(ANA, [SHOP]))
    await shop.agenda.advance(60_000)
    expect(stateOf(id)).toMatchObject({ state: 'failed', reason: 'unreachable' })
    expect(shop.events('mm7.attempted')).toHaveLength(2)
  })
})

describe("a VASP's own schema", () => {
  it.each([
    ['REL-5-MM7-1-2', '5.6.0'],
    ['http://www.3gpp.org/ftp/Specs/archive/23_series/23.140/schema/REL-5-MM7-1-2', '5.6.0'],
    ['urn:mm7', '6.3.0'],
  ])('%s %s is what DeliverReq speaks', async (namespace, version) => {
    await shop.changeAccount({ schema: { namespace, version } })
    await send(groupText(ANA, [SHOP, BEN]))
    const xml = xmlOf(shop.vasp.heard[0]!)
    const whole = namespace.startsWith('REL') ? /\/schema\/REL-5-MM7-1-2"/ : new RegExp(`"${namespace}"`)
    expect(xml).toMatch(whole)
    expect(element(xml, 'MM7Version')).toBe(version)
  })
})

it('keeps what the VASP answered, beside the request that can be encoded again', async () => {
  const id = await send(groupText(ANA, [SHOP]))
  const [event] = shop.events('mm7.attempted')
  expect(event).toMatchObject({ messageId: id, response: expect.stringContaining('<StatusCode>1000</StatusCode>') })
  const { read } = shop.world
  const delivery = read.deliveriesOf(Number(id))[0]!
  const past = { delivery, message: read.message(Number(id))!, transactionId: String(event!.transactionId) }
  expect(Buffer.from(attemptDocument(read, past)!.body)).toEqual(shop.vasp.heard[0]!.body)
})
