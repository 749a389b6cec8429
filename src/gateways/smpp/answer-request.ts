import { genericNack, type Pdu, STATUS } from '../../../protocols/smpp/index.ts'
import type { FaultEffect } from '../../core/index.ts'
import type { AccountLink } from './account-link.ts'
import { faultOfSubmit } from './faults.ts'
import { type Answer, isSubmission, type OperationContext, perform } from './operations/index.ts'
import { type Mistake, negativeResponse } from './refused-pdus.ts'
import { type Rejection, reject } from './rejection.ts'

export type AnswerParts = {
  readonly link: AccountLink
  readonly now: () => number
  /** Told once of every request that is not done. */
  readonly onRefused: (mistake: Mistake, commandStatus: number) => void
  /** Told once of every exception of ours. */
  readonly onFault: (error: unknown, request: Pdu) => void
}

/** A response; or, because a fault rule says so, a response that is lost, or the end of the connection. */
export type Reply = Pdu | 'lost' | 'cut'

const THROTTLED = reject(STATUS.ESME_RTHROTTLED, 'the account submits faster than its rate allows')
const NO_OPERATION = reject(STATUS.ESME_RINVCMDID, 'this message centre has no such operation')
const OUR_FAULT = reject(STATUS.ESME_RSYSERR, 'an error of ours, which the log has too')

/** Has a request done; the reply is there at once or after the commit, and there always is one. */
export function answerRequest(parts: AnswerParts, context: OperationContext, request: Pdu): Reply | Promise<Reply> {
  if (!isSubmission(request.command)) return responseTo(parts, context, request)
  if (!parts.link.maySubmit(context.account, parts.now())) return responseFrom(parts, request, THROTTLED)
  const fault = faultOfSubmit(context, request)
  return fault ? answerUnder(fault, parts, { context, request }) : responseTo(parts, context, request)
}

type Asked = { readonly context: OperationContext; readonly request: Pdu }

/** A status is answered instead of doing it; otherwise it is done, and its answer comes late, gets lost or ends the link. */
async function answerUnder(fault: FaultEffect, parts: AnswerParts, { context, request }: Asked): Promise<Reply> {
  const { status, delayMs, drop, close } = fault
  const response = status
    ? responseFrom(parts, request, reject(status, 'a fault rule answers so'))
    : await responseTo(parts, context, request)
  if (delayMs !== undefined) await context.world.wait?.(delayMs)
  if (close) return 'cut'
  return drop ? 'lost' : response
}

function responseTo(parts: AnswerParts, context: OperationContext, request: Pdu): Pdu | Promise<Pdu> {
  const fault = (error: unknown): Rejection => {
    parts.onFault(error, request)
    return OUR_FAULT
  }
  try {
    const answer = perform(context, request) ?? NO_OPERATION
    if (!(answer instanceof Promise)) return responseFrom(parts, request, answer)
    return answer.then(
      (settled) => responseFrom(parts, request, settled),
      (error) => responseFrom(parts, request, fault(error)),
    )
  } catch (error) {
    return responseFrom(parts, request, fault(error))
  }
}

function responseFrom({ onRefused }: AnswerParts, request: Pdu, answer: Answer): Pdu {
  if (!('rejected' in answer)) return answer
  const { command, sequenceNumber } = request
  const { commandStatus, explanation, tlvs } = answer
  const mistake = { command, sequenceNumber, explanation }
  onRefused(mistake, commandStatus)
  if (answer === NO_OPERATION) return genericNack(sequenceNumber, commandStatus)
  const response = negativeResponse(mistake, commandStatus)
  return tlvs ? { ...response, tlvs } : response
}
