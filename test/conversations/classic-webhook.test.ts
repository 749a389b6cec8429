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
    await number.update({ smsFallbackUrl: 'http://app.test/fallback' })
    world.answer = ({ url }) => ({ kind: 'answered', status: url === APP ? 500 : 200, body: '' })
    await world.write(ANA, [P1], 'Free?')
    expect(incoming().map(({ url }) => url)).toEqual([APP, 'http://app.test/fallback'])
    expect(incoming()[1]?.parameters).toMatchObject({ ErrorCode: '11200', ErrorUrl: APP, Body: 'Free?' })
  })
})

describe('status callbacks', () => {
  it('tell of the way of a text, and not of the legs of a conversation', async () => {
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
})
