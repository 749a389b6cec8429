import { describe, expect, it } from 'vitest'
import { splitText } from '../../protocols/sms/index.ts'
import { ANA, BEN, CLEO, HandsetWorld } from '../support/handset-world.ts'

const world = () => new HandsetWorld().begin()
const LONG = 'A long story about a lost key. '.repeat(12).trim()

describe('a text from one phone to another', () => {
  it('stands on both phones, in a thread named by the other one', async () => {
    const w = await world()
    const sent = await w.send(ANA, [BEN], 'Hi Ben')
    expect('message' in sent && sent.message).toMatchObject({ direction: 'sent', transport: 'sms', thread: BEN })
    expect(w.screen(BEN)).toEqual([`${ANA} < ${ANA}: Hi Ben`])
    expect(w.screen(ANA)).toEqual([`${BEN} < ${ANA}: Hi Ben`])
    expect(w.faults).toEqual([])
  })

  it('is shown as Delivered when the report has come', async () => {
    const w = await world()
    await w.send(ANA, [BEN], 'Hi Ben')
    expect(w.handsets.messages(ANA)[0]).toMatchObject({ status: 'delivered', reports: { [BEN]: 'delivered' } })
    expect(w.eventsOf('phone.message-status')).toHaveLength(1)
  })

  it('has every field that the control API promises', async () => {
    const w = await world()
    await w.send(ANA, [BEN], 'Hi Ben')
    const [message] = w.handsets.messages(BEN)
    expect(message).toEqual({
      id: expect.stringMatching(/^\d+$/),
      phone: BEN,
      direction: 'received',
      transport: 'sms',
      from: ANA,
      to: [BEN],
      cc: [],
      thread: ANA,
      kind: 'direct',
      subject: null,
      text: 'Hi Ben',
      media: [],
      status: 'received',
      read: false,
      at: '2026-01-05T12:00:00.000Z',
      segments: 1,
      encoding: 'gsm7',
      messageId: w.handsets.messages(ANA)[0]!.messageId,
    })
    expect(w.eventsOf('phone.message-received')[0]).toMatchObject({ phone: BEN, message })
  })

  it('travels in several short messages when it is long, and is shown as one', async () => {
    const w = await world()
    await w.send(ANA, [BEN], LONG)
    expect(w.handsets.messages(BEN)).toMatchObject([{ text: LONG, segments: 3, encoding: 'gsm7' }])
  })

  it.each([
    ['no signal', 'no-signal'],
    ['flight mode', 'airplane'],
    ['off', 'off'],
    ['memory full', 'memory-full'],
  ] as const)('waits while the phone is %s, and arrives afterwards', async (_, state) => {
    const w = await world()
    await w.turn(BEN, { state })
    await w.send(ANA, [BEN], 'Are you there?')
    expect(w.texts(BEN)).toEqual([])
    await w.turn(BEN, { state: 'online' })
    expect(w.texts(BEN)).toEqual(['Are you there?'])
  })

  it('is Not delivered, with the reason, when a landline has the number', async () => {
    const w = await world()
    await w.turn(BEN, { state: 'landline' })
    await w.send(ANA, [BEN], 'Hi')
    expect(w.handsets.messages(ANA)).toMatchObject([
      { status: 'failed', reports: { [BEN]: 'landline' }, error: `not delivered to ${BEN}: landline` },
    ])
  })

  it('fails at once when the sending phone has no signal', async () => {
    const w = await world()
    await w.turn(ANA, { state: 'no-signal' })
    await w.send(ANA, [BEN], 'Hi')
    expect(w.handsets.messages(ANA)).toMatchObject([{ status: 'failed', error: 'The phone has no signal' }])
    expect(w.texts(BEN)).toEqual([])
  })

  it('shows what the network says when it refuses the number', async () => {
    const w = await world()
    await w.send(ANA, ['+11415865309'], 'Hi')
    expect(w.handsets.messages(ANA)).toMatchObject([
      { status: 'failed', error: expect.stringContaining('+1NXXNXXXXXX') },
    ])
  })

  it.each([
    ['nobody', { to: [], text: 'Hi' }, 'nobody'],
    ['a word', { to: ['???'], text: 'Hi' }, 'no phone number'],
    ['nothing', { to: [BEN], text: '' }, 'nothing to send'],
    ['256 short messages', { to: [BEN], text: 'x'.repeat(256 * 153) }, '255 SMS'],
  ])('is refused when the person sends %s', async (_, draft, why) => {
    const w = await world()
    expect(await w.handsets.send(ANA, draft)).toEqual({ refused: expect.stringContaining(why) })
    expect(w.handsets.messages(ANA)).toEqual([])
  })

  it('is refused when the sender is a landline', async () => {
    const w = await world()
    await w.turn(ANA, { state: 'landline' })
    expect(await w.send(ANA, [BEN], 'Hi')).toEqual({ refused: expect.stringContaining('landline') })
  })

  it('goes to each member alone in mass text mode', async () => {
    const w = await world()
    await w.turn(ANA, { groupMode: 'mass-text' })
    const sent = await w.send(ANA, [BEN, CLEO], 'Party at eight')
    expect('all' in sent && sent.all.map(({ thread }) => thread)).toEqual([BEN, CLEO])
    expect(w.screen(BEN)).toEqual([`${ANA} < ${ANA}: Party at eight`])
    expect(w.screen(CLEO)).toEqual([`${ANA} < ${ANA}: Party at eight`])
  })
})

