// A number that belongs to nobody yet answers in a group; then agents take it over, one after the other.
const { client, phone, numbers, tell, refused, run } = require('./sample.cjs')

run(async () => {
  const { conversations } = client.conversations.v1
  const { sid } = await conversations.create({ friendlyName: 'Support' })
  const { participants, messages } = conversations(sid)
  const desk = await participants.create({ 'messagingBinding.projectedAddress': numbers.agent })
  tell('identity', desk.identity)
  for (const digit of [5, 6]) await participants.create({ 'messagingBinding.address': phone(digit) })

  tell('without author', await refused(messages.create({ body: 'Who writes this?' })))
  const byNumber = await messages.create({ author: numbers.agent, body: 'You have reached the desk.' })
  tell('by number', byNumber.author)

  const first = await participants(desk.sid).update({ identity: 'agentA' })
  tell('first', [first.identity, first.messagingBinding.projected_address])
  await messages.create({ author: 'agentA', body: 'Agent A here.' })
  const second = await participants(desk.sid).update({ identity: 'agentB' })
  tell('second', second.identity)
  await messages.create({ author: 'agentB', body: 'And now B.' })

  await participants(desk.sid).remove()
  tell('without the desk', await refused(messages.create({ author: 'agentB', body: 'Still there?' })))
  await conversations(sid).remove()
})
