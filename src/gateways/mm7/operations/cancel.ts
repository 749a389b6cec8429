import type { Mm7Recipients, Mm7Request, Mm7Status } from '../../../../protocols/mm7/index.ts'
import { type Address, isSettled, type MessageDelivery, type Unit } from '../../../core/index.ts'
import { toAddress } from '../addresses.ts'
import type { Mm7Answer } from '../answer.ts'
import { findOwnMessage, type OwnMessage } from '../own-message.ts'
import type { Mm7Vasp } from '../parts.ts'

/** CancelReq: takes back every copy that has not arrived, or those of the recipients it names. [23.140 8.7.5] */
export async function cancel({ body }: Mm7Request<'CancelReq'>, { account, world }: Mm7Vasp): Promise<Mm7Answer> {
  const status = await world.carrier.run((unit) => {
    const own = findOwnMessage(unit, account.user, body.messageId)
    return own ? cancelOpen(unit, own, body.recipients) : messageNotFound(body.messageId)
  })
  return { operation: 'CancelRsp', body: { status } }
}

export function messageNotFound(messageId: string): Mm7Status {
  return { statusCode: 2005, details: `No message ${messageId} of this VASP` }
}

export function cancelOpen(unit: Unit, { message, deliveries }: OwnMessage, only?: Mm7Recipients): Mm7Status {
  const asked = only ? deliveries.filter(isAmong(only)) : deliveries
  if (asked.length === 0) return { statusCode: 2003, details: 'The message does not go to these recipients' }
  const settled = asked.filter(isSettled)
  for (const delivery of asked) {
    if (!isSettled(delivery)) unit.settle(delivery, message, { kind: 'failed', reason: 'cancelled' })
  }
  if (settled.length === 0) return { statusCode: 1000 }
  const details = settled.map(({ recipient, progress }) => `3001 ${recipient} is ${progress.state}`).join('; ')
  return { statusCode: settled.length === asked.length ? 3001 : 1100, details }
}

function isAmong({ to, cc, bcc }: Mm7Recipients): (delivery: MessageDelivery) => boolean {
  const named = new Set<Address | undefined>([...to, ...cc, ...bcc].map(toAddress))
  return ({ recipient }) => named.has(recipient)
}
