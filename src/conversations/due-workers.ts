import type { Instant } from '../core/index.ts'
import type { Worker } from '../runtime/index.ts'
import { enterDueState, relay } from './acts/due.ts'
import type { ConversationsReader } from './model/store-port.ts'
import type { Work } from './work.ts'

const PER_TURN = 100

/** Runs a unit for an account by its SID, as the layer itself: nobody asked for it, so webhooks are called. */
export type RunFor = (accountSid: string, act: (work: Work) => void) => Promise<unknown>

type DueParts = { readonly reader: ConversationsReader; readonly now: () => number; readonly run: RunFor }
type DueRow = { readonly sid: string; readonly accountSid: string }
type Duty = {
  readonly name: string
  readonly next: () => Instant | undefined
  readonly due: (now: Instant, limit: number) => readonly DueRow[]
  readonly act: (work: Work, sid: string) => void
}

/** A worker that looks for its next time again only after something was written. */
export type DueWorker = Worker & { readonly note: () => void }

/** Ends `initializing` and runs out the timers of conversations. */
export function stateWorker(parts: DueParts): DueWorker {
  const { reader } = parts
  return dueWorker(parts, {
    name: 'conversation states',
    next: () => reader.nextConversationAt(),
    due: (now, limit) => reader.conversationsDue(now, limit),
    act(work, sid) {
      const conversation = work.read.conversation(sid)
      if (conversation) enterDueState(work, conversation)
    },
  })
}

/** Sends messages from phones on to masked participants. */
export function relayWorker(parts: DueParts): DueWorker {
  const { reader } = parts
  return dueWorker(parts, {
    name: 'conversation relays',
    next: () => reader.nextRelayAt(),
    due: (now, limit) => reader.messagesToRelay(now, limit),
    act(work, sid) {
      const message = work.read.message(sid)
      if (message && message.relayAt !== null) relay(work, message)
    },
  })
}

function dueWorker({ now, run }: DueParts, { name, next, due, act }: Duty): DueWorker {
  let known: { readonly at: Instant | undefined } | null = null
  return {
    name,
    note() {
      known = null
    },
    nextDueAt() {
      known ??= { at: next() }
      return known.at
    },
    pending: () => [],
    async turn() {
      const rows = due(now(), PER_TURN)
      await Promise.all(rows.map(({ sid, accountSid }) => run(accountSid, (work) => act(work, sid))))
      known = null
    },
  }
}
