import {
  makeTlv,
  type PduNamed,
  respond,
  STATUS,
  TLV,
  type Tlv,
  type TlvName,
  tlv,
} from '../../../../protocols/smpp/index.ts'
import {
  type Address,
  MAX_RECIPIENTS,
  NO_REPORT,
  type Refusal,
  type Submission,
  type Unit,
} from '../../../core/index.ts'
import { areasOf, chainTlv, findBroadcast, phonesIn } from '../broadcasts.ts'
import { formatMessageId } from '../message-ids.ts'
import { refusalStatus } from '../refusals.ts'
import { type Rejection, reject } from '../rejection.ts'
import { submissionFrom } from '../submission.ts'
import { formatReference, parseReference } from '../submission-reference.ts'
import type { Answer, Operation, OperationContext } from './operation.ts'
import { pendingOf, withdraw } from './pending.ts'

type Request = PduNamed<'broadcast_sm'>

/** [SMPP50 4.4.1.1] */
const MANDATORY: readonly TlvName[] = [
  'broadcast_area_identifier',
  'broadcast_content_type',
  'broadcast_rep_num',
  'broadcast_frequency_interval',
]

/**
 * [SMPP50 4.4.1] A message for every phone in the areas it names.
 * Deviates: it is sent once; a phone shows a repetition of the same broadcast once as well.
 */
export const broadcastSm: Operation<'broadcast_sm'> = (context, request) => {
  const missing = MANDATORY.find((name) => tlv(request.tlvs, name) === undefined)
  if (missing) return reject(STATUS.ESME_RMISSINGOPTPARAM, `${missing} is missing`)
  const reached = recipientsOf(context, request)
  if ('rejected' in reached) return reached
  const submission = submissionFrom(context, { ...request, esmClass: 0, registeredDelivery: 0 }, reached.phones)
  if ('rejected' in submission) return submission
  return context.world.carrier
    .run((unit) => submitAll(unit, context, { request, submission }))
    .then((answer) => answered(context, request, { answer, unreached: reached.unreached }))
}

type Reached = { readonly phones: readonly Address[]; readonly unreached: readonly Tlv[] }

/** Everybody in the areas; a broadcast that reaches no area at all is refused. */
function recipientsOf({ world }: OperationContext, { tlvs }: Request): Reached | Rejection {
  const areas = areasOf(tlvs)
  if (areas.some((area) => 'fault' in area)) {
    return reject(STATUS.ESME_RINVBCASTAREAFMT, 'areas are named here: an alias, neither arcs nor polygons')
  }
  const phones = new Set<Address>()
  const unreached: Tlv[] = []
  for (const area of areas) {
    if (!('name' in area)) continue
    const within = phonesIn(world.carrier.read, area.name)
    for (const { number } of within) phones.add(number)
    if (within.length === 0) unreached.push(...failedArea(area.name))
  }
  if (phones.size === 0) return reject(STATUS.ESME_RINVBCASTALIAS_NAME, 'no phone is in any of these areas')
  return { phones: [...phones], unreached }
}

/** [SMPP50 4.4.1.2] */
function failedArea(name: string): readonly Tlv[] {
  return [
    makeTlv('broadcast_error_status', STATUS.ESME_RINVBCASTALIAS_NAME),
    { tag: TLV.broadcast_area_identifier.tag, value: new TextEncoder().encode(`\0${name}`) },
  ]
}

type Asked = { readonly request: Request; readonly submission: Submission }

/** Answers the message that stands for the broadcast: the last of its chain. */
function submitAll(
  unit: Unit,
  context: OperationContext,
  { request, submission }: Asked,
): number | Refusal | Rejection {
  const replaced = request.replaceIfPresentFlag
    ? findBroadcast(unit.read, context.account, named(context, request))
    : null
  if (replaced === undefined) return reject(STATUS.ESME_RINVBCAST_REP, `there is no broadcast ${request.messageId}`)
  let head: number | undefined
  for (let start = 0; start < submission.to.length; start += MAX_RECIPIENTS) {
    const to = submission.to.slice(start, start + MAX_RECIPIENTS)
    const answer = unit.submit({ ...submission, to, report: NO_REPORT, reference: linked(submission, head) })
    if (!answer.accepted) return answer
    head = answer.messageId
  }
  for (const message of replaced?.messages ?? []) withdraw(unit, pendingOf(unit.read, message), 'replaced')
  return head ?? 0
}

function named({ interfaceVersion }: OperationContext, { messageId }: Request) {
  return { messageId, interfaceVersion }
}

function linked({ reference }: Submission, previous: number | undefined): string {
  const kept = parseReference(reference ?? null)
  return formatReference({ ...kept, tlvs: [...kept.tlvs, chainTlv(previous)] })
}

type Outcome = { readonly answer: number | Refusal | Rejection; readonly unreached: readonly Tlv[] }

function answered(context: OperationContext, request: Request, { answer, unreached }: Outcome): Answer {
  if (typeof answer === 'number') {
    return respond(request, STATUS.ESME_ROK, { messageId: formatMessageId(answer, context), tlvs: unreached })
  }
  if ('rejected' in answer) return answer
  return reject(refusalStatus(answer, request.scheduleDeliveryTime !== ''), answer.explanation)
}
