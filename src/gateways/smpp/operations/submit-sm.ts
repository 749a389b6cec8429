import { respond, STATUS } from '../../../../protocols/smpp/index.ts'
import type { Submission, Unit } from '../../../core/index.ts'
import { formatMessageId } from '../message-ids.ts'
import { refusalStatus } from '../refusals.ts'
import { reject } from '../rejection.ts'
import { destinationOf, submissionFrom } from '../submission.ts'
import type { Operation } from './operation.ts'
import { pendingBetween, withdraw } from './pending.ts'

/** [SMPP34 4.4] Answered after the commit. */
export const submitSm: Operation<'submit_sm'> = (context, request) => {
  const to = destinationOf(context, request)
  if (typeof to !== 'string') return to
  const submission = submissionFrom(context, request, [to])
  if ('rejected' in submission) return submission
  const { carrier } = context.world
  const submitted = request.replaceIfPresentFlag
    ? carrier.run((unit) => submitInstead(unit, submission, request.serviceType))
    : carrier.submit(submission)
  return submitted.then((answer) =>
    answer.accepted
      ? respond(request, STATUS.ESME_ROK, { messageId: formatMessageId(answer.messageId, context) })
      : reject(refusalStatus(answer, request.scheduleDeliveryTime !== ''), answer.explanation),
  )
}

/** Takes the place of what is pending between the same addresses with the same service_type. [SMPP34 5.2.18] */
function submitInstead(unit: Unit, submission: Submission, serviceType: string) {
  const answer = unit.submit(submission)
  if (!answer.accepted) return answer
  const { origin, from, to } = submission
  const replaced = to.flatMap((address) => pendingBetween(unit.read, origin.key, { from, to: address, serviceType }))
  withdraw(unit, replaced, 'replaced')
  return answer
}
