import twilio from 'twilio'
import { afterEach, describe, expect, it } from 'vitest'
import { ACCOUNT_SID, ANA, BEN, CLEO, ConversationsWorld, P1, P2, TOKEN } from '../support/conversations-world.ts'

const APP = 'http://app.test/sms'
const POOL = 'http://app.test/pool'

let world: ConversationsWorld
afterEach(async () => {
  expect(world.faults).toEqual([])
  await world.stop()
})

async function begin(switches = {}) {
  world = await new ConversationsWorld().begin({ initializingDelay: 0, ...switches })
  const client = world.client()
  const [number] = await client.incomingPhoneNumbers.list({ phoneNumber: P1 })
  if (!number) throw new Error('no number')
  const one = client.incomingPhoneNumbers(number.sid)
  await one.update({ smsUrl: APP })
  return { client, number: { sid: number.sid, update: one.update.bind(one) } }
}

function incoming() {
  return world.hooked.filter(({ parameters }) => parameters.SmsStatus === 'received')
}

describe('the webhook of a number', () => {
  it('hears of a text that no conversation takes, signed for the helper library', async () => {
    await begin()
    await world.write(ANA, [P1], 'Is it free?')
    const [call] = incoming()
    expect(call?.parameters).toEqual({
      MessageSid: expect.stringMatching(/^SM[0-9a-f]{32}$/),
      SmsSid: call?.parameters.MessageSid,
      SmsMessageSid: call?.parameters.MessageSid,
      AccountSid: ACCOUNT_SID,
      From: ANA,
      To: P1,
      ApiVersion: '2010-04-01',
      SmsStatus: 'received',
      Body: 'Is it free?',
      NumSegments: '1',
      NumMedia: '0',
    })
    const signature = call?.headers['X-Twilio-Signature'] ?? ''
    expect(twilio.validateRequest(TOKEN, signature, APP, call?.parameters ?? {})).toBe(true)
    const sid = call?.parameters.MessageSid ?? ''
    expect(await world.client().messages(sid).fetch()).toMatchObject({ direction: 'inbound', body: 'Is it free?' })
  })

  it('a group text carries the others as OtherRecipients, an MM SID and no media for text alone', async () => {
    await begin()
    await world.write(ANA, [P1, BEN, CLEO], 'Hello all')
    expect(incoming()[0]?.parameters).toMatchObject({
      MessageSid: expect.stringMatching(/^MM[0-9a-f]{32}$/),
      From: ANA,
      To: P1,
      OtherRecipients0: BEN,
      OtherRecipients1: CLEO,
      NumMedia: '0',
    })
    expect(incoming()[0]?.parameters).not.toHaveProperty('OtherRecipients2')
  })

  it.each([
    ['number-level', [APP]],
    ['always', [APP]],
    ['never', []],
  ])('classicWebhook %s says whether it hears of what a conversation took', async (classicWebhook, urls) => {
    const { client } = await begin({ classicWebhook })
    await world.write(ANA, [P1, BEN], 'Hello')
    expect(await client.conversations.v1.conversations.list()).toHaveLength(1)
    expect(incoming().map(({ url }) => url)).toEqual(urls)
  })

  it.each([
    ['number-level', [APP]],
    ['always', [POOL]],
    ['never', []],
  ])('with a messaging service, classicWebhook %s calls its webhook or the number’s', async (classicWebhook, urls) => {
    const { client, number } = await begin({ classicWebhook })
    const { services } = client.messaging.v1
    const { sid } = await services.create({ friendlyName: 'Pool', inboundRequestUrl: POOL })
    await services(sid).phoneNumbers.create({ phoneNumberSid: number.sid })
    await world.write(ANA, [P1, BEN], 'Hello')
    expect(incoming().map(({ url }) => url)).toEqual(urls)
    await world.write(ANA, [P1], 'And to nobody in particular')
    expect(incoming().at(-1)).toMatchObject({ url: POOL, parameters: { MessagingServiceSid: sid } })
  })

  it('may answer with TwiML, and the texts go back', async () => {
    await begin()
    world.answer = () => ({
      kind: 'answered',
      status: 200,
      body: '<?xml version="1.0"?><Response><Message>Yes &amp; no</Message><Message><Body>Second</Body></Message></Response>',
    })
    await world.write(ANA, [P1], 'Free?')
    const replies = world.offered.filter(({ recipient }) => recipient === ANA)
    expect(replies.map(({ message }) => message.content)).toMatchObject([{ text: 'Yes & no' }, { text: 'Second' }])
    const [last] = await world.client().messages.list({ to: ANA })
    expect(last).toMatchObject({ direction: 'outbound-reply', status: 'delivered', from: P1 })
  })

  it('has a second address for when it fails', async () => {
    const { number } = await begin()
    await number.update({ smsFallbackUrl: 'http://app.test/fallback', smsFallbackMethod: 'GET' })
    world.answer = ({ url }) => ({ kind: 'answered', status: url === APP ? 500 : 200, body: '' })
    await world.write(ANA, [P1], 'Free?')
    expect(incoming().map(({ method, url }) => `${method} ${url.split('?')[0]}`)).toEqual([
      `POST ${APP}`,
      'GET http://app.test/fallback',
    ])
    expect(incoming()[1]?.parameters).toMatchObject({ ErrorCode: '11200', ErrorUrl: APP, Body: 'Free?' })
  })
})