describe('a long text whose parts come one by one [23.040 9.2.3.24.1]', () => {
  const parts = splitText(LONG, 7)
  const arrive = (w: HandsetWorld, ...sequences: number[]) =>
    sequences.reduce(async (before, sequence) => {
      await before
      await w.sms(ANA, BEN, { hasHeader: true, segments: [parts[sequence - 1]!.userData] })
    }, Promise.resolve())

  it.each([[[1, 2, 3]], [[3, 2, 1]], [[2, 3, 1]], [[1, 1, 3, 3, 2]]])('is put together from %j', async (order) => {
    const w = await world()
    await arrive(w, ...order)
    expect(w.texts(BEN)).toEqual([LONG])
  })

  it('shows a gap when a part stays away for five minutes', async () => {
    const w = await world()
    await arrive(w, 1, 3)
    await w.advance(299_000)
    expect(w.texts(BEN)).toEqual([])
    await w.advance(2_000)
    expect(w.texts(BEN)).toEqual([`${LONG.slice(0, 153)}[part 2 of 3 is missing]${LONG.slice(306)}`])
    expect(w.handsets.worker.nextDueAt()).toBeUndefined()
  })

  it('keeps two senders with one reference apart', async () => {
    const w = await world()
    await arrive(w, 1, 2)
    await w.sms(CLEO, BEN, { hasHeader: true, segments: [parts[2]!.userData] })
    expect(w.texts(BEN)).toEqual([])
    await arrive(w, 3)
    expect(w.screen(BEN)).toEqual([`${ANA} < ${ANA}: ${LONG}`])
  })

  it('begins again when the reference is used again before the first text was complete', async () => {
    const w = await world()
    await arrive(w, 1)
    const other = splitText(LONG.toUpperCase(), 7)
    for (const { userData } of other) await w.sms(ANA, BEN, { hasHeader: true, segments: [userData] })
    expect(w.texts(BEN)).toEqual([expect.stringContaining('[part 2 of 3 is missing]'), LONG.toUpperCase()])
  })
})

describe('what a phone cannot read', () => {
  it('is shown without text and with the reason', async () => {
    const w = await world()
    await w.sms(ANA, BEN, { hasHeader: true, segments: [Uint8Array.of(200, 1, 2)] })
    expect(w.handsets.messages(BEN)).toMatchObject([{ text: '', error: expect.stringContaining('truncated') }])
  })

  it('a WAP push of garbage as well', async () => {
    const w = await world()
    const garbage = Uint8Array.of(6, 5, 4, 0x0b, 0x84, 0x23, 0xf0, 1, 6, 3, 0xbe, 0xaf, 0x84, 0x8c, 0x82)
    await w.sms(ANA, BEN, { dataCoding: 4, hasHeader: true, segments: [garbage] })
    expect(w.handsets.messages(BEN)).toMatchObject([{ text: '', error: expect.stringContaining('missing') }])
  })
})

describe('what the person does', () => {
  it('reading a message reads the thread up to it', async () => {
    const w = await world()
    await w.send(ANA, [BEN], 'one')
    await w.send(ANA, [BEN], 'two')
    await w.send(ANA, [BEN], 'three')
    expect(w.handsets.threads(BEN)).toMatchObject([
      { id: ANA, title: 'Ana', unread: 3, lastMessage: { text: 'three' } },
    ])
    await w.handsets.markRead(BEN, w.handsets.messages(BEN)[1]!.id)
    expect(w.handsets.threads(BEN)).toMatchObject([{ unread: 1 }])
    expect(w.handsets.messages(BEN).map(({ read }) => read)).toEqual([true, true, false])
  })

  it('deleting a message takes it off this phone only', async () => {
    const w = await world()
    await w.send(ANA, [BEN], 'oops')
    expect(await w.handsets.remove(BEN, w.handsets.messages(BEN)[0]!.id)).toBe(true)
    expect(w.handsets.threads(BEN)).toEqual([])
    expect(w.texts(ANA)).toEqual(['oops'])
    expect(await w.handsets.remove(BEN, '1')).toBe(false)
  })

  it.each([
    ['love', 'Loved “See you at eight”'],
    ['🎉', 'Reacted 🎉 to “See you at eight”'],
  ])('reacting with %s sends a text, as SMS has no reactions', async (reaction, text) => {
    const w = await world()
    await w.send(ANA, [BEN], 'See you at eight')
    expect(await w.handsets.act(BEN, w.handsets.messages(BEN)[0]!.id, 'react', reaction)).toBe(true)
    await w.settle()
    expect(w.texts(ANA).at(-1)).toBe(text)
  })

  it('a page begins after the message that was seen last', async () => {
    const w = await world()
    for (const text of ['one', 'two', 'three', 'four']) await w.send(ANA, [BEN], text)
    const [first] = w.handsets.messages(BEN)
    const texts = (page: object) => w.handsets.messages(BEN, page).map(({ text }) => text)
    expect(texts({ limit: 2 })).toEqual(['three', 'four'])
    expect(texts({ after: first!.id, limit: 2 })).toEqual(['two', 'three'])
    expect(texts({ after: '0', limit: 1 })).toEqual(['one'])
    expect(texts({ thread: CLEO })).toEqual([])
    const [, , third] = w.handsets.messages(BEN)
    expect(texts({ before: third!.id })).toEqual(['one', 'two'])
    expect(texts({ thread: ANA, before: third!.id, limit: 1 })).toEqual(['two'])
    expect(texts({ before: first!.id })).toEqual([])
    expect(texts({ thread: ANA, after: first!.id })).toEqual(['two', 'three', 'four'])
  })
})
