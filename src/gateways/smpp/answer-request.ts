import { genericNack, type Pdu, STATUS } from '../../../protocols/smpp/index.ts'
import type { FaultEffect } from '../../core/index.ts'
import type { AccountLink } from './account-link.ts'
import { faultOfSubmit } from './faults.ts'
import { type Answer, isSubmission, type OperationContext, perform } from './operations/index.ts'
import { type Mistake, negativeResponse } from './refused-pdus.ts'
import { reject } from './rejection.ts'

export type AnswerParts = {
  readonly link: AccountLink
  readonly now: () => number
  /** Told once of every request that is not done. */
  readonly onRefused: (mistake: Mistake, commandStatus: number) => void
  /** Told once of every exception of ours. */
  readonly onFault: (error: unknown, request: Pdu) => void
  readonly reply: (reply: Reply) => void
}

/** A response; or, because a fault rule says so, a response that is lost, or the end of the connection. */
export type Reply = Pdu | 'lost' | 'cut'

const THROTTLED = reject(STATUS.ESME_RTHROTTLED, 'the account submits faster than its rate allows')
const NO_OPERATION = reject(STATUS.ESME_RINVCMDID, 'this message centre has no such operation')
const OUR_FAULT = reject(STATUS.ESME_RSYSERR, 'an error of ours, which the log has too')

/** Has a request done; the reply is there at once or after the commit, and there always is one. */
export function answerRequest(parts: AnswerParts, context: OperationContext, request: Pdu): void {
  if (!isSubmission(request.command)) return respondTo(parts, { context, request }, parts.reply)
  if (!parts.link.maySubmit(context.account, parts.now)) return parts.reply(responseFrom(parts, request, THROTTLED))
  const fault = faultOfSubmit(context, request)
  if (fault) return answerUnder(fault, parts, { context, request })
  respondTo(parts, { context, request }, parts.reply)
}

type Asked = { readonly context: OperationContext; readonly request: Pdu }

/** A status is answered instead of doing it; otherwise it is done, and its answer comes late, gets lost or ends the link. */
function answerUnder(fault: FaultEffect, parts: AnswerParts, asked: Asked): void {
  const { status, delayMs, drop, close } = fault
  const { wait } = asked.context.world
  const conclude = (response: Pdu) => parts.reply(close ? 'cut' : drop ? 'lost' : response)
  const whenDone = (response: Pdu): void => {
    if (delayMs === undefined || !wait) return conclude(response)
    void wait(delayMs).then(() => conclude(response))
  }
  if (status) return whenDone(responseFrom(parts, asked.request, reject(status, 'a fault rule answers so')))
  respondTo(parts, asked, whenDone)
}

function respondTo(parts: AnswerParts, { context, request }: Asked, done: (response: Pdu) => void): void {
  const failed = (error: unknown) => {
    parts.onFault(error, request)
    done(responseFrom(parts, request, OUR_FAULT))
  }
  let answer: Answer | Promise<Answer>
  try {
    answer = perform(context, request) ?? NO_OPERATION
  } catch (error) {
    return failed(error)
  }
  if (!(answer instanceof Promise)) return done(responseFrom(parts, request, answer))
  answer.then((settled) => done(responseFrom(parts, request, settled)), failed)
}

function responseFrom({ onRefused }: AnswerParts, request: Pdu, answer: Answer): Pdu {
  if (!('rejected' in answer)) return answer
  const { command, sequenceNumber } = request
  const { commandStatus, explanation, tlvs } = answer
  const mistake = { command, sequenceNumber, explanation }
  // Of an error of ours the log has heard already.
  if (answer !== OUR_FAULT) onRefused(mistake, commandStatus)
  if (answer === NO_OPERATION) return genericNack(sequenceNumber, commandStatus)
  const response = negativeResponse(mistake, commandStatus)
  return tlvs ? { ...response, tlvs } : response
}
