import { type PduNamed, respond, STATUS } from '../../../../protocols/smpp/index.ts'
import type { Unit } from '../../../core/index.ts'
import { findMessage } from '../message-ids.ts'
import { type Rejection, reject } from '../rejection.ts'
import { destinationOf, sourceOf } from '../submission.ts'
import type { Operation, OperationContext } from './operation.ts'
import { type Pending, pendingBetween, pendingOf, withdraw } from './pending.ts'

/** [SMPP34 4.9] By message_id; or without one, everything pending between two addresses with one service_type. */
export const cancelSm: Operation<'cancel_sm'> = (context, request) =>
  context.world.carrier
    .run((unit) => cancel(unit, context, request))
    .then((rejection) => rejection ?? respond(request, STATUS.ESME_ROK))

function cancel(unit: Unit, context: OperationContext, request: PduNamed<'cancel_sm'>): Rejection | undefined {
  const pending = request.messageId === '' ? between(unit, context, request) : byId(unit, context, request)
  if ('rejected' in pending) return pending
  if (pending.length === 0) return reject(STATUS.ESME_RCANCELFAIL, 'nothing of this kind is still under way')
  withdraw(unit, pending, 'cancelled')
  return undefined
}

/** Addresses that are given have to be those of the message. */
function byId(
  { read }: Unit,
  { account, interfaceVersion, parseAddress }: OperationContext,
  { messageId, sourceAddr, destinationAddr }: PduNamed<'cancel_sm'>,
): readonly Pending[] {
  const message = findMessage(read, account, { messageId, interfaceVersion })
  if (!message || (sourceAddr !== '' && parseAddress(sourceAddr) !== message.from)) return []
  const to = parseAddress(destinationAddr)
  return pendingOf(read, message).filter(({ delivery }) => destinationAddr === '' || delivery.recipient === to)
}

function between(
  { read }: Unit,
  context: OperationContext,
  request: PduNamed<'cancel_sm'>,
): readonly Pending[] | Rejection {
  const from = sourceOf(context, request)
  if (typeof from !== 'string') return from
  const to = destinationOf(context, request)
  if (typeof to !== 'string') return to
  return pendingBetween(read, context.account.systemId, { from, to, serviceType: request.serviceType })
}
