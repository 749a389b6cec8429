import { ESM_CLASS, makeTlv, type PduNamed, respond, STATUS, tlvNumber } from '../../../../protocols/smpp/index.ts'
import { type DeliveryState, isSettled, NO_REPORT, type Submission, type Unit } from '../../../core/index.ts'
import { flagPhone } from '../alerts.ts'
import { formatMessageId } from '../message-ids.ts'
import { failureState, GSM_NETWORK } from '../message-states.ts'
import { refusalStatus } from '../refusals.ts'
import { reject } from '../rejection.ts'
import { destinationOf, submissionFrom } from '../submission.ts'
import type { Answer, Operation, OperationContext } from './operation.ts'

type Request = PduNamed<'data_sm'>

/** [SMPP34 4.7] A submission whose text and validity are TLVs. */
export const dataSm: Operation<'data_sm'> = (context, request) => {
  const to = destinationOf(context, request)
  if (typeof to !== 'string') return to
  const submission = submissionFrom(context, request, [to])
  if ('rejected' in submission) return submission
  const isTransaction = (request.esmClass & ESM_CLASS.modeMask) === ESM_CLASS.forwardMode
  return isTransaction ? transact(context, request, submission) : store(context, request, submission)
}

async function store(context: OperationContext, request: Request, submission: Submission): Promise<Answer> {
  const answer = await context.world.carrier.submit(submission)
  if (!answer.accepted) return reject(refusalStatus(answer, false), answer.explanation)
  return respond(request, STATUS.ESME_ROK, { messageId: formatMessageId(answer.messageId, context) })
}

/** Transaction mode: one attempt, nothing is kept for later, and the response says what came of it. [SMPP34 2.10.3, 4.7.2] */
async function transact(context: OperationContext, request: Request, submission: Submission): Promise<Answer> {
  const { carrier } = context.world
  const answer = await carrier.submit({ ...submission, report: NO_REPORT })
  if (!answer.accepted) return reject(refusalStatus(answer, false), answer.explanation)
  const { id } = answer.deliveries[0]! // a submission to one address has one delivery
  const attempted = await carrier.nextAttempt(id)
  if (attempted?.progress.state === 'delivered') {
    return respond(request, STATUS.ESME_ROK, { messageId: formatMessageId(answer.messageId, context) })
  }
  const isFlagged = await carrier.run((unit) => giveUp(unit, context, { id, request, submission }))
  return undelivered(attempted?.progress, isFlagged)
}

type Failed = { readonly id: number; readonly request: Request; readonly submission: Submission }

/** Ends what waits now, and sets the delivery pending flag where the ESME asked for it. [SMPP34 5.3.2.29] */
function giveUp(unit: Unit, { account }: OperationContext, { id, request, submission }: Failed): boolean {
  const delivery = unit.read.delivery(id)
  const message = delivery && unit.read.message(delivery.messageId)
  if (!delivery || !message || isSettled(delivery)) return false
  unit.settle(delivery, message, { kind: 'failed', reason: 'unreachable' })
  if (tlvNumber(request.tlvs, 'set_dpf') !== 1) return false
  return flagPhone(unit, delivery.recipient, { systemId: account.systemId, esmeAddress: submission.from })
}

/** delivery_failure_reason. [SMPP34 5.3.2.33] */
const FAILURE = { destinationUnavailable: 0, permanentNetworkError: 2 } as const
/** [SMPP34 5.3.2.28] */
const DPF_SET = 1

function undelivered(progress: DeliveryState | undefined, isFlagged: boolean): Answer {
  const isLater = progress?.state === 'waiting' || progress?.state === 'notified'
  const { error } = failureState(progress?.state === 'failed' ? progress.reason : 'unreachable')
  const tlvs = [
    makeTlv('delivery_failure_reason', isLater ? FAILURE.destinationUnavailable : FAILURE.permanentNetworkError),
    makeTlv('network_error_code', Uint8Array.of(GSM_NETWORK, error >> 8, error & 0xff)),
    ...(isFlagged ? [makeTlv('dpf_result', DPF_SET)] : []),
  ]
  return reject(STATUS.ESME_RDELIVERYFAILURE, 'the only attempt did not reach the recipient', tlvs)
}
