// The API's own examples of participants of a group, one after the other: createGmms and its kin.
const { client, phone, numbers, tell, run } = require('./sample.cjs')

run(async () => {
  const { conversations } = client.conversations.v1
  const { sid } = await conversations.create({ friendlyName: 'friendly_name' })
  const { participants } = conversations(sid)
  const attributes = '{ "role": "driver" }'
  const show = (name, { identity, attributes, roleSid, messagingBinding }) =>
    tell(name, [identity, attributes, roleSid === null ? null : 'a role', Object.keys(messagingBinding ?? {})])

  const agent = { 'messagingBinding.projectedAddress': numbers.agent }
  show('createGmms', await participants.create({ identity: 'IDENTITY', ...agent, attributes }))
  const assistant = { 'messagingBinding.projectedAddress': numbers.assistant }
  show('createGmmsChatNoAttributes', await participants.create({ identity: 'ANOTHER', ...assistant }))
  show('createGmmsSmsNoAttributes', await participants.create({ 'messagingBinding.address': phone(7) }))
  const { sid: buyer } = await participants.create({ 'messagingBinding.address': phone(8) })
  show('update', await participants(buyer).update({ attributes }))
  const [first] = await participants.list({ limit: 1 })
  show('updateGmms', await participants(first.sid).update({ identity: 'id', attributes }))
  await conversations(sid).remove()

  const chat = await conversations.create()
  const masked = conversations(chat.sid).participants
  const pair = { 'messagingBinding.address': phone(9), 'messagingBinding.proxyAddress': numbers.agent }
  show('createSms', await masked.create({ ...pair, attributes }))
  show('createChat', await masked.create({ identity: 'IDENTITY', attributes }))
  await conversations(chat.sid).remove()
})
