// An agent writes with two home buyers, and an assistant joins them: a group built one participant at a time.
const { client, phone, numbers, tell, run } = require('./sample.cjs')

run(async () => {
  const { conversations } = client.conversations.v1
  const conversation = await conversations.create({ friendlyName: 'Home-buying journey' })
  tell('state', conversation.state)

  const { participants, messages } = conversations(conversation.sid)
  const agent = await participants.create({
    identity: 'realEstateAgent',
    'messagingBinding.projectedAddress': numbers.agent,
  })
  tell('agent', agent.messagingBinding)
  for (const digit of [1, 2]) await participants.create({ 'messagingBinding.address': phone(digit) })

  const hello = await messages.create({ author: 'realEstateAgent', body: 'Hi there. What did you think of the house?' })
  tell('first', [hello.index, hello.author])

  await participants.create({ identity: 'assistant', 'messagingBinding.projectedAddress': numbers.assistant })
  await messages.create({ author: 'assistant', body: 'I have put the papers together.' })
  const all = await messages.list()
  tell(
    'authors',
    all.map(({ author }) => author),
  )
  tell('participants', (await participants.list()).length)
  await conversations(conversation.sid).remove()
})
