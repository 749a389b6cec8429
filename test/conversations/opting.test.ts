import { afterEach, describe, expect, it } from 'vitest'
import { ANA, BEN, ConversationsWorld, P1, P2 } from '../support/conversations-world.ts'

let world: ConversationsWorld
afterEach(async () => {
  expect(world.faults).toEqual([])
  await world.stop()
})

async function begin(switches = {}) {
  world = await new ConversationsWorld().begin({ initializingDelay: 0, ...switches })
  const { v1 } = world.client().conversations
  const { sid } = await v1.conversations.create()
  const conversation = v1.conversations(sid)
  await conversation.participants.create({ identity: 'alice', 'messagingBinding.projectedAddress': P1 })
  for (const phone of [ANA, BEN]) await conversation.participants.create({ 'messagingBinding.address': phone })
  return conversation
}

/** What phones were sent since the last look: number, text, and everybody on the list. */
function texts() {
  return world.offered.splice(0).map(({ recipient, message }) => {
    const { content } = message
    const text = content.kind === 'sms' ? content.text : content.parts.map((part) => part.text).join('')
    return { to: recipient, text, list: [...message.to].sort() }
  })
}

describe('STOP, START and HELP', () => {
  it('STOP is seen by the group and answered to its sender alone', async () => {
    const conversation = await begin()
    await world.write(ANA, [P1, BEN], ' stop ')
    const [message] = await conversation.messages.list()
    expect(message).toMatchObject({ author: ANA, body: ' stop ' })
    expect(texts()).toEqual([
      { to: BEN, text: ' stop ', list: [P1, BEN].sort() },
      { to: ANA, text: expect.stringContaining('unsubscribed'), list: [ANA] },
    ])
  })

  it.each([
    ['none', [{ address: BEN, status: 'delivered', code: 0 }]],
    [
      'receipt-21610',
      [
        { address: BEN, status: 'delivered', code: 0 },
        { address: ANA, status: 'failed', code: 21610 },
      ],
    ],
  ])('with optOutLeg %s the others go on, and the list stays whole', async (optOutLeg, expected) => {
    const conversation = await begin({ optOutLeg })
    await world.write(ANA, [P1, BEN], 'STOP')
    texts()
    const { sid } = await conversation.messages.create({ author: 'alice', body: 'Viewing at 5' })
    await world.settle()
    expect(texts()).toEqual([{ to: BEN, text: 'Viewing at 5', list: [ANA, BEN].sort() }])
    const receipts = world.reader
      .receipts(sid)
      .map(({ address, status, errorCode: code }) => ({ address, status, code }))
    expect(receipts).toHaveLength(expected.length)
    expect(receipts).toEqual(expect.arrayContaining(expected))
  })

  it('START gives the member its copies back', async () => {
    const conversation = await begin()
    await world.write(ANA, [P1, BEN], 'Unsubscribe')
    await world.write(ANA, [P1, BEN], 'START')
    texts()
    await conversation.messages.create({ author: 'alice', body: 'Again' })
    await world.settle()
    expect(texts().map(({ to }) => to)).toEqual([ANA, BEN])
  })

  it('counts for one number only, and a word among others is no keyword', async () => {
    const conversation = await begin()
    await world.write(ANA, [P2], 'STOP')
    await world.write(ANA, [P1, BEN], 'please stop')
    texts()
    await conversation.messages.create({ author: 'alice', body: 'Still here' })
    await world.settle()
    expect(texts().map(({ to }) => to)).toEqual([ANA, BEN])
  })

  it('what holds already is answered with silence, HELP always with help', async () => {
    await begin()
    for (const word of ['START', 'STOP', 'STOP', 'HELP', 'INFO']) await world.write(ANA, [P2], word)
    expect(texts().map(({ text }) => text)).toEqual([
      expect.stringContaining('unsubscribed'),
      expect.stringContaining('Reply STOP'),
      expect.stringContaining('Reply STOP'),
    ])
  })

  it('a text outside of conversations is refused with 21610', async () => {
    await begin()
    await world.write(ANA, [P1], 'STOP')
    const send = world.client().messages.create({ from: P1, to: ANA, body: 'Offer' })
    await expect(send).rejects.toMatchObject({ code: 21610, status: 400 })
    await world.client().messages.create({ from: P2, to: ANA, body: 'From elsewhere' })
  })

  it('a masked participant who said STOP gets nothing', async () => {
    await begin()
    const { v1 } = world.client().conversations
    const { sid } = await v1.conversations.create()
    await v1.conversations(sid).participants.create({
      'messagingBinding.address': ANA,
      'messagingBinding.proxyAddress': P2,
    })
    await world.write(ANA, [P2], 'QUIT')
    texts()
    await v1.conversations(sid).messages.create({ body: 'Hello' })
    await world.settle()
    expect(texts()).toEqual([])
  })
})
