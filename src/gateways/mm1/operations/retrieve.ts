import { encodePdu, formatAddress, type PduInTwo, RETRIEVE_STATUS } from '../../../../protocols/mms/index.ts'
import {
  type Address,
  type CarrierReader,
  carrierProfile,
  type Instant,
  type Message,
  type MessageDelivery,
  previousMessages,
} from '../../../core/index.ts'
import { contentFor } from '../adaptation/index.ts'
import { retrievedBody } from '../content.ts'
import { deliveryIdIn, transactionIdOf } from '../location.ts'
import { MMS_VERSION, seconds, traitsIn } from '../push.ts'
import type { RecentRetrievals } from '../recent-retrievals.ts'

export type Asked = { readonly delivery: MessageDelivery; readonly message: Message }
export type Retrieval = {
  /** What the path names. */
  readonly asked: Asked | undefined
  readonly identity: Address | undefined
  readonly now: Instant
}
export type RetrievalTools = { readonly read: CarrierReader; readonly recent: RecentRetrievals }

/** The m-retrieve.conf that answers a GET. The same message gives the same octets every time. */
export function retrieve(tools: RetrievalTools, { asked, identity, now }: Retrieval): Uint8Array | PduInTwo {
  if (!asked) return unavailable(now, 'Error-permanent-message-not-found', 'There is no such message, or no longer')
  const { delivery, message } = asked
  if (identity !== undefined && identity !== delivery.recipient) {
    return unavailable(now, 'Error-permanent-service-denied', `This message is not for ${identity}`)
  }
  // What a carrier takes decides over the octets: those of subscribers without limits are all the same.
  const isPlain = carrierProfile(tools.read.phone(delivery.recipient)?.carrier) === undefined
  const write = () => retrieveConf(tools.read, delivery, message)
  return isPlain ? tools.recent.pduFor(message, transactionIdOf(delivery.id), write) : write()
}

/** The delivery of a multimedia message that a path names, unless it has failed. */
export function find(read: CarrierReader, path: string): Asked | undefined {
  const id = deliveryIdIn(path)
  const delivery = id === undefined ? undefined : read.delivery(id)
  if (delivery?.kind !== 'message' || delivery.progress.state === 'failed') return undefined
  const message = read.message(delivery.messageId)
  return message?.content.kind === 'mms' ? { delivery, message } : undefined
}

/** Every recipient gets the same full list of members, itself included. */
export function retrieveConf(read: CarrierReader, delivery: MessageDelivery, message: Message): Uint8Array {
  const { content, to, cc, from, acceptedAt, priority, report } = message
  if (content.kind !== 'mms') throw new Error(`message ${message.id} is no multimedia message`)
  return encodePdu({
    type: 'm-retrieve.conf',
    transactionId: transactionIdOf(delivery.id),
    mmsVersion: MMS_VERSION,
    messageId: String(message.id),
    date: seconds(acceptedAt),
    from: formatAddress(from),
    to: to.map(formatAddress),
    ...(cc.length > 0 && { cc: cc.map(formatAddress) }),
    ...(content.subject && { subject: content.subject }),
    messageClass: content.messageClass ?? 'personal',
    priority,
    ...(report.read && { readReport: true }),
    ...previousSendings(read, message),
    ...traitsIn(content),
    retrieveStatus: RETRIEVE_STATUS.Ok,
    body: retrievedBody(contentFor(read, delivery, content)),
  })
}

/** Who sent it before it was forwarded; 1 is the first. [MMSENC 7.2.23] */
function previousSendings(read: CarrierReader, message: Message) {
  const before = previousMessages(read, message)
  if (before.length === 0) return {}
  return {
    previouslySentBy: before.map(({ from }, index) => ({ count: index + 1, address: formatAddress(from) })),
    previouslySentDate: before.map(({ acceptedAt }, index) => ({ count: index + 1, date: seconds(acceptedAt) })),
  }
}

function unavailable(now: Instant, status: keyof typeof RETRIEVE_STATUS, text: string): Uint8Array {
  return encodePdu({
    type: 'm-retrieve.conf',
    mmsVersion: MMS_VERSION,
    date: seconds(now),
    retrieveStatus: RETRIEVE_STATUS[status],
    retrieveText: text,
  })
}
