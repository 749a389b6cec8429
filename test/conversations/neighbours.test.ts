import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  ACCOUNT_SID,
  ANA,
  BEN,
  ConversationsWorld,
  NOON,
  P1,
  P2,
  SERVICE_SID,
  TOKEN,
} from '../support/conversations-world.ts'
import { misfits, readDescription } from './description.ts'

const CLASSIC = `/2010-04-01/Accounts/${ACCOUNT_SID}`
const PNG = new Uint8Array([137, 80, 78, 71])
const MINUTE = 60_000

let world: ConversationsWorld
beforeEach(async () => {
  world = await new ConversationsWorld().begin({ initializingDelay: 0 })
})
afterEach(async () => {
  expect(world.faults).toEqual([])
  await world.stop()
})

async function group() {
  const { v1 } = world.client().conversations
  const { sid } = await v1.conversations.create()
  const conversation = v1.conversations(sid)
  await conversation.participants.create({ identity: 'alice', 'messagingBinding.projectedAddress': P1 })
  for (const phone of [ANA, BEN]) await conversation.participants.create({ 'messagingBinding.address': phone })
  return conversation
}

async function upload(contentType = 'image/png', content: Uint8Array<ArrayBuffer> = PNG, query = '?Filename=a.png') {
  const path = `/v1/Services/${SERVICE_SID}/Media${query}`
  const answer = await world.fetch(path, { method: 'POST', body: content, headers: { 'content-type': contentType } })
  return { status: answer.status, record: (await answer.json()) as { sid: string } }
}

