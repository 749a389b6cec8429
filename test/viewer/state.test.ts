import { describe, expect, it } from 'vitest'
import { EMPTY_MODEL, type Model, messagesKey } from '../../src/viewer/model.ts'
import {
  addSent,
  foldEvent,
  forgetPhone,
  loadMessages,
  loadPhones,
  loadThreads,
  loadWaiting,
  removeMessage,
  takeStale,
  unreadOf,
} from '../../src/viewer/state.ts'
import { ANA, BEN, CLEO, event, message, phone, received } from './messages.ts'

const WITH_BEN = { of: 'messages', phone: ANA, thread: BEN } as const

function loaded(seq = 10): Model {
  const phones = loadPhones(EMPTY_MODEL, { seq, rows: [phone({}), phone({ number: BEN, name: 'Ben' })] })
  const threads = loadThreads(phones, ANA, { seq, rows: [] })
  return loadMessages(loadWaiting(threads, ANA, { seq, rows: [] }), WITH_BEN, { seq, rows: [] })
}

const idsOf = (model: Model, thread = BEN) => model.messages[messagesKey(ANA, thread)]?.rows.map((row) => row.id)
const staleParts = (model: Model) => takeStale(model).parts

describe('a message arrives', () => {
  it('stands in its open thread, in the thread list, and in the unread count', () => {
    const model = foldEvent(loaded(), received(11, { id: 'a' }))
    expect(idsOf(model)).toEqual(['a'])
    expect(model.threads[ANA]?.rows).toMatchObject([{ id: BEN, kind: 'direct', unread: 1, lastMessage: { id: 'a' } }])
    expect(unreadOf(model, phone({}))).toBe(1)
  })

  it('opens a new thread with the members its id names', () => {
    const group = `${BEN},${CLEO}`
    const model = foldEvent(loaded(), received(11, { id: 'a', thread: group, kind: 'group' }))
    expect(model.threads[ANA]?.rows[0]).toMatchObject({ id: group, kind: 'group', participants: [BEN, CLEO] })
  })

  it('with a picture for a phone whose carrier has limits is asked for again: the event does not say what was shrunk', () => {
    const media = [{ contentType: 'image/jpeg', filename: 'a.jpg', size: 9, url: '/carrier/x', adaptedFrom: null }]
    const picture = received(11, { id: 'a', transport: 'mms', media })
    expect(staleParts(foldEvent(loaded(), picture))).toEqual([])
    const limited = loadPhones(loaded(), { seq: 10, rows: [phone({ carrier: 'att' })] })
    expect(staleParts(foldEvent(limited, picture))).toEqual([WITH_BEN])
  })

  it('moves its thread to the top', () => {
    const first = foldEvent(loaded(), received(11, { id: 'a', at: '2026-05-13T10:00:00Z' }))
    const second = foldEvent(first, received(12, { id: 'b', thread: CLEO, from: CLEO, at: '2026-05-13T10:01:00Z' }))
    expect(second.threads[ANA]?.rows.map((thread) => thread.id)).toEqual([CLEO, BEN])
  })

  it('that is older than what is there is sorted in and does not become the last line', () => {
    const first = foldEvent(loaded(), received(11, { id: 'late', at: '2026-05-13T10:05:00Z' }))
    const model = foldEvent(first, received(12, { id: 'early', at: '2026-05-13T10:00:00Z' }))
    expect(idsOf(model)).toEqual(['early', 'late'])
    expect(model.threads[ANA]?.rows[0]?.lastMessage?.id).toBe('late')
  })

  it('on a phone that nobody looks at only counts as unread', () => {
    const model = foldEvent(loaded(), received(11, { id: 'a', phone: BEN, thread: ANA }))
    expect(model.phones?.rows[1]?.unread).toBe(1)
    expect(model.threads[BEN]).toBeUndefined()
  })

  it('on an unknown phone asks for the phones anew', () => {
    const model = foldEvent(loaded(), received(11, { id: 'a', phone: CLEO, thread: ANA }))
    expect(staleParts(model)).toEqual([{ of: 'phones' }])
  })

  it('twice, as after a reconnection, is there once', () => {
    const once = foldEvent(loaded(), received(11, { id: 'a' }))
    expect(foldEvent(once, received(11, { id: 'a' }))).toBe(once)
  })
})

