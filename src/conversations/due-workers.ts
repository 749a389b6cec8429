import type { Instant } from '../core/index.ts'
import type { Worker } from '../runtime/index.ts'
import { enterDueState, relay } from './acts/due.ts'
import { sendQueued } from './acts/queued-texts.ts'
import { HeldBack } from './held-back.ts'
import type { ConversationsReader } from './model/store-port.ts'
import type { Work } from './work.ts'

const PER_TURN = 100
/** Uploads that no message has referred to by then are taken away. */
export const UNUSED_MEDIA_MS = 5 * 60_000

/** Runs a unit for an account by its SID, as the layer itself: nobody asked for it, so webhooks are called. */
export type RunFor = (accountSid: string, act: (work: Work) => void) => Promise<unknown>

export type DueParts = {
  readonly reader: ConversationsReader
  readonly now: () => number
  readonly run: RunFor
  readonly onFault: (error: unknown, what: string) => void
}
type DueRow = { readonly sid: string; readonly accountSid: string }
type Duty = {
  readonly name: string
  readonly next: () => Instant | undefined
  readonly due: (now: Instant, limit: number) => readonly DueRow[]
  readonly act: (work: Work, sid: string) => void
}

/** A worker that looks for its next time again only after something was written. */
export type DueWorker = Worker & { readonly note: () => void }

/** Everything of the layer that happens when its time comes, webhook calls aside. */
export function dueWorkers(parts: DueParts): readonly DueWorker[] {
  return [states, relays, queuedTexts, unusedMedia].map((dutyOf) => dueWorker(parts, dutyOf(parts.reader)))
}

/** Ends `initializing` and runs out the timers of conversations. */
function states(reader: ConversationsReader): Duty {
  return {
    name: 'conversation states',
    next: () => reader.nextConversationAt(),
    due: (now, limit) => reader.conversationsDue(now, limit),
    act(work, sid) {
      const conversation = work.read.conversation(sid)
      if (conversation) enterDueState(work, conversation)
    },
  }
}

/** Sends messages from phones on to masked participants. */
function relays(reader: ConversationsReader): Duty {
  return {
    name: 'conversation relays',
    next: () => reader.nextRelayAt(),
    due: (now, limit) => reader.messagesToRelay(now, limit),
    act(work, sid) {
      const message = work.read.message(sid)
      if (message && message.relayAt !== null) relay(work, message)
    },
  }
}

/** Sends scheduled texts, and answers to keywords and by webhooks. */
function queuedTexts(reader: ConversationsReader): Duty {
  return {
    name: 'queued texts',
    next: () => reader.nextChannelMessageAt(),
    due: (now, limit) => reader.channelMessagesDue(now, limit),
    act(work, sid) {
      const message = work.read.channelMessage(sid)
      if (message?.sendAt) sendQueued(work, message)
    },
  }
}

function unusedMedia(reader: ConversationsReader): Duty {
  return {
    name: 'unused media',
    next() {
      const at = reader.nextUnusedMediaAt()
      return at === undefined ? undefined : at + UNUSED_MEDIA_MS
    },
    due: (now, limit) => reader.mediaUnused(now - UNUSED_MEDIA_MS, limit),
    act(work, sid) {
      if (work.read.media(sid)?.messageSid === null) work.remove('media', sid)
    },
  }
}

function dueWorker({ now, run, onFault }: DueParts, { name, next, due, act }: Duty): DueWorker {
  let known: { readonly at: Instant | undefined } | null = null
  const held = new HeldBack()
  const ready = (at: Instant) => due(at, PER_TURN + held.size).filter(({ sid }) => !held.holds(sid, at))
  const look = () => {
    const at = next()
    const isDue = at !== undefined && at <= now()
    return isDue && held.size > 0 && ready(now()).length === 0 ? held.earliest() : at
  }
  return {
    name,
    note() {
      known = null
    },
    nextDueAt() {
      known ??= { at: look() }
      return known.at
    },
    pending: () => [],
    async turn() {
      const turns = ready(now()).map(({ sid, accountSid }) =>
        run(accountSid, (work) => act(work, sid)).catch((error) => {
          held.hold(sid, now())
          onFault(error, `${name}: ${sid}`)
        }),
      )
      await Promise.all(turns)
      known = null
    },
  }
}