describe('messages of the 2010-04-01 API', () => {
  it('show the legs of a group under the SIDs of its receipts', async () => {
    const { messages } = await group()
    const { record } = await upload()
    const { sid } = await messages.create({ author: 'alice', body: 'Look', mediaSid: record.sid })
    await world.settle()
    const receipts = await messages(sid).deliveryReceipts.list()
    expect(receipts).toHaveLength(2)
    for (const receipt of receipts) {
      const leg = await world.client().messages(receipt.channelMessageSid).fetch()
      expect(leg).toMatchObject({ status: 'delivered', direction: 'outbound-api', from: P1, numMedia: '1' })
    }
  })

  it('send files by URL, and serve their octets', async () => {
    world.answer = () => ({ kind: 'answered', status: 200, body: '', contentType: 'image/png', octets: PNG })
    const client = world.client()
    const { sid } = await client.messages.create({ from: P1, to: ANA, mediaUrl: ['http://app.test/cat.png'] })
    expect(sid).toMatch(/^MM/)
    await world.settle()
    expect(world.offered[0]?.message.content).toMatchObject({ kind: 'mms', parts: [{ contentType: 'image/png' }] })
    const [media] = await client.messages(sid).media.list()
    expect(media).toMatchObject({ contentType: 'image/png', parentSid: sid })
    // A picture is fetched like any other: without credentials.
    const answer = await fetch(`${world.baseUrl}${CLASSIC}/Messages/${sid}/Media/${media?.sid}`)
    expect(answer.headers.get('content-type')).toBe('image/png')
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(PNG)
    expect(
      await client
        .messages(sid)
        .media(media?.sid ?? '')
        .remove(),
    ).toBe(true)
    expect(await client.messages(sid).media.list()).toEqual([])
  })

  it('go out as MMS where that is wished', async () => {
    const { sid } = await world.client().messages.create({ from: P1, to: ANA, body: 'Hi', sendAsMms: true })
    expect(sid).toMatch(/^MM/)
    await world.settle()
    expect(world.offered[0]?.message.content).toMatchObject({ kind: 'mms', parts: [{ text: 'Hi' }] })
  })

  it('are tried for as long as they are valid: their own period, else that of their messaging service', async () => {
    world.verdicts.set(ANA, { kind: 'wait', reason: 'absent-subscriber' })
    const client = world.client()
    const { sid: service } = await client.messaging.v1.services.create({ friendlyName: 'Pool', validityPeriod: 60 })
    const [number] = await client.incomingPhoneNumbers.list({ phoneNumber: P2 })
    await client.messaging.v1.services(service).phoneNumbers.create({ phoneNumberSid: number?.sid ?? '' })
    const short = await client.messages.create({ from: P1, to: ANA, body: 'Hi', validityPeriod: 5 })
    const long = await client.messages.create({ messagingServiceSid: service, to: ANA, body: 'Hi' })
    await world.settle()
    await world.advance(5_000)
    expect(await client.messages(short.sid).fetch()).toMatchObject({ status: 'undelivered', errorCode: 30008 })
    expect(await client.messages(long.sid).fetch()).toMatchObject({ status: 'sent' })
    await world.advance(55_000)
    expect(await client.messages(long.sid).fetch()).toMatchObject({ status: 'undelivered' })
  })

  it.each([
    [{ validityPeriod: 0 }, 20001],
    [{ validityPeriod: 36_001 }, 20001],
    [{ shortenUrls: true }, 20501],
    [{ fallbackFrom: P2 }, 20501],
  ])('are refused with %o', async (options, code) => {
    const send = world.client().messages.create({ from: P1, to: ANA, body: 'Hi', ...options })
    await expect(send).rejects.toMatchObject({ code })
  })

  it('send files whose address has half an escape in it', async () => {
    world.answer = () => ({ kind: 'answered', status: 200, body: '', contentType: 'image/png', octets: PNG })
    const { sid } = await world
      .client()
      .messages.create({ from: P1, to: ANA, mediaUrl: ['http://app.test/%E0%A4.png'] })
    expect(sid).toMatch(/^MM/)
  })

  it('refuse files that cannot be fetched, and too many', async () => {
    world.answer = () => ({ kind: 'answered', status: 404, body: '' })
    const send = (mediaUrl: string[]) => world.client().messages.create({ from: P1, to: ANA, mediaUrl })
    await expect(send(['http://app.test/none.png'])).rejects.toMatchObject({ code: 21620 })
    await expect(send(Array.from({ length: 11 }, () => 'http://app.test/a.png'))).rejects.toMatchObject({ code: 21623 })
  })

  it('are scheduled, go out when their time comes, and can be called off', async () => {
    const client = world.client()
    const { sid: service } = await client.messaging.v1.services.create({ friendlyName: 'Pool' })
    const [number] = await client.incomingPhoneNumbers.list({ phoneNumber: P2 })
    await client.messaging.v1.services(service).phoneNumbers.create({ phoneNumberSid: number?.sid ?? '' })
    const schedule = (minutes: number) =>
      client.messages.create({
        messagingServiceSid: service,
        to: ANA,
        body: 'Later',
        scheduleType: 'fixed',
        sendAt: new Date(NOON + minutes * MINUTE),
      })
    const { sid, status } = await schedule(10)
    expect(status).toBe('scheduled')
    const other = await schedule(20)
    expect(await client.messages(other.sid).update({ status: 'canceled' })).toMatchObject({ status: 'canceled' })
    await world.advance(9 * MINUTE)
    expect(world.offered).toEqual([])
    await world.advance(15 * MINUTE)
    expect(world.offered.map(({ recipient, message }) => [recipient, message.from])).toEqual([[ANA, P2]])
    expect(await client.messages(sid).fetch()).toMatchObject({ status: 'delivered' })
    await expect(client.messages(sid).update({ status: 'canceled' })).rejects.toMatchObject({
      code: 30409,
      status: 409,
    })
  })

  it.each([
    [{ to: ANA, body: 'x', messagingServiceSid: `MG${'0'.repeat(32)}` }, 21701],
    [{ to: ANA, body: 'x', messagingServiceSid: `MG${'a'.repeat(32)}` }, 21703],
    [{ to: ANA, body: 'x' }, 21603],
    [{ to: ANA, from: P1, body: 'x', scheduleType: 'fixed', sendAt: new Date(NOON) }, 35118],
    [{ to: ANA, from: P1, contentSid: `HX${'0'.repeat(32)}` }, 50526],
  ])('refuse %o', async (options, code) => {
    await expect(world.client().messages.create(options as never)).rejects.toMatchObject({ code })
  })

  it('are found by the day they were sent, redacted, judged and deleted', async () => {
    const client = world.client()
    const { sid } = await client.messages.create({ from: P1, to: ANA, body: 'Secret' })
    await world.settle()
    const day = new Date(NOON)
    const yesterday = new Date(NOON - 86_400_000)
    expect(await client.messages.list({ dateSent: day })).toHaveLength(1)
    expect(await client.messages.list({ dateSent: yesterday })).toHaveLength(0)
    expect(await client.messages.list({ dateSentAfter: yesterday, dateSentBefore: day, pageSize: 1 })).toHaveLength(1)
    expect(await client.messages(sid).update({ body: '' })).toMatchObject({ body: '' })
    expect(await client.messages(sid).feedback.create({ outcome: 'confirmed' })).toMatchObject({ outcome: 'confirmed' })
    await client.messages(sid).remove()
    await expect(client.messages(sid).fetch()).rejects.toMatchObject({ code: 20404 })
  })
})

