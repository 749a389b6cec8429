import { DEST_FLAG, type PduNamed, respond, STATUS } from '../../../../protocols/smpp/index.ts'
import type { Accepted, Address, Submission, Unit } from '../../../core/index.ts'
import { formatMessageId } from '../message-ids.ts'
import { refusalStatus } from '../refusals.ts'
import { type Rejection, reject } from '../rejection.ts'
import { type DestinationFields, destinationOf, submissionFrom } from '../submission.ts'
import type { Operation, OperationContext } from './operation.ts'

type Request = PduNamed<'submit_multi'>
type Failed = DestinationFields & { readonly errorStatusCode: number }
type Sorted = { readonly good: Map<Address, DestinationFields>; readonly failed: Failed[] }
type Taken = { readonly accepted: Accepted; readonly failed: readonly Failed[] } | Rejection

/** [SMPP34 4.5] Destinations that cannot be reached are listed in unsuccess_sme; the others get the message. */
export const submitMulti: Operation<'submit_multi'> = (context, request) => {
  if (request.destAddress.some(({ destFlag }) => destFlag === DEST_FLAG.distributionList)) {
    return reject(STATUS.ESME_RINVDLNAME, 'there are no distribution lists here')
  }
  const sorted = sortDestinations(context, request)
  const submission = submissionFrom(context, request, [...sorted.good.keys()])
  if ('rejected' in submission) return submission
  return context.world.carrier
    .run((unit) => submitToThoseReachable(unit, submission, sorted))
    .then((taken) => {
      if ('rejected' in taken) return taken
      const messageId = formatMessageId(taken.accepted.messageId, context)
      return respond(request, STATUS.ESME_ROK, { messageId, unsuccessSme: taken.failed })
    })
}

function sortDestinations(context: OperationContext, { destAddress }: Request): Sorted {
  const sorted: Sorted = { good: new Map(), failed: [] }
  for (const destination of destAddress) {
    if (destination.destFlag !== DEST_FLAG.smeAddress) continue
    const address = destinationOf(context, destination)
    if (typeof address === 'string') sorted.good.set(address, destination)
    else sorted.failed.push(failure(destination, address.commandStatus))
  }
  return sorted
}

/** The carrier refuses a submission for one recipient at a time; without that one it is tried again. */
function submitToThoseReachable(unit: Unit, submission: Submission, { good, failed }: Sorted): Taken {
  const all = [...failed]
  const remaining = new Map(good)
  for (;;) {
    const answer = unit.submit({ ...submission, to: [...remaining.keys()] })
    if (answer.accepted) return { accepted: answer, failed: all }
    const destination = answer.address === null ? undefined : remaining.get(answer.address)
    if (!answer.address || !destination)
      return reject(refusalStatus(answer, isScheduled(submission)), answer.explanation)
    remaining.delete(answer.address)
    all.push(failure(destination, refusalStatus(answer, isScheduled(submission))))
  }
}

function isScheduled({ notBefore }: Submission): boolean {
  return notBefore !== undefined
}

function failure({ destAddrTon, destAddrNpi, destinationAddr }: DestinationFields, errorStatusCode: number): Failed {
  return { destAddrTon, destAddrNpi, destinationAddr, errorStatusCode }
}
