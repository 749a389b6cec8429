import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ACCOUNT_SID, ANA, BEN, ConversationsWorld, P1, SERVICE_SID } from '../support/conversations-world.ts'

/**
 * The fields of every answer, by schema name of the published description. Where the description itself is at hand
 * (PARTYLINE_REFERENCE_DATA or ../shared/data), the table is checked against it.
 */
const DATED = ['date_created', 'date_updated'] as const
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  'conversations.v1.configuration': [
    'account_sid',
    'default_chat_service_sid',
    'default_messaging_service_sid',
    'default_inactive_timer',
    'default_closed_timer',
    'url',
    'links',
  ],
  'conversations.v1.configuration.configuration_webhook': [
    'account_sid',
    'method',
    'filters',
    'pre_webhook_url',
    'post_webhook_url',
    'target',
    'url',
  ],
  'conversations.v1.configuration_address': [
    'sid',
    'account_sid',
    'type',
    'address',
    'friendly_name',
    'auto_creation',
    ...DATED,
    'url',
    'address_country',
  ],
  'conversations.v1.conversation': [
    'account_sid',
    'chat_service_sid',
    'messaging_service_sid',
    'sid',
    'friendly_name',
    'unique_name',
    'attributes',
    'state',
    ...DATED,
    'timers',
    'url',
    'links',
    'bindings',
  ],
  'conversations.v1.conversation.conversation_participant': [
    'account_sid',
    'conversation_sid',
    'sid',
    'identity',
    'attributes',
    'messaging_binding',
    'role_sid',
    ...DATED,
    'url',
    'last_read_message_index',
    'last_read_timestamp',
  ],
  'conversations.v1.conversation.conversation_message': [
    'account_sid',
    'conversation_sid',
    'sid',
    'index',
    'author',
    'body',
    'media',
    'attributes',
    'participant_sid',
    ...DATED,
    'url',
    'delivery',
    'links',
    'content_sid',
  ],
  'conversations.v1.conversation.conversation_message.conversation_message_receipt': [
    'account_sid',
    'conversation_sid',
    'sid',
    'message_sid',
    'channel_message_sid',
    'participant_sid',
    'status',
    'error_code',
    ...DATED,
    'url',
  ],
  'conversations.v1.conversation.conversation_scoped_webhook': [
    'sid',
    'account_sid',
    'conversation_sid',
    'target',
    'url',
    'configuration',
    ...DATED,
  ],
  'conversations.v1.participant_conversation': [
    'account_sid',
    'chat_service_sid',
    'participant_sid',
    'participant_user_sid',
    'participant_identity',
    'participant_messaging_binding',
    'conversation_sid',
    'conversation_unique_name',
    'conversation_friendly_name',
    'conversation_attributes',
    'conversation_date_created',
    'conversation_date_updated',
    'conversation_created_by',
    'conversation_state',
    'conversation_timers',
    'links',
  ],
  'conversations.v1.service': ['account_sid', 'sid', 'friendly_name', ...DATED, 'url', 'links'],
  'conversations.v1.service.service_configuration': [
    'chat_service_sid',
    'default_conversation_creator_role_sid',
    'default_conversation_role_sid',
    'default_chat_service_role_sid',
    'url',
    'links',
    'reachability_enabled',
  ],
}

const DATA = process.env.PARTYLINE_REFERENCE_DATA ?? resolve(import.meta.dirname, '../../../shared/data')
const DESCRIPTIONS = [join(DATA, 'openapi/twilio_conversations_v1.json')].filter((path) => existsSync(path))

type Row = Readonly<Record<string, unknown>>

describe('the shape of answers', () => {
  const answers = new Map<string, Row>()
  let world: ConversationsWorld

  beforeAll(async () => {
    world = await new ConversationsWorld().begin()
    const get = async (path: string) => (await (await world.fetch(path)).json()) as Row & { links: Row }
    const { v1 } = world.client().conversations
    const { sid } = await v1.conversations.create()
    const chat = v1.conversations(sid)
    await chat.participants.create({ identity: 'a', 'messagingBinding.projectedAddress': P1 })
    await chat.participants.create({ 'messagingBinding.address': ANA })
    await chat.participants.create({ 'messagingBinding.address': BEN })
    const message = await chat.messages.create({ author: 'a', body: 'x' })
    const filters = ['onMessageAdded']
    const hook = await chat.webhooks.create({
      target: 'webhook',
      'configuration.url': 'http://a',
      'configuration.filters': filters,
    })
    const address = await v1.addressConfigurations.create({ type: 'sms', address: P1 })
    const first = async (path: string, key: string) => ((await get(path))[key] as Row[])[0]!
    const own = `/v1/Conversations/${sid}`
    const put = (name: string, row: Row) => answers.set(`conversations.v1.${name}`, row)
    put('configuration', await get('/v1/Configuration'))
    put('configuration.configuration_webhook', await get('/v1/Configuration/Webhooks'))
    put('configuration_address', await get(`/v1/Configuration/Addresses/${address.sid}`))
    put('conversation', await get(own))
    put('conversation.conversation_participant', await first(`${own}/Participants`, 'participants'))
    put('conversation.conversation_message', await get(`${own}/Messages/${message.sid}`))
    put(
      'conversation.conversation_message.conversation_message_receipt',
      await first(`${own}/Messages/${message.sid}/Receipts`, 'delivery_receipts'),
    )
    put('conversation.conversation_scoped_webhook', await get(`${own}/Webhooks/${hook.sid}`))
    put('participant_conversation', await first('/v1/ParticipantConversations?Identity=a', 'conversations'))
    put('service', await get(`/v1/Services/${SERVICE_SID}`))
    put('service.service_configuration', await get(`/v1/Services/${SERVICE_SID}/Configuration`))
  })
  afterAll(async () => {
    expect(world.faults).toEqual([])
    await world.stop()
  })

  it.each(Object.keys(FIELDS))('%s has its fields, all of them and no others', (name) => {
    expect(Object.keys(answers.get(name) ?? {}).sort()).toEqual([...(FIELDS[name] ?? [])].sort())
  })

  it.each(DESCRIPTIONS)('the table of fields is that of the published description', (description) => {
    const { components } = JSON.parse(readFileSync(description, 'utf8')) as {
      components: { schemas: Record<string, { properties: object }> }
    }
    for (const [name, fields] of Object.entries(FIELDS)) {
      expect([name, Object.keys(components.schemas[name]?.properties ?? {}).sort()]).toEqual([name, [...fields].sort()])
    }
  })

  it('on the level of a service, small resources name their service', async () => {
    const { conversation_sid: conversation } = answers.get('conversations.v1.conversation.conversation_participant')!
    const path = `/v1/Services/${SERVICE_SID}/Conversations/${String(conversation)}/Participants`
    const { participants } = (await (await world.fetch(path)).json()) as { participants: Row[] }
    expect(participants[0]).toMatchObject({
      chat_service_sid: SERVICE_SID,
      account_sid: ACCOUNT_SID,
      url: expect.stringContaining(path),
    })
  })

  it('every link of a conversation leads somewhere but to its export', async () => {
    const { links } = answers.get('conversations.v1.conversation') as { links: Record<string, string> }
    const statuses = await Promise.all(
      Object.entries(links).map(async ([name, url]) => [name, (await world.fetch(new URL(url).pathname)).status]),
    )
    expect(Object.fromEntries(statuses)).toEqual({ participants: 200, messages: 200, webhooks: 200, export: 404 })
  })
})
