// The living part: the model as a signal, kept true by the feed and by fetching what is stale, and what a person does.
import { batch, type Signal, signal } from '@preact/signals'
import { type Answer, createApi, type MessageAction, PAGE_COUNT, type PhoneChange } from './api.ts'
import { base64 } from './attach.ts'
import { Feed } from './feed.ts'
import { EMPTY_MODEL, type Model, markStale, messagesKey, type Part, partKey } from './model.ts'
import * as state from './state.ts'
import { prependMessages } from './state-messages.ts'
import type { Attachment, Clock, FeedEvent, Media, Outgoing, PhoneMessage, PhoneNumber } from './wire.ts'

/** Events further from the clock as we know it than this make us read it again. */
const CLOCK_TOLERANCE_MS = 5000

type Listener = (events: readonly FeedEvent[]) => void

export type Session = ReturnType<typeof createSession>

export function createSession(base: string, feedUrl: string) {
  const model = signal<Model>(EMPTY_MODEL)
  const clock = signal<{ readonly clock: Clock; readonly readAt: number } | null>(null)
  const faults = signal(0)
  const listeners = new Set<Listener>()
  const api = createApi(base, (...request) => fetch(...request))
  const fetchStale = createFetcher(model, api)
  const update = (next: Model) => {
    model.value = next
    if (Object.keys(next.stale).length > 0) fetchStale()
  }
  const feed = new Feed(feedUrl, {
    where: () => ({ since: model.value.seq, epoch: model.value.epoch }),
    onOpen: () => update(state.setConnection(model.value, { state: 'live' })),
    onLost: (reason, retryAt) => update(state.setConnection(model.value, { state: 'lost', reason, retryAt })),
    onEvents: (events) => {
      batch(() => update(events.reduce(state.foldEvent, model.value)))
      for (const listener of listeners) listener(events)
      noteFaults(events)
      if (events.some((event) => isOffClock(event, worldNow(clock.value, Date.now())))) void readClock()
    },
  })
  const readFaults = async () => {
    const answer = await api.faultCount()
    if (answer.ok) faults.value = answer.value
  }
  const noteFaults = (events: readonly FeedEvent[]) => {
    const changed = events.findLast(({ type }) => type === 'fault.changed')
    if (changed) faults.value = changed.active
    if (events.some(({ type }) => type === 'feed.gap' || type === 'feed.hello')) void readFaults()
  }
  const readClock = async () => {
    const answer = await api.clock()
    if (answer.ok) clock.value = { clock: answer.value, readAt: Date.now() }
  }
  return {
    model,
    api,
    base,
    /** Rules of misbehaviour that stand now. */
    faults,
    clock,
    /** Reads the phones, then follows the feed from there. Answers false while nobody is there to ask. */
    async start(): Promise<Answer<unknown>> {
      const phones = await api.phones()
      if (!phones.ok) return phones
      update(state.loadPhones(model.value, phones.value))
      feed.connect()
      void readClock()
      return phones
    },
    readClock,
    /** Hears of every batch of events, after the model has taken them in. Answers how to stop. */
    listen(listener: Listener): () => void {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    reconnect: () => feed.connect(),
    stop: () => feed.close(),
    /** Fetches a part the first time somebody looks at it. */
    want(part: Part): void {
      if (!isKnown(model.value, part)) update(markStale(model.value, part))
    },
    loadEarlier: createHistory(model, update, api),
    ...createActions(model, update, api),
  }
}

/** Fetches the page before the oldest message known of a thread, one page at a time. */
function createHistory(model: Signal<Model>, update: (next: Model) => void, api: ReturnType<typeof createApi>) {
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

function createActions(model: Signal<Model>, update: (next: Model) => void, api: ReturnType<typeof createApi>) {
  const markedRead = new Set<string>()
  const phonesChanged = () => update(markStale(model.value, { of: 'phones' }))
  return {
    async send(phone: PhoneNumber, message: Outgoing): Promise<Answer<PhoneMessage>> {
      const answer = await api.send(phone, message)
      if (answer.ok) update(state.addSent(model.value, answer.value))
      return answer
    },
    /** The same message once more, with its files fetched back from where the phone keeps them. */
    async sendAgain({ phone, to, text, subject, media }: PhoneMessage): Promise<Answer<PhoneMessage>> {
      const files = await Promise.all(media.map(fetchAttachment))
      return api.send(phone, { to, text, subject, media: files })
    },
    async act(message: PhoneMessage, action: MessageAction): Promise<Answer<unknown>> {
      const answer = await api.act(message.phone, message.id, action)
      if (answer.ok && action === 'delete') update(state.removeMessage(model.value, message))
      return answer
    },
    async download(phone: PhoneNumber, id: string): Promise<Answer<unknown>> {
      const answer = await api.act(phone, id, 'download')
      update(markStale(model.value, { of: 'waiting', phone }))
      return answer
    },
    /** Tells the phone that its person has seen a thread up to its newest message: once for each message. */
    async markRead(phone: PhoneNumber, thread: string): Promise<void> {
      const rows = model.value.messages[messagesKey(phone, thread)]?.rows ?? []
      const newest = rows.findLast((row) => row.direction === 'received')
      if (!newest || markedRead.has(newest.id)) return
      markedRead.add(newest.id)
      await api.act(phone, newest.id, 'read')
    },
    react: (message: PhoneMessage, reaction: string): Promise<Answer<unknown>> =>
      api.react(message.phone, message.id, reaction),
    async putPhone(phone: PhoneNumber, change: PhoneChange): Promise<Answer<unknown>> {
      const answer = await api.putPhone(phone, change)
      if (answer.ok) phonesChanged()
      return answer
    },
    async removePhone(phone: PhoneNumber): Promise<Answer<unknown>> {
      const answer = await api.removePhone(phone)
      if (answer.ok) update(markStale(state.forgetPhone(model.value, phone), { of: 'phones' }))
      return answer
    },
  }
}

async function fetchAttachment({ contentType, filename, url }: Media): Promise<Attachment> {
  const response = await fetch(url)
  return { contentType, filename, data: base64(new Uint8Array(await response.arrayBuffer())) }
}

/** Fetches stale parts, each at most once at a time. */
function createFetcher(model: Signal<Model>, api: ReturnType<typeof createApi>): () => void {
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
async function loadPart(part: Part, api: ReturnType<typeof createApi>): Promise<(model: Model) => Model> {
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

/** The world's time now: its clock as it was read, carried on at its own rate. */
export function worldNow(read: { readonly clock: Clock; readonly readAt: number } | null, machineNow: number): number {
  const base = Date.parse(read?.clock.now ?? '')
  if (read === null || Number.isNaN(base)) return machineNow
  const rate = read.clock.mode === 'frozen' ? 0 : read.clock.mode === 'scaled' ? read.clock.rate : 1
  return base + (machineNow - read.readAt) * rate
}

/** The world's clock has been wound or frozen since it was read: an event is from another time. */
function isOffClock(event: FeedEvent, now: number): boolean {
  return event.type.startsWith('clock.') || Math.abs(Date.parse(event.at) - now) > CLOCK_TOLERANCE_MS
}