describe('status callbacks', () => {
  it('tell of the way of a text', async () => {
    const { client } = await begin()
    const { sid } = await client.messages.create({ from: P1, to: ANA, body: 'Hi', statusCallback: APP })
    await world.settle()
    expect(world.hooked.map(({ parameters }) => [parameters.MessageSid, parameters.MessageStatus])).toEqual([
      [sid, 'sent'],
      [sid, 'delivered'],
    ])
    world.verdicts.set(BEN, { kind: 'failed', reason: 'landline' })
    await client.messages.create({ from: P2, to: BEN, body: 'Hi', statusCallback: APP })
    await world.settle()
    expect(world.hooked.at(-1)?.parameters).toMatchObject({ MessageStatus: 'undelivered', ErrorCode: '30006' })
  })

  /** A sender pool with a callback of its own. */
  const pool = async () => {
    const { client, number } = await begin()
    const { services } = client.messaging.v1
    const { sid } = await services.create({ friendlyName: 'Pool', statusCallback: POOL })
    await services(sid).phoneNumbers.create({ phoneNumberSid: number.sid })
    return { client, sid }
  }
  const told = () => world.hooked.map(({ url, parameters }) => [url, parameters.MessageSid, parameters.MessageStatus])

  it('of a messaging service tell of what goes out by it, signed, kept, and sent again when asked', async () => {
    const { client, sid: messagingServiceSid } = await pool()
    const { sid } = await client.messages.create({ messagingServiceSid, to: ANA, body: 'Hi' })
    await client.messages.create({ from: P1, to: ANA, body: 'not by it' })
    await world.settle()
    expect(told()).toEqual([
      [POOL, sid, 'sent'],
      [POOL, sid, 'delivered'],
    ])
    const [first] = world.hooked
    expect(first?.parameters).toMatchObject({ MessagingServiceSid: messagingServiceSid, From: P1, To: ANA })
    const signature = first?.headers['X-Twilio-Signature'] ?? ''
    expect(twilio.validateRequest(TOKEN, signature, POOL, first?.parameters ?? {})).toBe(true)
    const calls = world.conversations.webhookCalls()
    expect(calls).toMatchObject([
      { event: 'onMessageStatus', scope: 'messaging-service', attempt: { response: { status: 200 } } },
      { event: 'onMessageStatus', scope: 'messaging-service', attempt: { response: { status: 200 } } },
    ])
    await world.conversations.resend(calls[0]?.id ?? '')
    await world.settle()
    expect(told().at(-1)).toEqual([POOL, sid, 'delivered'])
  })

  it('of a text come before those of its messaging service', async () => {
    const { client, sid: messagingServiceSid } = await pool()
    const { sid } = await client.messages.create({ messagingServiceSid, to: ANA, body: 'Hi', statusCallback: APP })
    await world.settle()
    expect(told()).toEqual([
      [APP, sid, 'sent'],
      [APP, sid, 'delivered'],
    ])
  })

  it('of a messaging service tell of the legs of its conversations', async () => {
    const { client, sid: messagingServiceSid } = await pool()
    const { conversations } = client.conversations.v1
    const { sid } = await conversations.create({ messagingServiceSid })
    const { participants, messages } = conversations(sid)
    await participants.create({ identity: 'alice', 'messagingBinding.projectedAddress': P2 })
    for (const phone of [ANA, BEN]) await participants.create({ 'messagingBinding.address': phone })
    const posted = await messages.create({ author: 'alice', body: 'Hi' })
    await world.settle()
    const legs = (await messages(posted.sid).deliveryReceipts.list()).map(({ channelMessageSid }) => channelMessageSid)
    expect(legs).toHaveLength(2)
    const expected = legs.flatMap((leg) => [`${leg} sent`, `${leg} delivered`])
    expect(
      told()
        .map(([, leg, status]) => `${leg} ${status}`)
        .sort(),
    ).toEqual(expected.sort())
  })
})
