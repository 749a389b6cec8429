import type { Mm7Status } from '../../../protocols/mm7/index.ts'
import {
  type Instant,
  isSettled,
  type Message,
  type MessageDelivery,
  type ReportRequest,
  type SubmittedPart,
  type Unit,
} from '../../core/index.ts'
import type { OwnMessage } from './own-message.ts'

/** What a replacement changes; what it leaves out stays. */
export type Replacement = {
  readonly parts: readonly SubmittedPart[] | undefined
  readonly notBefore: Instant | undefined
  readonly expiresAt: Instant | undefined
  readonly report: Partial<ReportRequest>
  readonly evidence: Uint8Array
}

/** Puts new content in the place of the old under the same MessageID, as long as nobody has the old. [23.140 8.7.6] */
export function replaceOpen(unit: Unit, { message, deliveries }: OwnMessage, replacement: Replacement): Mm7Status {
  const settled = deliveries.filter(isSettled)
  if (settled.length > 0) {
    const details = settled.map(({ recipient, progress }) => `${recipient} is ${progress.state}`).join('; ')
    return { statusCode: 3001, details }
  }
  const expiresAt = replacement.expiresAt ?? message.expiresAt
  if (expiresAt <= Math.max(unit.now, replacement.notBefore ?? 0)) {
    return { statusCode: 2007, details: 'ExpiryDate lies before the delivery' }
  }
  const replaced: Message = { ...message, ...contentOf(message, replacement), expiresAt }
  unit.put({ layer: 'core', put: 'message', value: replaced, evidence: replacement.evidence })
  for (const { hash, octets } of replacement.parts ?? []) unit.put({ layer: 'core', put: 'content', hash, octets })
  for (const delivery of deliveries) restart(unit, { delivery, message: replaced }, replacement.notBefore)
  unit.emit({ type: 'message.replaced', messageId: String(message.id) })
  return { statusCode: 1000 }
}

function contentOf(message: Message, { parts, report }: Replacement): Pick<Message, 'content' | 'report'> {
  const subject = message.content.kind === 'mms' ? message.content.subject : null
  const flags = message.content.kind === 'mms' ? message.content : {}
  const stored = parts?.map(({ octets: _, ...part }) => part)
  return {
    content: stored ? { ...flags, kind: 'mms', subject, parts: stored } : message.content,
    report: { ...message.report, ...report },
  }
}

/** A waiting copy goes on with the new content; a handset that was notified fetches the new one by itself. */
function restart(
  unit: Unit,
  { delivery, message }: { readonly delivery: MessageDelivery; readonly message: Message },
  notBefore: Instant | undefined,
): void {
  const { progress } = delivery
  if (progress.state !== 'waiting') return
  const kept = progress.waitingFor === 'scheduled' ? progress.nextAttemptAt : unit.now
  const againAfterMs = Math.max(0, (notBefore ?? kept) - unit.now)
  unit.settle(delivery, message, { kind: 'wait', reason: 'scheduled', againAfterMs })
}