describe('numbers', () => {
  it('are looked for, bought, configured and given back', async () => {
    const client = world.client()
    const offers = await client.availablePhoneNumbers('US').local.list({ areaCode: 415, contains: '5550*77', limit: 3 })
    expect(offers.map(({ phoneNumber }) => phoneNumber)).toEqual(['+14155550177'])
    const bought = await client.incomingPhoneNumbers.create({ phoneNumber: '+14155550177', friendlyName: 'Front desk' })
    expect(bought).toMatchObject({
      phoneNumber: '+14155550177',
      friendlyName: 'Front desk',
      sid: expect.stringMatching(/^PN/),
    })
    const again = client.incomingPhoneNumbers.create({ phoneNumber: '+14155550177' })
    await expect(again).rejects.toMatchObject({ code: 21422 })
    expect(await client.availablePhoneNumbers('US').local.list({ areaCode: 415, contains: '5550177' })).toEqual([])
    const number = client.incomingPhoneNumbers(bought.sid)
    expect(await number.update({ smsUrl: 'http://app.test/' })).toMatchObject({ smsUrl: 'http://app.test/' })
    await client.messages.create({ from: '+14155550177', to: ANA, body: 'Hi' })
    expect(await number.remove()).toBe(true)
    await expect(client.messages.create({ from: '+14155550177', to: ANA, body: 'Hi' })).rejects.toMatchObject({
      code: 21606,
    })
  })

  it('a number that is given back loses its address configuration', async () => {
    const client = world.client()
    await client.incomingPhoneNumbers.create({ areaCode: '312' }).then(async ({ sid, phoneNumber }) => {
      await client.conversations.v1.addressConfigurations.create({ type: 'sms', address: phoneNumber })
      await client.incomingPhoneNumbers(sid).remove()
    })
    expect(await client.conversations.v1.addressConfigurations.list()).toEqual([])
  })

  it.each([
    [{ phoneNumber: '+15005550000' }, 21422],
    [{ phoneNumber: '+15005550001' }, 21421],
    [{ phoneNumber: 'none' }, 21421],
    [{ areaCode: '12' }, 21451],
    [{}, 21421],
  ])('%o cannot be bought: %i', async (options, code) => {
    await expect(world.client().incomingPhoneNumbers.create(options)).rejects.toMatchObject({ code, status: 400 })
  })

  it('the magic number can be bought', async () => {
    const { phoneNumber } = await world.client().incomingPhoneNumbers.create({ phoneNumber: '+15005550006' })
    expect(phoneNumber).toBe('+15005550006')
  })

  it('toll-free numbers have their own lists', async () => {
    const client = world.client()
    const [offer] = await client.availablePhoneNumbers('US').tollFree.list({ limit: 1 })
    await client.incomingPhoneNumbers.tollFree.create({ phoneNumber: offer?.phoneNumber ?? '' })
    const owned = await client.incomingPhoneNumbers.tollFree.list()
    expect(owned.map(({ phoneNumber }) => phoneNumber)).toContain(offer?.phoneNumber)
    expect(await client.availablePhoneNumbers.list()).toMatchObject([{ countryCode: 'US' }, { countryCode: 'CA' }])
  })
})

