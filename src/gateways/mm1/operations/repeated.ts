import type { CarrierReader, Message, Submission } from '../../../core/index.ts'

/**
 * The message that this handset handed in before under the same transaction id: its m-send.conf was lost, and nothing is
 * sent twice. A handset that counts its transactions anew says something else under the same id, and that is new.
 */
export function sentBefore(read: CarrierReader, { origin, reference, ...submission }: Submission): Message | undefined {
  const before = reference === undefined ? undefined : read.handedIn(origin, reference)
  return before && saysTheSame(before, submission) ? before : undefined
}

type Said = Pick<Submission, 'to' | 'cc' | 'content'>

function saysTheSame(before: Message, { to, cc = [], content }: Said): boolean {
  return meaningOf(before) === meaningOf({ to, cc, content })
}

function meaningOf({
  to,
  cc,
  content,
}: Pick<Message, 'to' | 'cc'> & { readonly content: Said['content'] | Message['content'] }) {
  if (content.kind === 'sms') return undefined
  return JSON.stringify([to, cc, content.subject, content.parts.map(({ contentType, hash }) => [contentType, hash])])
}
