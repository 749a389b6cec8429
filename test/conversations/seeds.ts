import { ACCOUNT_SID, ANA, BEN, type ConversationsWorld, P1, SERVICE_SID } from '../support/conversations-world.ts'
import type { Seeds } from './operations.ts'

/** One of everything: a group with a message on its way, a webhook, a user and the rest. */
export async function seed(world: ConversationsWorld): Promise<Seeds> {
  const { v1 } = world.client().conversations
  const { sid: CH } = await v1.conversations.create({ friendlyName: 'Group' })
  const { participants, messages, webhooks } = v1.conversations(CH)
  const { sid: MB } = await participants.create({
    identity: 'alice',
    'messagingBinding.projectedAddress': P1,
  })
  for (const phone of [ANA, BEN]) await participants.create({ 'messagingBinding.address': phone })
  const { sid: IM } = await messages.create({ author: 'alice', body: 'Hi' })
  await world.settle()
  const [receipt] = await messages(IM).deliveryReceipts.list()
  const { sid: WH } = await webhooks.create({
    target: 'webhook',
    'configuration.url': 'http://127.0.0.1:9/',
    'configuration.filters': ['onMessageAdded'],
  })
  const { sid: US } = await v1.users('alice').fetch()
  const { sid: RL } = await v1.roles.create({
    friendlyName: 'writer',
    type: 'conversation',
    permission: ['sendMessage'],
  })
  const { sid: IG } = await v1.addressConfigurations.create({ type: 'sms', address: P1, 'autoCreation.enabled': true })
  const { sid: CR } = await v1.credentials.create({ type: 'apn' })
  const { sid: OTHER_IS } = await v1.services.create({ friendlyName: 'Other' })
  const BS = await bind(world, CR)
  return { CH, MB, IM, DY: receipt?.sid ?? '', WH, US, RL, IG, CR, BS, IS: SERVICE_SID, OTHER_IS }
}

/** A device registers for push; only client SDKs can. */
async function bind(world: ConversationsWorld, credentialSid: string): Promise<string> {
  const account = world.carrier.read.account('twilio', ACCOUNT_SID)
  if (!account) throw new Error('no account')
  const sid = `BS${'b'.repeat(32)}`
  await world.conversations.run({ account, source: 'SDK', hooks: false }, (work) =>
    work.keep('binding', {
      sid,
      accountSid: account.sid,
      serviceSid: SERVICE_SID,
      credentialSid,
      endpoint: 'phone-of-alice',
      identity: 'alice',
      bindingType: 'fcm',
      messageTypes: ['new_message'],
      createdAt: work.now,
      updatedAt: work.now,
    }),
  )
  return sid
}
