// The same group made in one call, and posted to as soon as it is active.
const { client, phone, numbers, tell, run } = require('./sample.cjs')

run(async () => {
  const { conversations, conversationWithParticipants } = client.conversations.v1
  const made = await conversationWithParticipants.create({
    friendlyName: 'Home-buying journey',
    participant: [
      { identity: 'realEstateAgent', messaging_binding: { projected_address: numbers.agent } },
      { messaging_binding: { address: phone(3) } },
      { messaging_binding: { address: phone(4) } },
    ].map((one) => JSON.stringify(one)),
  })
  tell('state', made.state)
  const { participants, messages } = conversations(made.sid)
  tell('participants', (await participants.list()).length)
  while ((await conversations(made.sid).fetch()).state === 'initializing') {
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  const { author } = await messages.create({ author: 'realEstateAgent', body: 'Welcome, both of you.' })
  tell('author', author)
  await conversations(made.sid).remove()
})
