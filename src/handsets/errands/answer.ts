import { type AcknowledgeInd, encodePdu, type NotifyRespInd } from '../../../protocols/mms/index.ts'
import type { Notification } from '../model/index.ts'
import { MMS_VERSION, MMSC_PATH } from '../send/mms.ts'
import { answerIn } from '../transport.ts'
import { retryAfterMs } from './retry.ts'
import { type ErrandTools, mayRetrieve, move, park } from './tools.ts'

/** Tells the network that the message is shown: m-notifyresp.ind, or m-acknowledge.ind when the person asked for it. */
export function acknowledge(tools: ErrandTools, notification: Notification): Promise<void> {
  return answer(tools, notification, { pdu: acknowledgementOf(notification), next: 'done' })
}

export function acknowledgementOf({
  transactionId,
  byHand,
}: Pick<Notification, 'transactionId' | 'byHand'>): AcknowledgeInd | NotifyRespInd {
  const about = { transactionId, mmsVersion: MMS_VERSION, reportAllowed: true }
  if (byHand) return { type: 'm-acknowledge.ind', ...about }
  return { type: 'm-notifyresp.ind', ...about, status: 'retrieved' }
}

/** Tells the network that the message is left for later. */
export function defer(tools: ErrandTools, notification: Notification): Promise<void> {
  const { transactionId } = notification
  const pdu = { type: 'm-notifyresp.ind', transactionId, mmsVersion: MMS_VERSION, status: 'deferred' } as const
  return answer(tools, notification, { pdu, next: 'deferred' })
}

/** Tells the network that this phone cannot read the notification. */
export function decline(tools: ErrandTools, notification: Notification): Promise<void> {
  const { transactionId } = notification
  const pdu = { type: 'm-notifyresp.ind', transactionId, mmsVersion: MMS_VERSION, status: 'unrecognised' } as const
  return answer(tools, notification, { pdu, next: 'done' })
}

/** An HTTP status that says so. */
export function isTaken(status: number): boolean {
  return status >= 200 && status < 300
}

type Answer = { readonly pdu: AcknowledgeInd | NotifyRespInd; readonly next: 'done' | 'deferred' }

async function answer(tools: ErrandTools, notification: Notification, { pdu, next }: Answer): Promise<void> {
  const phone = tools.carrier().read.phone(notification.phone)
  if (phone && !mayRetrieve(phone)) return park(tools, notification)
  if (!phone || notification.expiresAt <= tools.clock.now()) {
    return move(tools, notification, { stage: next, nextAttemptAt: null })
  }
  const { status } = answerIn(
    await tools.transport.mm1({
      method: 'POST',
      path: MMSC_PATH,
      identity: phone.number,
      octets: encodePdu(pdu),
    }),
  )
  if (isTaken(status)) return move(tools, notification, { stage: next, nextAttemptAt: null, attempts: 0 })
  const attempts = notification.attempts + 1
  return move(tools, notification, { attempts, nextAttemptAt: tools.clock.now() + retryAfterMs(attempts) })
}
