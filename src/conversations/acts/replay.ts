import type { Conversation, ScopedWebhook } from '../model/records.ts'
import { dueHooks } from '../model/webhooks.ts'
import type { Work } from '../work.ts'

const PER_READ = 100

/** Tells a new webhook of the messages from its index on, that one included, as if they came now. */
export function replayMessages(work: Work, conversation: Conversation, hook: ScopedWebhook): void {
  if (hook.replayAfter === null) return
  const hooks = { account: undefined, service: undefined, scoped: [hook] }
  let after = hook.replayAfter - 1
  for (;;) {
    const slice = { after: String(after), limit: PER_READ }
    const messages = work.read.messages(conversation.sid, slice)
    for (const message of messages) {
      const happening = { event: 'onMessageAdded', conversation, message } as const
      const due = dueHooks({ event: 'onMessageAdded', enabled: true, message }, hooks, work.switches)
      for (const one of due) work.call(one, happening, message.source)
      after = message.index
    }
    if (messages.length < PER_READ) return
  }
}
