import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ACCOUNT_SID, ANA, BEN, ConversationsWorld, FOREIGN, P1, SERVICE_SID } from '../support/conversations-world.ts'

describe('the REST API through the helper library', () => {
  let world: ConversationsWorld
  beforeEach(async () => {
    world = await new ConversationsWorld().begin()
  })
  afterEach(async () => {
    expect(world.faults).toEqual([])
    await world.stop()
  })

  const v1 = () => world.client().conversations.v1
  const create = (wish: Parameters<ReturnType<typeof v1>['conversations']['create']>[0] = {}) =>
    v1().conversations.create(wish)
  const post = (path: string, form: Record<string, string> | [string, string][]) =>
    world.fetch(path, { method: 'POST', body: new URLSearchParams(form) })

  describe('conversations', () => {
    it('a new one has every field, on the default service of the account', async () => {
      expect(await create({ friendlyName: 'Home', uniqueName: 'home' })).toMatchObject({
        accountSid: ACCOUNT_SID,
        chatServiceSid: SERVICE_SID,
        messagingServiceSid: `MG${'a'.repeat(32)}`,
        friendlyName: 'Home',
        uniqueName: 'home',
        attributes: '{}',
        state: 'active',
        timers: {},
        bindings: {},
      })
    })

    it('is found by SID and by UniqueName, changed and deleted', async () => {
      const made = await create({ uniqueName: 'home' })
      expect((await v1().conversations('home').fetch()).sid).toBe(made.sid)
      const updated = await v1().conversations('home').update({ friendlyName: 'New', attributes: '{"a":1}' })
      expect(updated).toMatchObject({ friendlyName: 'New', attributes: '{"a":1}' })
      expect(await v1().conversations(made.sid).remove()).toBe(true)
      await expect(v1().conversations(made.sid).fetch()).rejects.toMatchObject({ status: 404, code: 20404 })
    })

    it('is looked for by HEAD as well, and other methods find nothing [RFC9110 9.3.2]', async () => {
      const { sid } = await create()
      const path = `/v1/Conversations/${sid}`
      const [whole, head] = [await world.fetch(path), await world.fetch(path, { method: 'HEAD' })]
      expect([head.status, await head.text()]).toEqual([200, ''])
      expect(head.headers.get('content-length')).toBe(String((await whole.arrayBuffer()).byteLength))
      for (const method of ['PUT', 'PATCH', 'OPTIONS'])
        expect((await world.fetch(path, { method })).status, method).toBe(404)
    })

    it('names the path of what was not found', async () => {
      await expect(
        v1()
          .conversations(`CH${'0'.repeat(32)}`)
          .fetch(),
      ).rejects.toThrow(`/Conversations/CH${'0'.repeat(32)}`)
    })

    it('belongs to its service: another level does not know it', async () => {
      const service = await v1().services.create({ friendlyName: 'Other' })
      const made = await v1().services(service.sid).conversations.create({ friendlyName: 'There' })
      expect(made).toMatchObject({
        chatServiceSid: service.sid,
        url: expect.stringContaining(`/Services/${service.sid}/`),
      })
      await expect(v1().conversations(made.sid).fetch()).rejects.toMatchObject({ code: 20404 })
      expect((await v1().services.list()).map(({ sid }) => sid).sort()).toEqual([service.sid, SERVICE_SID].sort())
      expect(await v1().services(service.sid).remove()).toBe(true)
      await expect(v1().services(service.sid).conversations.list()).rejects.toMatchObject({ code: 20404 })
    })

    it.each([
      [{ UniqueName: `CH${'0'.repeat(32)}` }, 50390, 400],
      [{ UniqueName: 'taken' }, 50353, 409],
      [{ FriendlyName: 'x'.repeat(257) }, 50003, 400],
      [{ UniqueName: 'x'.repeat(257) }, 50004, 400],
      [{ Attributes: '{' }, 50304, 400],
      [{ Attributes: `"${'x'.repeat(16 * 1024)}"` }, 50303, 400],
      [{ MessagingServiceSid: 'MG1' }, 50341, 400],
      [{ State: '' }, 50374, 400],
      [{ State: 'gone' }, 50378, 400],
      [{ State: 'closed' }, 50384, 400],
      [{ 'Timers.Inactive': 'PT5M' }, 50382, 400],
      [{ State: 'active', 'Timers.Inactive': 'PT5S' }, 50375, 400],
      [{ State: 'active', 'Timers.Closed': 'PT5M' }, 50376, 400],
      [{ State: 'active', 'Timers.Inactive': 'five' }, 50379, 400],
      [{ State: 'active', 'Timers.Closed': 'ten' }, 50380, 400],
      [{ DateCreated: 'yesterday' }, 50308, 400],
      [{ DateUpdated: 'today' }, 50309, 400],
    ])('refuses %o', async (form, code, status) => {
      await create({ uniqueName: 'taken' })
      const answer = await post('/v1/Conversations', form as Record<string, string>)
      expect(answer.status).toBe(status)
      expect(await answer.json()).toEqual({
        code,
        status,
        message: expect.any(String),
        more_info: `https://www.twilio.com/docs/errors/${code}`,
      })
      expect(await v1().conversations.list()).toHaveLength(1)
    })

    it('timers take an idle conversation to inactive and to closed, which is final', async () => {
      const made = await create({ state: 'active', 'timers.inactive': 'PT1M', 'timers.closed': 'PT10M' })
      expect(made.timers).toEqual({ date_inactive: '2026-01-05T12:01:00Z', date_closed: '2026-01-05T12:10:00Z' })
      await world.advance(60_000)
      expect(await v1().conversations(made.sid).fetch()).toMatchObject({
        state: 'inactive',
        timers: { date_closed: '2026-01-05T12:10:00Z' },
      })
      await world.advance(540_000)
      expect((await v1().conversations(made.sid).fetch()).state).toBe('closed')
      await expect(v1().conversations(made.sid).update({ friendlyName: 'x' })).rejects.toMatchObject({ code: 50377 })
      await expect(v1().conversations(made.sid).participants.create({ identity: 'a' })).rejects.toMatchObject({
        code: 50377,
      })
      await expect(v1().conversations(made.sid).messages.create({ body: 'a' })).rejects.toMatchObject({ code: 50377 })
    })

    it('what is due of an account that is gone comes to its end', async () => {
      const { sid } = await create({ state: 'active', 'timers.inactive': 'PT1M' })
      await world.carrier.run((unit) =>
        unit.put({ layer: 'core', remove: 'account', kind: 'twilio', key: ACCOUNT_SID }),
      )
      await world.advance(60_000)
      expect(world.reader.conversation(sid)?.state).toBe('inactive')
    })

    it('closing frees its numbers for another', async () => {
      const fill = async (sid: string) => {
        for (const one of [P1])
          await v1().conversations(sid).participants.create({ identity: 'a', 'messagingBinding.projectedAddress': one })
        await v1().conversations(sid).participants.create({ 'messagingBinding.address': ANA })
        return v1().conversations(sid).participants.create({ 'messagingBinding.address': BEN })
      }
      const first = await create()
      await fill(first.sid)
      const second = await create()
      await expect(fill(second.sid)).rejects.toMatchObject({
        code: 50438,
        message: expect.stringMatching(new RegExp(`${first.sid}$`)),
      })
      await v1().conversations(second.sid).remove()
      await v1().conversations(first.sid).update({ state: 'closed' })
      const third = await create()
      expect(await fill(third.sid)).toMatchObject({ conversationSid: third.sid, roleSid: null })
    })
  })

  describe('lists', () => {
    it('the iterator of the library walks all pages', async () => {
      const sids: string[] = []
      for (let i = 0; i < 7; i++) sids.push((await create({ friendlyName: `${i}` })).sid)
      const listed = await v1().conversations.list({ pageSize: 3 })
      expect(listed.map(({ sid }) => sid)).toEqual(sids)
      const page = await v1().conversations.page({ pageSize: 3 })
      const next = await page.nextPage()
      expect(next?.instances.map(({ sid }) => sid)).toEqual(sids.slice(3, 6))
      const back = await next?.previousPage()
      expect(back?.instances.map(({ sid }) => sid)).toEqual(sids.slice(0, 3))
      expect(back?.previousPageUrl).toBeFalsy()
      const last = await (await next?.nextPage())?.nextPage()
      expect(last).toBeUndefined()
    })

    it('messages come in the order of their index, or the other way round', async () => {
      const { sid } = await create()
      for (let i = 0; i < 12; i++)
        await v1()
          .conversations(sid)
          .messages.create({ body: `${i}` })
      const list = async (order: 'asc' | 'desc') =>
        (await v1().conversations(sid).messages.list({ order, pageSize: 5 })).map(({ index }) => index)
      expect(await list('asc')).toEqual([...Array(12).keys()])
      expect(await list('desc')).toEqual([...Array(12).keys()].reverse())
    })

    it('an empty list has its envelope, and addresses lead back the way the request came', async () => {
      const direct = await (await world.fetch('/v1/Conversations?State=active&PageSize=200')).json()
      const url = `${world.baseUrl}/v1/Conversations?State=active&PageSize=100&Page=0`
      expect(direct).toEqual({
        conversations: [],
        meta: {
          page: 0,
          page_size: 100,
          key: 'conversations',
          first_page_url: url,
          url,
          previous_page_url: null,
          next_page_url: null,
        },
      })
      const named = await (
        await world.fetch('/v1/Conversations', { headers: { 'X-Twilio-Host': 'conversations.dublin.ie1.twilio.com' } })
      ).json()
      expect(named).toMatchObject({
        meta: { url: 'https://conversations.dublin.ie1.twilio.com/v1/Conversations?PageSize=50&Page=0' },
      })
      const path = await (await world.fetch('/conversations.twilio.com/v1/Conversations')).json()
      expect(path).toMatchObject({
        meta: { url: `${world.baseUrl}/conversations.twilio.com/v1/Conversations?PageSize=50&Page=0` },
      })
    })

    it.each([
      ['PageToken=nonsense!', 21481],
      ['State=gone', 50378],
      ['StartDate=2026-02-01&EndDate=2026-01-01', 50396],
    ])('refuses ?%s', async (query, code) => {
      expect(await (await world.fetch(`/v1/Conversations?${query}`)).json()).toMatchObject({ code })
    })

    it('filters by state and by date of creation', async () => {
      const old = await create({ dateCreated: new Date('2025-12-01T00:00:00Z') })
      const sleeping = await create({ state: 'inactive' })
      const sids = async (filter: object) => (await v1().conversations.list(filter)).map(({ sid }) => sid)
      expect(await sids({ state: 'inactive' })).toEqual([sleeping.sid])
      expect(await sids({ endDate: '2025-12-01' })).toEqual([old.sid])
      expect(await sids({ startDate: '2026-01-05' })).toEqual([sleeping.sid])
    })
  })

  describe('participants', () => {
    it('are found by identity, read on, and removed', async () => {
      const { sid } = await create()
      const alice = await v1().conversations(sid).participants.create({ identity: 'alice', attributes: '{"x":1}' })
      expect(alice).toMatchObject({
        identity: 'alice',
        messagingBinding: null,
        attributes: '{"x":1}',
        roleSid: expect.stringMatching(/^RL/),
      })
      expect((await v1().conversations(sid).participants('alice').fetch()).sid).toBe(alice.sid)
      const read = await v1().conversations(sid).participants('alice').update({ lastReadMessageIndex: 3 })
      expect(read.lastReadMessageIndex).toBe(3)
      expect(await v1().conversations(sid).participants('alice').remove()).toBe(true)
      await expect(v1().conversations(sid).participants('alice').fetch()).rejects.toMatchObject({ code: 20404 })
    })

    it('the word null takes a projected number away', async () => {
      const { sid } = await create()
      await v1().conversations(sid).participants.create({ identity: 'a', 'messagingBinding.projectedAddress': P1 })
      const answer = await post(`/v1/Conversations/${sid}/Participants/a`, {
        'MessagingBinding.ProjectedAddress': 'null',
      })
      expect(await answer.json()).toMatchObject({ messaging_binding: null })
    })

    it.each([
      [{ Identity: 'b', Attributes: '{' }, 50304],
      [{ Identity: 'b', Attributes: `"${'x'.repeat(5000)}"` }, 50303],
      [{ Identity: 'b', RoleSid: 'RL1' }, 50100],
      [{ 'MessagingBinding.Address': '+141586753093' }, 50407],
      [{ Identity: 'b', 'MessagingBinding.ProjectedAddress': FOREIGN }, 50439],
      [{ 'MessagingBinding.Address': 'whatsapp:+12025550101' }, 20501],
    ])('refuses %o', async (form, code) => {
      const { sid } = await create()
      expect(
        await (await post(`/v1/Conversations/${sid}/Participants`, form as Record<string, string>)).json(),
      ).toMatchObject({ code })
      expect(await v1().conversations(sid).participants.list()).toEqual([])
    })

    it.each([
      [{ LastReadMessageIndex: 'x' }, 50421],
      [{ LastReadTimestamp: 'x' }, 50405],
    ])('an update refuses %o', async (form, code) => {
      const { sid } = await create()
      await v1().conversations(sid).participants.create({ identity: 'a' })
      expect(
        await (await post(`/v1/Conversations/${sid}/Participants/a`, form as Record<string, string>)).json(),
      ).toMatchObject({ code })
    })

    it('removing one must not leave the set of another conversation', async () => {
      const fill = async (numbers: readonly string[]) => {
        const { sid } = await create()
        await v1().conversations(sid).participants.create({ identity: 'a', 'messagingBinding.projectedAddress': P1 })
        for (const one of numbers)
          await v1().conversations(sid).participants.create({ 'messagingBinding.address': one })
        return sid
      }
      const large = await fill([ANA, BEN])
      const small = await fill([ANA])
      const ben = (await v1().conversations(large).participants.list()).find(
        ({ messagingBinding }) => messagingBinding?.address === BEN,
      )!
      await expect(v1().conversations(large).participants(ben.sid).remove()).rejects.toMatchObject({
        code: 50438,
        message: expect.stringMatching(new RegExp(`${small}$`)),
      })
    })

    it('are listed across conversations by identity or by address, not by both', async () => {
      const { sid } = await create({ friendlyName: 'one' })
      await v1().conversations(sid).participants.create({ identity: 'a', 'messagingBinding.projectedAddress': P1 })
      await v1().conversations(sid).participants.create({ 'messagingBinding.address': ANA })
      expect(await v1().participantConversations.list({ identity: 'a' })).toMatchObject([
        { conversationSid: sid, participantIdentity: 'a' },
      ])
      expect(await v1().participantConversations.list({ address: ANA })).toMatchObject([
        { conversationSid: sid, conversationFriendlyName: 'one', participantMessagingBinding: { address: ANA } },
      ])
      expect(await v1().participantConversations.list({ address: BEN })).toEqual([])
      await expect(v1().participantConversations.list({ identity: 'a', address: ANA })).rejects.toMatchObject({
        code: 50451,
      })
    })
  })

  describe('a conversation with its participants', () => {
    const values = [
      { identity: 'agent', messaging_binding: { projected_address: P1 } },
      { messaging_binding: { address: ANA } },
      { messaging_binding: { address: BEN }, attributes: '{"b":1}' },
    ]
    const all = (...some: object[]) =>
      v1().conversationWithParticipants.create({ participant: some.map((one) => JSON.stringify(one)) })

    it('is initializing at first, and active when the clock says so', async () => {
      const made = await all(...values)
      expect(made).toMatchObject({
        state: 'initializing',
        links: expect.not.objectContaining({ export: expect.anything() }),
      })
      await expect(v1().conversations(made.sid).update({ friendlyName: 'x' })).rejects.toMatchObject({
        status: 409,
        code: 50391,
      })
      await world.advance(700)
      expect((await v1().conversations(made.sid).fetch()).state).toBe('active')
      expect(await v1().conversations(made.sid).participants.list()).toHaveLength(3)
    })

    it.each([
      ['two participants', values.slice(0, 2), 50435],
      ['eleven participants', Array.from({ length: 11 }, (_, i) => ({ identity: `u${i}` })), 50426],
      ['an identity without number', [...values, { identity: 'b' }], 50434],
      ['the same phone twice', [...values, values[1]!], 50437],
      [
        'no phone',
        [
          values[0]!,
          { identity: 'b', messaging_binding: { projected_address: '+15017122662' } },
          { messaging_binding: { projected_address: '+15017122662' } },
        ],
        50435,
      ],
      ['a bad number', [...values.slice(0, 2), { messaging_binding: { address: '+141586753093' } }], 50407],
    ])('refuses %s and leaves nothing behind', async (_name, some, code) => {
      await expect(all(...some)).rejects.toMatchObject({ code })
      expect(await v1().conversations.list()).toEqual([])
    })

    it('refuses a Participant that is no JSON', async () => {
      const answer = await post('/v1/ConversationWithParticipants', [
        ['Participant', '{'],
        ['Participant', '1'],
        ['Participant', '2'],
      ])
      expect(await answer.json()).toMatchObject({ code: 50435 })
    })
  })

  describe('messages', () => {
    it('are indexed, changed and deleted; deletions leave holes', async () => {
      const { sid } = await create()
      const messages = v1().conversations(sid).messages
      const first = await messages.create({ body: 'a' })
      expect(first).toMatchObject({
        index: 0,
        author: 'system',
        media: null,
        delivery: null,
        attributes: '{}',
        participantSid: null,
      })
      await messages.create({ author: 'anybody', body: 'b' })
      expect(
        await v1().conversations(sid).messages(first.sid).update({ body: 'A', attributes: '{"e":1}' }),
      ).toMatchObject({ body: 'A', attributes: '{"e":1}' })
      expect(await v1().conversations(sid).messages(first.sid).remove()).toBe(true)
      await messages.create({ body: 'c' })
      expect((await messages.list()).map(({ index }) => index)).toEqual([1, 2])
    })

    it.each([
      [{ Body: 'x'.repeat(1601) }, 50504],
      [{ Author: 'x'.repeat(257) }, 50310],
      [{ Attributes: 'no' }, 50304],
      [{ MediaSid: `ME${'0'.repeat(32)}` }, 50507],
      [{ ContentSid: `HX${'0'.repeat(32)}` }, 50526],
    ])('refuses %o', async (form, code) => {
      const { sid } = await create()
      expect(
        await (await post(`/v1/Conversations/${sid}/Messages`, form as Record<string, string>)).json(),
      ).toMatchObject({ code })
      expect(await v1().conversations(sid).messages.list()).toEqual([])
    })

    it('an author who is not in the group cannot write, nor can nobody', async () => {
      const { sid } = await create()
      await v1().conversations(sid).participants.create({ 'messagingBinding.address': ANA })
      for (const author of ['stranger', undefined]) {
        await expect(
          v1()
            .conversations(sid)
            .messages.create({ body: 'x', ...(author && { author }) }),
        ).rejects.toMatchObject({ code: 50513, status: 400 })
      }
    })

    it('carry a medium that was uploaded, once, and phones get its octets', async () => {
      const { sid } = await create()
      await v1().conversations(sid).participants.create({ identity: 'a', 'messagingBinding.projectedAddress': P1 })
      await v1().conversations(sid).participants.create({ 'messagingBinding.address': ANA })
      const jpeg = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3])
      const uploaded = await world.fetch(`/mcs.us1.twilio.com/v1/Services/${SERVICE_SID}/Media?Filename=car.jpg`, {
        method: 'POST',
        headers: { 'Content-Type': 'image/jpeg' },
        body: jpeg,
      })
      expect(uploaded.status).toBe(201)
      const media = (await uploaded.json()) as { readonly sid: string }
      expect(media).toMatchObject({ size: 7, content_type: 'image/jpeg', filename: 'car.jpg', message_sid: null })
      const posted = await v1().conversations(sid).messages.create({ author: 'a', body: 'see', mediaSid: media.sid })
      expect(posted.media).toEqual([{ sid: media.sid, size: 7, content_type: 'image/jpeg', filename: 'car.jpg' }])
      await expect(v1().conversations(sid).messages.create({ author: 'a', mediaSid: media.sid })).rejects.toMatchObject(
        { code: 50508 },
      )
      const content = await world.fetch(`/v1/Services/${SERVICE_SID}/Media/${media.sid}/Content`)
      expect([content.headers.get('content-type'), new Uint8Array(await content.arrayBuffer())]).toEqual([
        'image/jpeg',
        jpeg,
      ])
      await world.settle()
      const [{ message } = { message: undefined }] = world.offered
      expect(message?.content).toMatchObject({
        kind: 'mms',
        parts: [{ text: 'see' }, { contentType: 'image/jpeg', name: 'car.jpg', size: 7 }],
      })
    })
  })

  describe('the door', () => {
    it('wrong credentials are 401 and 20003', async () => {
      await expect(world.client(ACCOUNT_SID, 'wrong').conversations.v1.conversations.list()).rejects.toMatchObject({
        status: 401,
        code: 20003,
      })
      expect((await fetch(`${world.baseUrl}/v1/Conversations`)).status).toBe(401)
    })

    it('an API key opens its account', async () => {
      const basic = `Basic ${Buffer.from(`SK${'a'.repeat(32)}:s`).toString('base64')}`
      expect((await world.fetch('/v1/Conversations', { headers: { authorization: basic } })).status).toBe(200)
    })

    it('what is not simulated says so', async () => {
      for (const path of ['Calls.json', 'Balance.json', 'Keys.json']) {
        const answer = await world.fetch(`/2010-04-01/Accounts/${ACCOUNT_SID}/${path}`)
        expect(answer.status).toBe(501)
        expect(await answer.json()).toMatchObject({ code: 20501 })
      }
      await expect(world.client().messaging.v1.brandRegistrations.list()).rejects.toMatchObject({ status: 501 })
    })

    it('what does not exist is 404', async () => {
      for (const path of ['/v1/Nothing', `/v1/Services/IS${'0'.repeat(32)}/Conversations`]) {
        expect(await (await world.fetch(path)).json()).toMatchObject({ code: 20404, status: 404 })
      }
    })

    it('garbage in place of a form is no reason to fall over', async () => {
      const answer = await world.fetch('/v1/Conversations', {
        method: 'POST',
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
        body: '%%%&=&FriendlyName=%E0%A4%A&%zz=1',
      })
      expect(answer.status).toBe(201)
    })

    it('an account can have another status where the real one is not known', async () => {
      await world.stop()
      world = await new ConversationsWorld().begin({ httpStatus: { 50377: 409 }, initializingDelay: 0 })
      const made = await create()
      await v1().conversations(made.sid).update({ state: 'closed' })
      await expect(v1().conversations(made.sid).update({ friendlyName: 'x' })).rejects.toMatchObject({
        status: 409,
        code: 50377,
      })
    })
  })

  describe('2010-04-01', () => {
    it('sends a text, whose receipt becomes its status', async () => {
      const sent = await world.client().messages.create({ to: ANA, from: P1, body: 'plain' })
      expect(sent).toMatchObject({
        status: 'queued',
        direction: 'outbound-api',
        numSegments: '1',
        sid: expect.stringMatching(/^SM/),
      })
      await world.settle()
      expect(await world.client().messages(sent.sid).fetch()).toMatchObject({ status: 'delivered', body: 'plain' })
    })

    it.each([
      [{ from: P1, to: '+15005550001', body: 'x' }, 21211],
      [{ from: '+15005550001', to: ANA, body: 'x' }, 21212],
      [{ from: FOREIGN, to: ANA, body: 'x' }, 21606],
      [{ from: P1, to: '+11', body: 'x' }, 21211],
      [{ from: P1, to: ANA, body: '' }, 21602],
      [{ from: P1, to: ANA, body: 'x'.repeat(1601) }, 21617],
    ])('refuses %o', async (wish, code) => {
      await expect(world.client().messages.create(wish)).rejects.toMatchObject({ code })
    })

    it('lists the numbers of the account only', async () => {
      const numbers = await world.client().incomingPhoneNumbers.list()
      expect(numbers.map(({ phoneNumber }) => phoneNumber)).toContain(P1)
      expect(numbers.map(({ phoneNumber }) => phoneNumber)).not.toContain(FOREIGN)
      expect(await world.client().incomingPhoneNumbers(numbers[0]!.sid).fetch()).toMatchObject({
        accountSid: ACCOUNT_SID,
        capabilities: { sms: true },
      })
      expect(await world.client().incomingPhoneNumbers.list({ phoneNumber: P1 })).toHaveLength(1)
    })
  })
})
