import { type PduNamed, respond, STATUS, tlv, tlvNumber } from '../../../../protocols/smpp/index.ts'
import type { Message, Unit } from '../../../core/index.ts'
import { type Broadcast, findBroadcast, findBroadcasts } from '../broadcasts.ts'
import { type Rejection, reject } from '../rejection.ts'
import { parseReference } from '../submission-reference.ts'
import type { Operation, OperationContext } from './operation.ts'
import { withdrawBroadcast } from './pending.ts'

type Request = PduNamed<'cancel_broadcast_sm'>

/** [SMPP50 4.6.2] By message_id; or without one, every broadcast of a source with this service_type and content. */
export const cancelBroadcastSm: Operation<'cancel_broadcast_sm'> = (context, request) =>
  context.world.carrier
    .run((unit) => cancel(unit, context, request))
    .then((rejection) => rejection ?? respond(request, STATUS.ESME_ROK))

function cancel(unit: Unit, context: OperationContext, request: Request): Rejection | undefined {
  const broadcasts = meant(unit, context, request).filter(({ head }) => isSource(context, request, head))
  const ended = broadcasts.filter((broadcast) => withdrawBroadcast(unit, broadcast, 'cancelled'))
  return ended.length > 0 ? undefined : reject(STATUS.ESME_RBCASTCANCELFAIL, 'no such broadcast is under way')
}

function meant(
  { read }: Unit,
  { account, interfaceVersion }: OperationContext,
  request: Request,
): readonly Broadcast[] {
  if (request.messageId === '') return findBroadcasts(read, account, (head) => isOfKind(head, request))
  const found = findBroadcast(read, account, { ...request, interfaceVersion })
  return found ? [found] : []
}

function isSource(context: OperationContext, { sourceAddr }: Request, head: Message): boolean {
  return sourceAddr === '' || context.parseAddress(sourceAddr) === head.from
}

/** What the request names has to be the same: service_type, content type, user_message_reference. [SMPP50 4.6.2.1] */
function isOfKind({ reference }: Message, { serviceType, tlvs }: Request): boolean {
  const submitted = parseReference(reference)
  if (serviceType !== submitted.serviceType) return false
  const content = tlv(tlvs, 'broadcast_content_type')
  if (content && String(content) !== String(tlv(submitted.tlvs, 'broadcast_content_type'))) return false
  const wanted = tlvNumber(tlvs, 'user_message_reference')
  return wanted === undefined || wanted === tlvNumber(submitted.tlvs, 'user_message_reference')
}
