import type { Mm7Status } from '../../../../protocols/mm7/index.ts'
import type { Refusal, Submission, Unit } from '../../../core/index.ts'
import { type Mm7Answer, withText } from '../answer.ts'
import { ABOUT_ONE_RECIPIENT, statusOfRefusal } from '../refusals.ts'
import { type Incoming, type PlannedSubmission, planSubmission } from '../submission.ts'

type Answered = { readonly status: Mm7Status; readonly messageId?: string }

/** SubmitReq: one message for all recipients that can be reached; 1100 names the others. [23.140 8.7.1] */
export async function submit(incoming: Incoming): Promise<Mm7Answer> {
  const planned = planSubmission(incoming)
  if ('statusCode' in planned) return answer({ status: planned })
  return answer(await incoming.vasp.world.carrier.run((unit) => accept(unit, planned, incoming)))
}

function answer({ status, messageId }: Answered): Mm7Answer {
  return { operation: 'SubmitRsp', body: { status: withText(status), messageId } }
}

function accept(unit: Unit, { submission, unserved }: PlannedSubmission, { request, vasp }: Incoming): Answered {
  const { accepted, refusals } = submitToReachable(unit, submission)
  if (!accepted) return { status: refusedStatus(refusals) }
  const messageId = String(accepted.messageId)
  const status = acceptedStatus(refusals, unserved)
  unit.emit({
    type: 'mm7.submitted',
    messageId,
    account: vasp.account.user,
    transactionId: request.transactionId,
    statusCode: status.statusCode,
  })
  return { status, messageId }
}

/** Recipients that the carrier refuses stay listed for the others to see and get no copy. */
function submitToReachable(unit: Unit, submission: Submission) {
  const refusals: Refusal[] = []
  let current = submission
  for (;;) {
    const accepted = unit.submit(current)
    if (accepted.accepted) return { accepted, refusals }
    const { address, reason } = accepted
    if (address === null || !ABOUT_ONE_RECIPIENT.has(reason)) return { refusals: [...refusals, accepted] }
    refusals.push(accepted)
    current = { ...current, displayOnly: [...(current.displayOnly ?? []), address] }
  }
}

/** When nobody is left, the reason is the one that the first recipient was refused for. */
function refusedStatus([first, ...others]: readonly Refusal[]): Mm7Status {
  if (!first) throw new Error('refused without a reason')
  const final = others.at(-1) ?? first
  const refusal = final.reason === 'no-recipients' ? first : final
  return { statusCode: statusOfRefusal(refusal), details: refusal.explanation }
}

function acceptedStatus(refusals: readonly Refusal[], unserved: readonly string[]): Mm7Status {
  const details = [...unserved, ...refusals.map((refusal) => `${statusOfRefusal(refusal)} ${refusal.explanation}`)]
  return details.length === 0 ? { statusCode: 1000 } : { statusCode: 1100, details: details.join('; ') }
}
