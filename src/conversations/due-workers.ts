import type { Worker } from '../runtime/index.ts'
import { enterDueState, relay } from './acts/due.ts'
import type { Conversation, ConversationMessage } from './model/records.ts'
import type { ConversationsReader } from './model/store-port.ts'
import type { Work } from './work.ts'

const PER_TURN = 100

/** Runs a unit for an account by its SID, as the layer itself: nobody asked for it, so webhooks are called. */
export type RunFor = (accountSid: string, act: (work: Work) => void) => Promise<void>

type DueParts = { readonly reader: ConversationsReader; readonly now: () => number; readonly run: RunFor }

/** Ends `initializing` and runs out the timers of conversations. */
export function stateWorker({ reader, now, run }: DueParts): Worker {
  return {
    name: 'conversation states',
    nextDueAt: () => reader.nextConversationAt(),
    pending: () => [],
    async turn() {
      const due = reader.conversationsDue(now(), PER_TURN)
      await Promise.all(due.map((one: Conversation) => run(one.accountSid, (work) => enterNow(work, one.sid))))
    },
  }
}

/** Sends messages from phones on to masked participants. */
export function relayWorker({ reader, now, run }: DueParts): Worker {
  return {
    name: 'conversation relays',
    nextDueAt: () => reader.nextRelayAt(),
    pending: () => [],
    async turn() {
      const due = reader.messagesToRelay(now(), PER_TURN)
      await Promise.all(due.map((one: ConversationMessage) => run(one.accountSid, (work) => relayNow(work, one.sid))))
    },
  }
}

function enterNow(work: Work, sid: string): void {
  const conversation = work.read.conversation(sid)
  if (conversation) enterDueState(work, conversation)
}

function relayNow(work: Work, sid: string): void {
  const message = work.read.message(sid)
  if (message?.relayAt) relay(work, message)
}