describe('an MMS that waits', () => {
  const row = { id: 'w', from: BEN, subject: '', size: 9, expiresAt: '', messageId: 'n', stage: 'fetch', error: '' }
  const waitingIn = (model: Model) => model.waiting[ANA]?.rows.map(({ id }) => id)

  it('waits no longer when it arrives', () => {
    const waits = loadWaiting(loaded(), ANA, { seq: 0, rows: [row, { ...row, id: 'x', messageId: 'other' }] })
    expect(waitingIn(foldEvent(waits, received(11, { id: 'a', messageId: 'n' })))).toEqual(['x'])
  })

  it('that arrived while the phone was asked what waits is not shown as waiting', () => {
    const arrived = foldEvent(loaded(), received(11, { id: 'a', messageId: 'n' }))
    expect(waitingIn(loadWaiting(arrived, ANA, { seq: 0, rows: [row] }))).toEqual([])
  })

  it('that is shown already and has only to be acknowledged does not wait', () => {
    expect(waitingIn(loadWaiting(loaded(), ANA, { seq: 0, rows: [{ ...row, stage: 'acknowledge' }] }))).toEqual([])
  })
})

describe('what a phone sends', () => {
  it('is shown when the API answers, and not doubled by the feed', () => {
    const sent = message({ id: 'a', direction: 'sent', from: ANA, status: 'sending' })
    const answered = addSent(loaded(), sent)
    const told = foldEvent(answered, event(11, 'phone.message-sent', { ...sent, status: 'sent' }))
    expect(idsOf(told)).toEqual(['a'])
    expect(told.messages[messagesKey(ANA, BEN)]?.rows[0]?.status).toBe('sent')
    expect(told.threads[ANA]?.rows[0]).toMatchObject({ unread: 0, lastMessage: { id: 'a' } })
  })

  it('keeps the newer status when the API answers after the feed', () => {
    const sent = message({ id: 'a', direction: 'sent', status: 'delivered' })
    const told = foldEvent(loaded(), event(11, 'phone.message-sent', sent))
    expect(addSent(told, { ...sent, status: 'sending' })).toBe(told)
  })

  it('changes its status in place', () => {
    const sent = message({ id: 'a', direction: 'sent', status: 'sent' })
    const told = foldEvent(loaded(), event(11, 'phone.message-sent', sent))
    const model = foldEvent(told, event(12, 'phone.message-status', { ...sent, status: 'delivered' }))
    expect(model.messages[messagesKey(ANA, BEN)]?.rows[0]?.status).toBe('delivered')
    expect(model.threads[ANA]?.rows[0]?.lastMessage?.status).toBe('delivered')
    expect(staleParts(model)).toEqual([])
  })
})

it('a thread that was read up to its newest message has nothing unread', () => {
  const one = foldEvent(loaded(), received(11, { id: 'a' }))
  const model = foldEvent(one, event(12, 'phone.thread-read', null, { phone: ANA, thread: BEN, upTo: 'a' }))
  expect(model.threads[ANA]?.rows[0]?.unread).toBe(0)
  expect(staleParts(model)).toEqual([])
})

describe('what an event does not say exactly is fetched, not guessed', () => {
  it('the unread count, when a thread was read up to an earlier message', () => {
    const two = [received(11, { id: 'a' }), received(12, { id: 'b' })].reduce(foldEvent, loaded())
    const model = foldEvent(two, event(13, 'phone.thread-read', null, { phone: ANA, thread: BEN, upTo: 'a' }))
    expect(staleParts(model)).toEqual([{ of: 'threads', phone: ANA }])
  })

  it('the thread list, when a message was removed elsewhere', () => {
    const one = foldEvent(loaded(), received(11, { id: 'a' }))
    const model = foldEvent(one, event(12, 'phone.message-removed', null, { phone: ANA, id: 'a' }))
    expect(idsOf(model)).toEqual([])
    expect(staleParts(model)).toEqual([{ of: 'threads', phone: ANA }])
  })

  it('the MMS that wait, when the phone was notified of one', () => {
    expect(staleParts(foldEvent(loaded(), event(11, 'phone.notified', null, { phone: ANA })))).toEqual([
      { of: 'waiting', phone: ANA },
    ])
  })

  it('the phones, when one was added or changed', () => {
    expect(staleParts(foldEvent(loaded(), event(11, 'phone.added', null, { phone: CLEO })))).toEqual([{ of: 'phones' }])
  })

  it('the thread list, when a message was deleted', () => {
    const model = removeMessage(foldEvent(loaded(), received(11, { id: 'a' })), message({ id: 'a' }))
    expect(idsOf(model)).toEqual([])
    expect(staleParts(model)).toEqual([{ of: 'threads', phone: ANA }])
  })

  it('a part that becomes stale while it is on its way is handed out again', () => {
    const first = takeStale(foldEvent(loaded(), event(11, 'phone.added', null, { phone: CLEO })))
    expect(staleParts(first.model)).toEqual([])
    expect(staleParts(foldEvent(first.model, event(12, 'phone.removed', null, { phone: CLEO })))).toHaveLength(1)
  })
})

