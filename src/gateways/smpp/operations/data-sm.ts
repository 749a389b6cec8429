import { respond, STATUS } from '../../../../protocols/smpp/index.ts'
import { formatMessageId } from '../message-ids.ts'
import { refusalStatus } from '../refusals.ts'
import { reject } from '../rejection.ts'
import { destinationOf, submissionFrom } from '../submission.ts'
import type { Operation } from './operation.ts'

/** [SMPP34 4.7] A submission whose text and validity are TLVs. */
export const dataSm: Operation<'data_sm'> = (context, request) => {
  const to = destinationOf(context, request)
  if (typeof to !== 'string') return to
  const submission = submissionFrom(context, request, [to])
  if ('rejected' in submission) return submission
  return context.world.carrier
    .submit(submission)
    .then((answer) =>
      answer.accepted
        ? respond(request, STATUS.ESME_ROK, { messageId: formatMessageId(answer.messageId, context) })
        : reject(refusalStatus(answer, false), answer.explanation),
    )
}
