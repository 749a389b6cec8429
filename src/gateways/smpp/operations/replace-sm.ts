import { type PduNamed, respond, STATUS } from '../../../../protocols/smpp/index.ts'
import { DEFAULT_VALIDITY_MS, type Delivery, type Instant, type Message, type Unit } from '../../../core/index.ts'
import { findMessage } from '../message-ids.ts'
import { type Rejection, reject } from '../rejection.ts'
import { contentOf, reportOf, timesOf } from '../submission.ts'
import type { Operation, OperationContext } from './operation.ts'
import { pendingOf } from './pending.ts'

type Request = PduNamed<'replace_sm'>

/** [SMPP34 4.10] Text, times and receipts of a message that nobody has received yet; its data_coding stays. */
export const replaceSm: Operation<'replace_sm'> = (context, request) =>
  context.world.carrier
    .run((unit) => replace(unit, context, request))
    .then((rejection) => rejection ?? respond(request, STATUS.ESME_ROK))

function replace(unit: Unit, context: OperationContext, request: Request): Rejection | undefined {
  const { account, interfaceVersion } = context
  const message = findMessage(unit.read, account, { messageId: request.messageId, interfaceVersion })
  const { sourceAddr } = request
  const sentBySource = sourceAddr === '' || context.parseAddress(sourceAddr) === message?.from
  if (!message || !sentBySource || message.content.kind !== 'sms') {
    return reject(STATUS.ESME_RREPLACEFAIL, `no message of this source has the id ${request.messageId}`)
  }
  const pending = pendingOf(unit.read, message)
  if (pending.length === 0 || pending.length < message.to.length) {
    return reject(STATUS.ESME_RREPLACEFAIL, 'the message is no longer under way')
  }
  const esmClass = 0
  const content = contentOf(context, { ...request, esmClass, dataCoding: message.content.dataCoding })
  if ('rejected' in content) return content
  const { notBefore, expiresAt } = timesOf(context, request)
  const report = reportOf(request.registeredDelivery)
  const start = notBefore ?? unit.now
  const replaced: Message = { ...message, content, report, expiresAt: expiresAt ?? start + DEFAULT_VALIDITY_MS }
  unit.put({ layer: 'core', put: 'message', value: replaced, evidence: context.evidence })
  for (const { delivery } of pending) reopen(unit, rescheduled(delivery, notBefore), replaced)
  return undefined
}

function rescheduled(delivery: Delivery, notBefore: Instant | undefined): Delivery {
  const { progress } = delivery
  if (notBefore === undefined || progress.state !== 'waiting') return delivery
  return { ...delivery, progress: { ...progress, nextAttemptAt: notBefore, waitingFor: 'scheduled' } }
}

/** The carrier goes on with the message as it is now. */
function reopen(unit: Unit, delivery: Delivery, message: Message): void {
  unit.put({ layer: 'core', put: 'delivery', value: delivery })
  unit.leave({ delivery, message })
}
