import {
  type Mm7Address,
  type Mm7Recipients,
  namespaceNamed,
  type OutgoingRequest,
} from '../../../protocols/mm7/index.ts'
import {
  type Address,
  type CarrierReader,
  type Delivery,
  type Message,
  type Mm7Account,
  type Offer,
  previousMessages,
} from '../../core/index.ts'
import { fromAddress } from './addresses.ts'
import { writeMedia } from './media.ts'

export const RELAY_ID = 'partyline'

const PRIORITIES = { low: 'Low', normal: 'Normal', high: 'High' } as const

/** A message for one of the VASP's numbers, with every member of the group listed. [23.140 8.7.2] */
export function deliverRequest(
  read: CarrierReader,
  { delivery, message }: Offer,
  account: Mm7Account,
): OutgoingRequest<'DeliverReq'> {
  const { schema } = account
  return {
    operation: 'DeliverReq',
    ...(schema && { namespace: namespaceNamed(schema.namespace), version: schema.version }),
    transactionId: transactionOf(delivery),
    body: {
      mmsRelayServerId: RELAY_ID,
      vaspId: account.vaspId,
      vasId: account.vasId,
      linkedId: String(message.id),
      sender: fromAddress(message.from),
      recipients: membersFor(delivery.recipient, message, account.group === 'display-only'),
      ...previousSendings(read, message),
      timeStamp: message.acceptedAt,
      priority: PRIORITIES[message.priority],
      ...saidBesides(message, account),
    },
    content: writeMedia(read, message.content),
  }
}

/** Who sent it before it was forwarded; 1 is the first. [23.140 8.7.2.3] */
function previousSendings(read: CarrierReader, message: Message) {
  const before = previousMessages(read, message)
  if (before.length === 0) return {}
  const userAgent = before.map(({ from }, index) => ({ value: fromAddress(from), sequence: index + 1 }))
  const dateTime = before.map(({ acceptedAt }, index) => ({ value: { absolute: acceptedAt }, sequence: index + 1 }))
  return { previouslySentBy: { userAgent }, previouslySentDateAndTime: { dateTime } }
}

/** Subject, and the applications, which are an addition of Release 6. */
function saidBesides({ content }: Message, { schema }: Mm7Account) {
  if (content.kind !== 'mms') return {}
  const knowsApplications = !schema || !namespaceNamed(schema.namespace).includes('REL-5')
  return {
    ...(content.subject !== null && { subject: content.subject }),
    ...(knowsApplications && content.application),
  }
}

/** One transaction is one HTTP request: another attempt has another. */
export function transactionOf({ id, progress }: Delivery): string {
  const attempts = 'attempts' in progress ? progress.attempts : 0
  return `${id}-${attempts + 1}`
}

/** The number it is for stands plain; in the display-only model the others are only shown. */
function membersFor(
  own: Address,
  { to, cc }: { readonly to: readonly Address[]; readonly cc: readonly Address[] },
  showsOthersOnly: boolean,
): Mm7Recipients {
  const member = (address: Address): Mm7Address => fromAddress(address, showsOthersOnly && address !== own)
  const isListed = to.includes(own) || cc.includes(own)
  return { to: to.map(member), cc: cc.map(member), bcc: isListed ? [] : [fromAddress(own)] }
}
