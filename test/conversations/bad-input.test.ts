import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ROUTES } from '../../src/conversations/rest/routes.ts'
import { ACCOUNT_SID, ANA, BEN, CLEO, ConversationsWorld, P1, P2, SERVICE_SID } from '../support/conversations-world.ts'

/** Names that any operation knows; each is thrown at all of them. */
const NAMES = `
  Address AddressCountry AreaCode Attributes Author AutoCreation.ConversationServiceSid AutoCreation.Enabled
  AutoCreation.StudioFlowSid AutoCreation.StudioRetryCount AutoCreation.Type AutoCreation.WebhookFilters
  AutoCreation.WebhookMethod AutoCreation.WebhookUrl Bindings.Email.Address Body Configuration.Filters
  Configuration.FlowSid Configuration.Method Configuration.ReplayAfter Configuration.Triggers Configuration.Url
  ContentSid ContentVariables DateCreated DateUpdated DefaultChatServiceSid DefaultChatServiceRoleSid
  DefaultClosedTimer DefaultInactiveTimer DefaultMessagingServiceSid Filters FriendlyName From Identity
  LastReadMessageIndex LastReadTimestamp LogEnabled MediaSid MessagingBinding.Address MessagingBinding.ProxyAddress
  MessagingBinding.ProjectedAddress MessagingServiceSid Method NewMessage.Enabled NewMessage.Template
  NotificationLevel Outcome Participant Permission PhoneNumber PhoneNumberSid PostWebhookUrl PreWebhookUrl
  ReachabilityEnabled RoleSid ScheduleType SendAt SmsMethod SmsUrl State Status StatusCallback Subject Target
  Timers.Closed Timers.Inactive To Type UniqueName ValidityPeriod
  Contains DateSent DateSent< EndDate Order Page PageSize PageToken StartDate BindingType
`
  .trim()
  .split(/\s+/)

const RUNS = 700

let world: ConversationsWorld
let known: readonly string[]
beforeAll(async () => {
  world = await new ConversationsWorld().begin({ initializingDelay: 0 })
  const { v1 } = world.client().conversations
  const { sid } = await v1.conversations.create({ uniqueName: 'group' })
  const conversation = v1.conversations(sid)
  await conversation.participants.create({ identity: 'alice', 'messagingBinding.projectedAddress': P1 })
  for (const phone of [ANA, BEN]) await conversation.participants.create({ 'messagingBinding.address': phone })
  const message = await conversation.messages.create({ author: 'alice', body: 'Hi' })
  const { sid: user } = await v1.users('alice').fetch()
  const { sid: service } = await world.client().messaging.v1.services.create({ friendlyName: 'Pool' })
  known = [sid, 'group', 'alice', message.sid, user, service, SERVICE_SID, ACCOUNT_SID, P1, P2, ANA, BEN, CLEO]
})
afterAll(async () => {
  expect(world.faults).toEqual([])
  await world.stop()
})

const values = fc.oneof(
  fc.nat(12).map((at) => known[at % known.length] ?? ''),
  fc.string({ maxLength: 30 }),
  fc.string({ unit: 'binary', maxLength: 10 }),
  fc.constantFrom(
    '',
    'null',
    'true',
    'closed',
    'active',
    'initializing',
    'webhook',
    'trigger',
    'studio',
    'sms',
    'PT1M',
  ),
  fc.constantFrom('{}', '[]', '"x"', '{"messaging_binding":null}', '{"identity":{}}', '{"1":{}}', '{"__proto__":1}'),
  fc.constantFrom('2020-01-01T00:00:00Z', '-1', '1e9', '99999999999999999999', 'P1Y', 'http://', 'x'.repeat(20_000)),
  fc.constantFrom(
    'http://127.0.0.1:9/',
    'onMessageAdded',
    'sendMessage',
    'conversation',
    'fixed',
    'GET',
    '+15551230000',
  ),
)

const requests = fc.record({
  route: fc.nat(ROUTES.length - 1).map((at) => ROUTES[at]),
  ofService: fc.boolean(),
  places: fc.array(values, { minLength: 6, maxLength: 6 }),
  query: fc.array(fc.tuple(fc.constantFrom(...NAMES), values), { maxLength: 3 }),
  form: fc.array(fc.tuple(fc.constantFrom(...NAMES), values), { maxLength: 6 }),
})
type Thrown = typeof requests extends fc.Arbitrary<infer T> ? T : never

function urlOf({ route, ofService, places, query }: Thrown): string {
  let at = 0
  // A place is a path segment; an empty one would be another path.
  const place = () => encodeURIComponent(places[at++ % places.length]?.slice(0, 200) || 'x').replace(/^\.+$/, 'x')
  const path = (route?.path ?? '').replace(/:[a-z]+/g, place)
  const service = ofService ? `/v1/Services/${SERVICE_SID}` : '/v1'
  const prefixes = {
    account: '/v1',
    service: `/v1/Services/${SERVICE_SID}`,
    both: service,
    messaging: '/messaging.twilio.com/v1',
    classic: `/2010-04-01/Accounts/${ACCOUNT_SID}`,
    platform: '/2010-04-01',
  }
  return `${prefixes[route?.level ?? 'account']}${path}?${new URLSearchParams(pairs(query, 1000))}`
}

/** Node itself refuses queries that are very long. */
function pairs(all: Thrown['form'], longest = Number.MAX_SAFE_INTEGER): [string, string][] {
  return all.map(([name, value]) => [name, value.slice(0, longest)])
}

describe('bad input', () => {
  it('gets an answer of the API, never a 500, and what is refused leaves no trace', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(requests, async (thrown) => {
        const method = (thrown.route?.method ?? 'get').toUpperCase()
        const body = method === 'POST' ? { body: new URLSearchParams(pairs(thrown.form)) } : {}
        const before = world.lastSeq
        const answer = await world.fetch(urlOf(thrown), { method, ...body })
        const text = await answer.text()
        expect(answer.status === 501 || answer.status < 500, `${answer.status} ${text}`).toBe(true)
        if (answer.status < 400) return
        expect(JSON.parse(text)).toMatchObject({ code: expect.any(Number), status: answer.status })
        expect(world.lastSeq).toBe(before)
      }),
      { numRuns: RUNS },
    )
    expect(world.faults).toEqual([])
  })

  it.each([
    ['no form at all', 'application/json', '{"FriendlyName":"x"}', 201],
    ['half a percent sign', 'application/x-www-form-urlencoded', 'FriendlyName=%E0%A4%A', 201],
    ['a field without a value', 'application/x-www-form-urlencoded', 'FriendlyName&&=&', 201],
    ['octets', 'application/octet-stream', '\u0000\u0001', 201],
  ])('%s is read as far as it goes', async (_what, contentType, body, status) => {
    const answer = await world.fetch('/v1/Conversations', {
      method: 'POST',
      body,
      headers: { 'content-type': contentType },
    })
    expect(answer.status).toBe(status)
  })

  it.each([['/v1/Conversations/%E0%A4%A'], ['/v1/Users/%ff'], ['/2010-04-01/Accounts/%']])(
    'a path that is no UTF-8 is a bad request: %s',
    async (path) => {
      const { status } = await world.fetch(path)
      expect([400, 404]).toContain(status)
    },
  )
})
