// The living part: the model as a signal, kept true by the feed and by fetching what is stale, and what a person does.
import { batch, type Signal, signal } from '@preact/signals'
import { createActions } from './actions.ts'
import { type Answer, type Api, createApi, PAGE_COUNT } from './api.ts'
import { Feed } from './feed.ts'
import { EMPTY_MODEL, type Model, markStale, messagesKey, type Part, partKey } from './model.ts'
import * as state from './state.ts'
import { prependMessages } from './state-messages.ts'
import { createClock, createFaultCount, createLock } from './watches.ts'
import type { FeedEvent, PhoneNumber } from './wire.ts'

type Listener = (events: readonly FeedEvent[]) => void

export type Session = ReturnType<typeof createSession>

export function createSession(base: string, feedUrl: string) {
  const model = signal<Model>(EMPTY_MODEL)
  const api = createApi(base, (...request) => fetch(...request))
  const update = createUpdate(model, api)
  const watches = { faults: createFaultCount(api), clock: createClock(api), lock: createLock(api) }
  const { feed, listen } = createFollower(feedUrl, { model, update, watches })
  const { faults, clock, lock } = watches
  return {
    ...createActions(model, update, api),
    model,
    api,
    base,
    /** Rules of misbehaviour that stand now. */
    faults: faults.count,
    clock: clock.clock,
    readClock: clock.read,
    /** The carrier wants a token that this browser does not have, or no longer. */
    isLocked: lock.isLocked,
    /** Reads the phones, then follows the feed from there. Answers why not, while nobody is there to ask. */
    async start(): Promise<Answer<unknown>> {
      const phones = await api.phones()
      lock.note(phones)
      if (!phones.ok) return phones
      update(state.loadPhones(model.value, phones.value))
      feed.connect()
      void clock.read()
      return phones
    },
    /** Hears of every batch of events, after the model has taken them in. Answers how to stop. */
    listen,
    reconnect: () => feed.connect(),
    /** Fetches a part the first time somebody looks at it. */
    want(part: Part): void {
      if (!isKnown(model.value, part)) update(markStale(model.value, part))
    },
    loadEarlier: createHistory(model, update, api),
  }
}

/** Puts a model in place, and fetches what has become stale in it. */
function createUpdate(model: Signal<Model>, api: Api): (next: Model) => void {
  const fetchStale = createFetcher(model, api)
  return (next) => {
    model.value = next
    if (Object.keys(next.stale).length > 0) fetchStale()
  }
}

type Followed = {
  readonly model: Signal<Model>
  readonly update: (next: Model) => void
  readonly watches: {
    readonly faults: ReturnType<typeof createFaultCount>
    readonly clock: ReturnType<typeof createClock>
    readonly lock: ReturnType<typeof createLock>
  }
}

/** The feed, folded into the model and told to whoever listens. */
function createFollower(feedUrl: string, { model, update, watches: { faults, clock, lock } }: Followed) {
  const listeners = new Set<Listener>()
  const feed = new Feed(feedUrl, {
    where: () => ({ since: model.value.seq, epoch: model.value.epoch }),
    onOpen: () => update(state.setConnection(model.value, { state: 'live' })),
    onLost: (reason, retryAt) => {
      update(state.setConnection(model.value, { state: 'lost', reason, retryAt }))
      void lock.check()
    },
    onEvents: (events) => {
      batch(() => update(events.reduce(state.foldEvent, model.value)))
      for (const listener of [...listeners, faults.note, clock.note]) listener(events)
    },
  })
  const listen = (listener: Listener) => {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }
  return { feed, listen }
}

/** Fetches the page before the oldest message known of a thread, one page at a time. */
function createHistory(model: Signal<Model>, update: (next: Model) => void, api: Api) {
  const underWay = new Set<string>()
  return async (phone: PhoneNumber, thread: string): Promise<void> => {
    const key = messagesKey(phone, thread)
    const known = model.value.messages[key]
    const oldest = known?.rows[0]
    if (!known?.hasEarlier || !oldest || underWay.has(key)) return
    underWay.add(key)
    const { gapCount } = model.value
    const answer = await api.messages(phone, thread, oldest.id)
    underWay.delete(key)
    if (!answer.ok || model.value.gapCount !== gapCount) return
    const { rows } = answer.value
    const page = { rows, hasEarlier: rows.length >= PAGE_COUNT }
    update(prependMessages(model.value, { of: 'messages', phone, thread }, page))
  }
}

/** Fetches stale parts, each at most once at a time. */
function createFetcher(model: Signal<Model>, api: Api): () => void {
  const underWay = new Set<string>()
  const fetchStale = (): void => {
    const taken = state.takeStale(model.value)
    const now = taken.parts.filter((part) => !underWay.has(partKey(part)))
    const later = taken.parts.filter((part) => underWay.has(partKey(part)))
    model.value = later.reduce(markStale, taken.model)
    for (const part of now) void fetchPart(part)
  }
  const fetchPart = async (part: Part): Promise<void> => {
    underWay.add(partKey(part))
    const { gapCount } = model.value
    const load = await loadPart(part, api)
    underWay.delete(partKey(part))
    model.value = model.value.gapCount === gapCount ? load(model.value) : markStale(model.value, part)
    if (Object.keys(model.value.stale).length > 0) fetchStale()
  }
  return fetchStale
}

/** Asks for one part. A part that cannot be had leaves the model as it is; the feed's next word on it asks again. */
async function loadPart(part: Part, api: Api): Promise<(model: Model) => Model> {
  switch (part.of) {
    case 'phones': {
      const answer = await api.phones()
      return (model) => (answer.ok ? state.loadPhones(model, answer.value) : model)
    }
    case 'threads': {
      const answer = await api.threads(part.phone)
      return (model) => (answer.ok ? state.loadThreads(model, part.phone, answer.value) : model)
    }
    case 'waiting': {
      const answer = await api.waiting(part.phone)
      return (model) => (answer.ok ? state.loadWaiting(model, part.phone, answer.value) : model)
    }
    case 'messages': {
      const answer = await api.messages(part.phone, part.thread)
      if (!answer.ok) return (model) => model
      const page = { ...answer.value, hasEarlier: answer.value.rows.length >= PAGE_COUNT }
      return (model) => state.loadMessages(model, part, page)
    }
  }
}

function isKnown(model: Model, part: Part): boolean {
  if (part.of === 'phones') return model.phones !== null
  return part.of === 'messages' ? partKey(part) in model.messages : part.phone in model[part.of]
}
