import { genericNack, type Pdu, STATUS } from '../../../protocols/smpp/index.ts'
import type { AccountLink } from './account-link.ts'
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

const THROTTLED = reject(STATUS.ESME_RTHROTTLED, 'the account submits faster than its rate allows')
const NO_OPERATION = reject(STATUS.ESME_RINVCMDID, 'this message centre has no such operation')
const OUR_FAULT = reject(STATUS.ESME_RSYSERR, 'an error of ours, which the log has too')

/** Has a request done; the response is there at once or after the commit, and it always comes. */
export function answerRequest(parts: AnswerParts, context: OperationContext, request: Pdu): Pdu | Promise<Pdu> {
  if (isSubmission(request.command) && !parts.link.maySubmit(context.account, parts.now())) {
    return responseFrom(parts, request, THROTTLED)
  }
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
  const { commandStatus, explanation } = answer
  const mistake = { command, sequenceNumber, explanation }
  onRefused(mistake, commandStatus)
  return answer === NO_OPERATION ? genericNack(sequenceNumber, commandStatus) : negativeResponse(mistake, commandStatus)
}