describe('messaging services', () => {
  it('are kept with their pool of senders', async () => {
    const { services } = world.client().messaging.v1
    const { sid } = await services.create({ friendlyName: 'Notices', useInboundWebhookOnNumber: true })
    expect(await services(sid).update({ stickySender: false })).toMatchObject({
      friendlyName: 'Notices',
      stickySender: false,
      useInboundWebhookOnNumber: true,
      validityPeriod: 36_000,
    })
    const [number] = await world.client().incomingPhoneNumbers.list({ phoneNumber: P1 })
    const { phoneNumbers } = services(sid)
    const entry = await phoneNumbers.create({ phoneNumberSid: number?.sid ?? '' })
    expect(entry).toMatchObject({ phoneNumber: P1, serviceSid: sid, capabilities: ['MMS', 'SMS'] })
    await expect(phoneNumbers.create({ phoneNumberSid: entry.sid })).rejects.toMatchObject({ code: 21710 })
    const { sid: other } = await services.create({ friendlyName: 'Other' })
    await expect(services(other).phoneNumbers.create({ phoneNumberSid: entry.sid })).rejects.toMatchObject({
      code: 21712,
    })
    expect(await services.list()).toHaveLength(3)
    await world.client().messages.create({ messagingServiceSid: sid, to: ANA, body: 'Hi' })
    await phoneNumbers(entry.sid).remove()
    const send = world.client().messages.create({ messagingServiceSid: sid, to: ANA, body: 'Hi' })
    await expect(send).rejects.toMatchObject({ code: 21703 })
    await services(sid).remove()
    await expect(services(sid).fetch()).rejects.toMatchObject({ code: 20404 })
  })

  it('the number’s messaging service is that of a group made by a text to it', async () => {
    const { services } = world.client().messaging.v1
    const { sid } = await services.create({ friendlyName: 'Notices' })
    const [number] = await world.client().incomingPhoneNumbers.list({ phoneNumber: P1 })
    await services(sid).phoneNumbers.create({ phoneNumberSid: number?.sid ?? '' })
    await world.write(ANA, [P1, BEN], 'Hello')
    const [conversation] = await world.client().conversations.v1.conversations.list()
    expect(conversation?.messagingServiceSid).toBe(sid)
  })
})

describe('short codes', () => {
  it('are listed and configured, beside the phone numbers and not among them', async () => {
    const client = world.client()
    const [code] = await client.shortCodes.list({ shortCode: '55225' })
    expect(code).toMatchObject({ shortCode: '55225', sid: expect.stringMatching(/^SC/), smsMethod: 'POST' })
    const { sid } = code!
    expect(await client.shortCodes(sid).update({ smsUrl: 'http://app.test/' })).toMatchObject({
      smsUrl: 'http://app.test/',
    })
    expect(await client.shortCodes(sid).fetch()).toMatchObject({ smsUrl: 'http://app.test/' })
    const numbers = await client.incomingPhoneNumbers.list()
    expect(numbers.map(({ phoneNumber }) => phoneNumber)).not.toContain('55225')
    await world.write(ANA, ['55225' as typeof ANA], 'JOIN')
    expect(world.hooked.map(({ parameters }) => parameters)).toMatchObject([{ To: '55225', Body: 'JOIN' }])
  })

  it('join the pool of a messaging service, which sends from them', async () => {
    const client = world.client()
    const [code] = await client.shortCodes.list()
    const { sid } = await client.messaging.v1.services.create({ friendlyName: 'Codes' })
    const { shortCodes, phoneNumbers } = client.messaging.v1.services(sid)
    const entry = await shortCodes.create({ shortCodeSid: code!.sid })
    expect(entry).toMatchObject({ shortCode: '55225', serviceSid: sid, countryCode: 'US' })
    expect(await shortCodes.list()).toHaveLength(1)
    expect(await phoneNumbers.list()).toEqual([])
    expect((await shortCodes(entry.sid).fetch()).url).toContain(`/Services/${sid}/ShortCodes/${entry.sid}`)
    await expect(phoneNumbers(entry.sid).fetch()).rejects.toMatchObject({ code: 20404 })
    await expect(shortCodes.create({ shortCodeSid: entry.sid })).rejects.toMatchObject({ code: 21710 })
    await expect(phoneNumbers.create({ phoneNumberSid: entry.sid })).rejects.toMatchObject({ code: 20404 })
    const sent = await client.messages.create({ messagingServiceSid: sid, to: ANA, body: 'Your code is 7' })
    await world.settle()
    expect(await client.messages(sent.sid).fetch()).toMatchObject({ from: '55225', status: 'delivered' })
    expect(await shortCodes(entry.sid).remove()).toBe(true)
    expect(await shortCodes.list()).toEqual([])
  })
})

