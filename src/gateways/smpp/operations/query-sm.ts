import {
  formatAbsoluteTime,
  INTERFACE_VERSION,
  MESSAGE_STATES,
  type MessageStateName,
  respond,
  STATUS,
} from '../../../../protocols/smpp/index.ts'
import type { MessageDelivery } from '../../../core/index.ts'
import { findMessage } from '../message-ids.ts'
import { failureState } from '../message-states.ts'
import { reject } from '../rejection.ts'
import type { Operation } from './operation.ts'

/** [SMPP34 4.8] */
export const querySm: Operation<'query_sm'> = (context, request) => {
  const { read } = context.world.carrier
  const { interfaceVersion, account } = context
  const message = findMessage(read, account, { messageId: request.messageId, interfaceVersion })
  if (!message) return reject(STATUS.ESME_RQUERYFAIL, `no message of this account has the id ${request.messageId}`)
  if (request.sourceAddr !== '' && context.parseAddress(request.sourceAddr) !== message.from) {
    return reject(STATUS.ESME_RQUERYFAIL, `the message was not sent by ${request.sourceAddr}`)
  }
  const deliveries = read.deliveriesOf(message.id).filter((delivery) => delivery.kind === 'message')
  const { state, settledAt, errorCode } = stateOf(deliveries, interfaceVersion)
  return respond(request, STATUS.ESME_ROK, {
    messageId: request.messageId,
    finalDate: settledAt === undefined ? '' : formatAbsoluteTime(settledAt),
    messageState: MESSAGE_STATES[state].value,
    errorCode,
  })
}

type Standing = {
  readonly state: MessageStateName
  readonly settledAt: number | undefined
  readonly errorCode: number
}

/** One state for all recipients: before its hour scheduled, which 5.0 knows [SMPP50 4.7.15]; under way while one is, else failed if one failed. */
function stateOf(deliveries: readonly MessageDelivery[], interfaceVersion: number): Standing {
  const progresses = deliveries.map(({ progress }) => progress)
  const isScheduled = progresses.every((one) => one.state === 'waiting' && one.waitingFor === 'scheduled')
  if (isScheduled && interfaceVersion >= INTERFACE_VERSION.v50) {
    return { state: 'SCHEDULED', settledAt: undefined, errorCode: 0 }
  }
  if (progresses.some(({ state }) => state === 'waiting' || state === 'notified')) {
    return { state: 'ENROUTE', settledAt: undefined, errorCode: 0 }
  }
  const last = progresses.findLast(({ state }) => state === 'failed') ?? progresses.at(-1)
  if (last?.state === 'delivered') return { state: 'DELIVERED', settledAt: last.settledAt, errorCode: 0 }
  if (last?.state !== 'failed') return { state: 'UNKNOWN', settledAt: undefined, errorCode: 0 }
  const { state, error } = failureState(last.reason, last.code)
  return { state, settledAt: last.settledAt, errorCode: error & 0xff }
}