describe('a snapshot that is older than the events seen', () => {
  it('of a thread list is completed with the younger events', () => {
    const model = loadThreads(foldEvent(loaded(), received(11, { id: 'a' })), ANA, { seq: 10, rows: [] })
    expect(model.threads[ANA]?.rows).toMatchObject([{ id: BEN, unread: 1 }])
  })

  it('of a thread is completed with the younger events of that thread', () => {
    const two = [received(11, { id: 'a' }), received(12, { id: 'b', thread: CLEO })].reduce(foldEvent, loaded())
    expect(idsOf(loadMessages(two, WITH_BEN, { seq: 10, rows: [] }))).toEqual(['a'])
  })

  it('does not count again what it already shows', () => {
    const row = { id: BEN, kind: 'direct', participants: [BEN], unread: 1, lastMessage: message({ id: 'a' }) } as const
    const model = loadThreads(foldEvent(loaded(), received(11, { id: 'a' })), ANA, { seq: 11, rows: [row] })
    expect(model.threads[ANA]?.rows[0]?.unread).toBe(1)
  })

  it('an event the snapshot already shows does not count again when it comes later', () => {
    const row = { id: BEN, kind: 'direct', participants: [BEN], unread: 1, lastMessage: message({ id: 'a' }) } as const
    const model = foldEvent(loadThreads(loaded(), ANA, { seq: 11, rows: [row] }), received(11, { id: 'a' }))
    expect(model.threads[ANA]?.rows[0]?.unread).toBe(1)
  })
})

describe('a gap in the feed', () => {
  it('makes everything shown stale and goes on from where the server is', () => {
    const model = foldEvent(loaded(50), event(3, 'feed.gap', null, { epoch: 'two' }))
    expect(staleParts(model).map((part) => part.of)).toEqual(['phones', 'threads', 'waiting', 'messages'])
    expect(model).toMatchObject({ seq: 3, epoch: 'two', gapCount: 1, recent: [] })
  })

  it('is noticed by another epoch in the greeting, too', () => {
    const first = foldEvent(loaded(50), event(50, 'feed.hello', null, { epoch: 'one' }))
    expect(staleParts(first)).toEqual([])
    const again = foldEvent(first, event(2, 'feed.hello', null, { epoch: 'two' }))
    expect(staleParts(again)).toHaveLength(4)
    expect(again.seq).toBe(2)
  })

  it('says whether the carrier began anew or only events are missing', () => {
    const greeted = foldEvent(loaded(50), event(50, 'feed.hello', null, { epoch: 'one' }))
    const missed = foldEvent(greeted, event(90, 'feed.gap', null, { epoch: 'one' }))
    expect(missed).toMatchObject({ gap: 'missed', gapCount: 1 })
    const reset = foldEvent(missed, event(2, 'feed.hello', null, { epoch: 'two' }))
    expect(foldEvent(reset, event(2, 'feed.gap', null, { epoch: 'two' }))).toMatchObject({ gap: 'reset' })
    expect(foldEvent(reset, event(900, 'feed.gap', null, { epoch: 'two' }))).toMatchObject({ gap: 'missed' })
  })

  it('names a thread of many numbers as it was asked for', () => {
    const part = { of: 'messages', phone: ANA, thread: `${BEN},${CLEO}` } as const
    const model = foldEvent(loadMessages(loaded(), part, { seq: 1, rows: [] }), event(3, 'feed.gap', null))
    expect(staleParts(model)).toContainEqual(part)
  })
})

it('a phone that was removed takes its threads and messages along', () => {
  const model = forgetPhone(foldEvent(loaded(), received(11, { id: 'a' })), ANA)
  expect([model.threads, model.waiting, model.messages]).toEqual([{}, {}, {}])
})
