import type { Message, MessageId } from '../model/message.ts'
import type { CarrierReader } from '../ports.ts'

/** Our bound on how often a message was passed on. */
const FORWARDS_MAX = 20
const FORWARD = /^\{"forwards":(\d{1,16}),"transactionId":/

/** What is kept with a forwarded message: which one it was, beside the handset's own transaction id. */
export function forwardReference(forwards: MessageId, transactionId: string): string {
  return JSON.stringify({ forwards, transactionId })
}

/** Whose message this was before it was forwarded, the first sender first. */
export function previousMessages(read: CarrierReader, message: Message): Message[] {
  const before: Message[] = []
  let current = forwardedBy(read, message)
  while (current && before.length < FORWARDS_MAX) {
    before.unshift(current)
    current = forwardedBy(read, current)
  }
  return before
}

function forwardedBy(read: CarrierReader, { origin, reference }: Message): Message | undefined {
  const id = origin.kind === 'handset' ? FORWARD.exec(reference ?? '')?.[1] : undefined
  return id === undefined ? undefined : read.message(Number(id))
}
