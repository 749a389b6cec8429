import {
  type DeliveryInd,
  decodePdu,
  decodePush,
  MMS_MEDIA,
  type NotificationInd,
  type PduEnvelope,
  type ReadOrigInd,
  readEnvelope,
} from '../../../protocols/mms/index.ts'
import { describeMalformed } from '../../../protocols/octets/index.ts'
import { hasData, type MessageId, type Phone } from '../../core/index.ts'
import { handsetChange, type Notification, plainAddress } from '../model/index.ts'
import { type Landing, NOTHING, notified, type ReceiveContext } from './landing.ts'
import { reported } from './report.ts'

/** How long a phone tries to say that it cannot read a notification. */
const UNRECOGNISED_FOR_MS = 24 * 3_600_000

type Pushed = { readonly data: Uint8Array; readonly messageId: MessageId }

/** What a WAP push does to a phone; a text when it cannot be read. */
export function receivePush(context: ReceiveContext, phone: Phone, { data, messageId }: Pushed): Landing | string {
  const push = decodePush(data)
  if (!push.ok) return describeMalformed(push.malformed)
  if (push.value.contentType.media !== MMS_MEDIA) return `a WAP push of ${push.value.contentType.media}`
  const pdu = decodePdu(push.value.body)
  const newer = ofAnotherAge(pdu.ok ? pdu.value : readEnvelope(push.value.body))
  if (newer) return takeUnrecognised(context, phone, { transactionId: newer, messageId })
  if (!pdu.ok) return describeMalformed(pdu.malformed)
  switch (pdu.value.type) {
    case 'm-notification.ind':
      return takeNotification(context, phone, { pdu: pdu.value, messageId })
    case 'm-delivery.ind':
      return takeDeliveryReport(context, phone, pdu.value)
    case 'm-read-orig.ind':
      return takeReadReport(context, phone, pdu.value)
    default:
      return NOTHING
  }
}

type Notice = { readonly pdu: NotificationInd; readonly messageId: MessageId }

function takeNotification(context: ReceiveContext, phone: Phone, notice: Notice): Landing {
  const known = context.reader.notificationOf(phone.number, notice.pdu.contentLocation)
  return known ? takeRepeated(context, phone, known) : notified(newNotification(context, phone, notice))
}

function newNotification({ now, ids }: ReceiveContext, phone: Phone, { pdu, messageId }: Notice): Notification {
  const { from, subject, expiry, messageSize, contentLocation, transactionId } = pdu
  return {
    id: ids.number(),
    phone: phone.number,
    from: from === undefined ? null : plainAddress(from),
    subject: subject ?? null,
    size: messageSize,
    expiresAt: 'absolute' in expiry ? expiry.absolute * 1000 : now + expiry.relative * 1000,
    contentLocation,
    transactionId,
    messageId,
    at: now,
    stage: phone.autoDownload ? 'fetch' : 'defer',
    byHand: false,
    error: null,
    nextAttemptAt: hasData(phone) ? now : null,
    attempts: 0,
  }
}

/** The network repeats itself: the message is not shown again, but the network is told again what became of it. */
function takeRepeated({ now }: ReceiveContext, phone: Phone, known: Notification): Landing {
  const again = known.stage === 'done' && phone.profile !== 'no-ack'
  if (!again && known.stage !== 'fetch') return NOTHING
  const value: Notification = {
    ...known,
    stage: again ? 'acknowledge' : known.stage,
    nextAttemptAt: hasData(phone) ? now : null,
  }
  return { changes: [handsetChange({ put: 'notification', value })], events: [] }
}

function takeDeliveryReport({ reader }: ReceiveContext, phone: Phone, pdu: DeliveryInd): Landing {
  const message = reader.sent(phone.number, Number(pdu.messageId))
  if (!message) return NOTHING
  const outcome = pdu.status === 'retrieved' ? 'delivered' : (pdu.statusText ?? pdu.status)
  const about = pdu.to.map((to) => [plainAddress(to), outcome] as const)
  return reported(message, Object.fromEntries(about))
}

function takeReadReport(
  { reader }: ReceiveContext,
  phone: Phone,
  { messageId, from, readStatus }: ReadOrigInd,
): Landing {
  const message = reader.sent(phone.number, Number(messageId))
  if (!message) return NOTHING
  return reported(message, { [plainAddress(from)]: readStatus === 'read' ? 'read' : 'deleted' })
}

/** The transaction of a notification in a major version that this phone does not know. [MMSENC 7.3.34] */
function ofAnotherAge({ type, mmsVersion = '', transactionId }: PduEnvelope): string | undefined {
  return type === 'm-notification.ind' && Number.parseInt(mmsVersion, 10) > 1 ? transactionId : undefined
}

type Unrecognised = { readonly transactionId: string; readonly messageId: MessageId }

/** The person sees nothing; the network hears that this phone cannot read it. */
function takeUnrecognised(
  { now, ids }: ReceiveContext,
  phone: Phone,
  { transactionId, messageId }: Unrecognised,
): Landing {
  const value: Notification = {
    id: ids.number(),
    phone: phone.number,
    from: null,
    subject: null,
    size: 0,
    expiresAt: now + UNRECOGNISED_FOR_MS,
    contentLocation: '',
    transactionId,
    messageId,
    at: now,
    stage: 'unrecognised',
    byHand: false,
    error: null,
    nextAttemptAt: hasData(phone) ? now : null,
    attempts: 0,
  }
  return { changes: [handsetChange({ put: 'notification', value })], events: [] }
}