describe('the account', () => {
  it('is there to be looked at', async () => {
    const client = world.client()
    const { sid, status, authToken, type } = await client.api.v2010.accounts(ACCOUNT_SID).fetch()
    expect({ sid, status, authToken, type }).toEqual({
      sid: ACCOUNT_SID,
      status: 'active',
      authToken: TOKEN,
      type: 'Full',
    })
    expect((await client.api.v2010.accounts.list()).map((one) => one.sid)).toEqual([ACCOUNT_SID])
    await expect(client.api.v2010.accounts(`AC${'b'.repeat(32)}`).fetch()).rejects.toMatchObject({ code: 20404 })
  })
})

describe('what is not simulated', () => {
  type Client = ReturnType<ConversationsWorld['client']>
  const service = (client: Client) => client.messaging.v1.services(`MG${'a'.repeat(32)}`)

  it.each<[what: string, ask: (client: Client) => Promise<unknown>, says: RegExp]>([
    ['alphanumeric senders', (client) => service(client).alphaSenders.list(), /AlphaSenders: not simulated.*\+1/],
    ['their like per country', (client) => service(client).destinationAlphaSenders.list(), /not simulated/],
    ['campaigns', (client) => service(client).usAppToPerson.list(), /no registration/],
    ['keys', (client) => client.keys.list(), /PUT \/carrier\/accounts\/twilio/],
    ['making keys', (client) => client.newKeys.create(), /PUT \/carrier\/accounts\/twilio/],
    ['the balance', (client) => client.balance.fetch(), /Balance\.json: not simulated here \(everything is free\)/],
    ['calls', (client) => client.calls.list(), /no telephony/],
    ['usage', (client) => client.usage.records.list(), /feed/],
    ['accounts below', (client) => client.api.v2010.accounts.create(), /accounts are made by PUT/],
    ['another product', (client) => client.verify.v2.services.list(), /^verify.twilio.com: not simulated/],
    ['one whose paths look alike', (client) => client.notify.v1.services.list(), /^notify.twilio.com: not simulated/],
    ['another version', (client) => client.conversations.v2.configurations.list(), /there is v1/],
  ])('%s: 501, and it says so', async (_what, ask, says) => {
    await expect(ask(world.client())).rejects.toMatchObject({
      status: 501,
      code: 20501,
      message: expect.stringMatching(says),
    })
  })
})

describe('templates', () => {
  async function template() {
    const { contents } = world.client().content.v1
    return contents.create({
      friendly_name: 'viewing',
      language: 'en',
      variables: { 1: 'you' },
      types: { 'twilio/text': { body: 'Hi {{1}}, see you at {{2}}' } },
    } as never)
  }

  it('are filled in for a conversation, whose own body does not count', async () => {
    const { messages } = await group()
    const { sid } = await template()
    const message = await messages.create({
      author: 'alice',
      body: 'not this',
      contentSid: sid,
      contentVariables: '{"2":"five"}',
    })
    expect(message).toMatchObject({ body: 'Hi you, see you at five', contentSid: sid })
    await world.settle()
    expect(world.offered[0]?.message.content).toMatchObject({ parts: [{ text: 'Hi you, see you at five' }] })
  })

  it('are filled in for a text too, and can be listed and deleted', async () => {
    const { sid } = await template()
    const client = world.client()
    const sent = await client.messages.create({ from: P1, to: ANA, contentSid: sid, contentVariables: '{"1":"Ana"}' })
    expect(sent.body).toBe('Hi Ana, see you at ')
    expect(await client.content.v1.contents.list()).toMatchObject([{ sid, language: 'en' }])
    await client.content.v1.contents(sid).remove()
    await expect(client.content.v1.contents(sid).fetch()).rejects.toMatchObject({ code: 20404 })
  })

  it.each([
    ['{', 50527],
    ['[]', 50527],
    [JSON.stringify({ 1: 'x'.repeat(9000) }), 50529],
    [JSON.stringify({ 1: 'x'.repeat(1700) }), 50541],
    [JSON.stringify({ averyverylongvariablename: 'x' }), 50540],
  ])('refuse the variables %.20s', async (contentVariables, code) => {
    const { messages } = await group()
    const { sid } = await template()
    await expect(messages.create({ author: 'alice', contentSid: sid, contentVariables })).rejects.toMatchObject({
      code,
    })
  })
})

