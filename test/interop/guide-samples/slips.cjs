// What the published samples do when they are copied word for word: each slip has its own answer.
const { client, phone, numbers, tell, refused, run } = require('./sample.cjs')

run(async () => {
  const { conversations } = client.conversations.v1
  const { sid } = await conversations.create({ friendlyName: 'Copied' })
  const { participants } = conversations(sid)
  const buyer = { 'messagingBinding.address': phone(7) }
  await participants.create({ identity: 'realEstateAgent', 'messagingBinding.projectedAddress': numbers.agent })
  await participants.create(buyer)
  tell('the same buyer twice', await refused(participants.create(buyer)))
  tell('one digit too many', await refused(participants.create({ 'messagingBinding.address': '+141586753093' })))
  const shared = { identity: 'assistant', 'messagingBinding.projectedAddress': numbers.agent }
  tell('one number for two', await refused(participants.create(shared)))
  await conversations(sid).remove()
})
