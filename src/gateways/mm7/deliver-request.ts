import {
  type Mm7Address,
  type Mm7Content,
  type Mm7Recipients,
  namespaceNamed,
  type OutgoingRequest,
} from '../../../protocols/mm7/index.ts'
import type { Address, Delivery, Mm7Account, Offer } from '../../core/index.ts'
import { fromAddress } from './addresses.ts'

export const RELAY_ID = 'partyline'

const PRIORITIES = { low: 'Low', normal: 'Normal', high: 'High' } as const

/** A message for one of the VASP's numbers, with every member of the group listed. [23.140 8.7.2] */
export function deliverRequest(
  { delivery, message }: Offer,
  account: Mm7Account,
  content: Mm7Content,
): OutgoingRequest<'DeliverReq'> {
  const subject = message.content.kind === 'mms' ? message.content.subject : null
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
      timeStamp: message.acceptedAt,
      priority: PRIORITIES[message.priority],
      ...(subject !== null && { subject }),
    },
    content,
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