describe('the media service', () => {
  it('takes a form whose first part is the file, and answers for several at once', async () => {
    const form = new FormData()
    form.append('file', new Blob([PNG], { type: 'image/png' }), 'cat.png')
    const answer = await world.fetch(`/v1/Services/${SERVICE_SID}/Media`, { method: 'POST', body: form })
    const record = (await answer.json()) as { sid: string }
    expect(record).toMatchObject({ content_type: 'image/png', filename: 'cat.png', size: PNG.length })
    const list = [{ media_sid: record.sid }, { media_sid: `ME${'0'.repeat(32)}` }]
    const set = await world.fetch(`/v1/Services/${SERVICE_SID}/MediaSet`, {
      method: 'POST',
      body: JSON.stringify({ command: 'get', list }),
      headers: { 'content-type': 'application/json' },
    })
    expect(await set.json()).toEqual([{ code: 200, media_record: record }])
  })

  it.each([
    ['nonsense', 400, 50511],
    ['multipart/form-data; boundary=x', 400, 50511],
  ])('refuses an upload of type %s', async (contentType, status, code) => {
    expect(await upload(contentType)).toMatchObject({ status, record: { code } })
  })

  it('phones take only some types: 50511', async () => {
    const { messages } = await group()
    const { record } = await upload('application/zip')
    await expect(messages.create({ author: 'alice', mediaSid: record.sid })).rejects.toMatchObject({ code: 50511 })
  })

  it('forgets an upload that no message refers to after five minutes', async () => {
    const { messages } = await group()
    const kept = (await upload()).record.sid
    const lost = (await upload()).record.sid
    await messages.create({ author: 'alice', mediaSid: kept })
    await world.advance(4 * MINUTE)
    expect(world.reader.media(lost)).toBeDefined()
    await world.advance(2 * MINUTE)
    expect(world.reader.media(lost)).toBeUndefined()
    expect(world.reader.media(kept)).toBeDefined()
  })
})

const description = readDescription('twilio_api_v2010.subset.json')
describe.runIf(description)('answers against the published description', () => {
  const check = (name: string, value: unknown) => {
    const schema = description?.components.schemas[name]
    if (!description || !schema) throw new Error(`no schema ${name}`)
    // What is newer than the description, or telephony: present or absent without harm.
    return misfits(description, schema, value).filter((one) => !/is unknown$|assigned_add_ons/.test(one))
  }

  it('a message, its media, a number and numbers for sale', async () => {
    const raw: unknown[] = []
    world.answer = () => ({ kind: 'answered', status: 200, body: '', contentType: 'image/png', octets: PNG })
    const client = world.client(ACCOUNT_SID, undefined, {}, ({ body }) =>
      raw.push(typeof body === 'string' ? JSON.parse(body) : body),
    )
    const { sid } = await client.messages.create({ from: P1, to: ANA, mediaUrl: ['http://app.test/a.png'] })
    expect(check('api.v2010.account.message', raw.at(-1))).toEqual([])
    await client.messages(sid).media.list()
    expect(check('api.v2010.account.message.media', (raw.at(-1) as { media_list: unknown[] }).media_list[0])).toEqual(
      [],
    )
    await client.messages(sid).feedback.create()
    expect(check('api.v2010.account.message.message_feedback', raw.at(-1))).toEqual([])
    await client.incomingPhoneNumbers.create({ areaCode: '415' })
    expect(check('api.v2010.account.incoming_phone_number', raw.at(-1))).toEqual([])
    await client.availablePhoneNumbers('US').local.list({ limit: 1 })
    const { available_phone_numbers: offers } = raw.at(-1) as { available_phone_numbers: unknown[] }
    const local = 'api.v2010.account.available_phone_number_country.available_phone_number_local'
    expect(check(local, offers[0])).toEqual([])
  })
})
