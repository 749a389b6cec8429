import {
  formatAbsoluteTime,
  MESSAGE_STATES,
  type MessageStateName,
  makeTlv,
  respond,
  STATUS,
  TLV,
  type Tlv,
  tlvNumber,
} from '../../../../protocols/smpp/index.ts'
import type { CarrierReader } from '../../../core/index.ts'
import { type Broadcast, deliveriesOf, findBroadcast, isRepeated, successIn } from '../broadcasts.ts'
import { formatMessageId } from '../message-ids.ts'
import { failureState } from '../message-states.ts'
import { reject } from '../rejection.ts'
import { parseReference } from '../submission-reference.ts'
import type { Operation } from './operation.ts'

/** [SMPP50 4.6.1] By message_id, or without one by user_message_reference. */
export const queryBroadcastSm: Operation<'query_broadcast_sm'> = (context, request) => {
  const { read } = context.world.carrier
  const { account, interfaceVersion } = context
  const broadcast = findBroadcast(read, account, { ...request, interfaceVersion })
  const source = request.sourceAddr === '' ? broadcast?.head.from : context.parseAddress(request.sourceAddr)
  if (!broadcast || source !== broadcast.head.from) {
    return reject(STATUS.ESME_RBCASTQUERYFAIL, 'there is no such broadcast of this source')
  }
  const messageId = formatMessageId(broadcast.head.id, context)
  return respond(request, STATUS.ESME_ROK, { messageId, tlvs: standing(read, broadcast) })
}

/** [SMPP50 4.6.1.3] */
function standing(read: CarrierReader, broadcast: Broadcast): readonly Tlv[] {
  const { state, endedAt } = stateOf(read, broadcast)
  const { tlvs } = parseReference(broadcast.head.reference)
  const areas = tlvs.filter(({ tag }) => tag === TLV.broadcast_area_identifier.tag)
  const reference = tlvNumber(tlvs, 'user_message_reference')
  return [
    makeTlv('message_state', MESSAGE_STATES[state].value),
    ...areas.flatMap((area, i) => [
      area,
      makeTlv('broadcast_area_success', successIn(read, broadcast, broadcast.areas[i] ?? '')),
    ]),
    ...(endedAt === undefined ? [] : [makeTlv('broadcast_end_time', formatAbsoluteTime(endedAt))]),
    ...(reference === undefined ? [] : [makeTlv('user_message_reference', reference)]),
  ]
}

/** Scheduled before its hour; under way while any copy is, or it will be said again; delivered when any arrived. */
function stateOf(read: CarrierReader, broadcast: Broadcast): { state: MessageStateName; endedAt?: number } {
  const ends = deliveriesOf(read, broadcast).map(({ progress }) => progress)
  const settled = ends.flatMap((end) => ('settledAt' in end ? [end] : []))
  if (ends.every((end) => 'waitingFor' in end && end.waitingFor === 'scheduled')) return { state: 'SCHEDULED' }
  if (settled.length < ends.length || isRepeated(read, broadcast)) return { state: 'ENROUTE' }
  const endedAt = Math.max(...settled.map((end) => end.settledAt))
  const failed = settled.find((end) => end.state === 'failed')
  if (settled.some(({ state }) => state === 'delivered') || !failed) return { state: 'DELIVERED', endedAt }
  return { state: failureState(failed.reason, failed.code).state, endedAt }
}
