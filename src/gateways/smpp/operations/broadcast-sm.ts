import {
  makeTlv,
  type PduNamed,
  respond,
  STATUS,
  TLV,
  type Tlv,
  tlv,
  tlvNumber,
} from '../../../../protocols/smpp/index.ts'
import {
  type Address,
  MAX_RECIPIENTS,
  NO_REPORT,
  type Refusal,
  type Submission,
  type Unit,
} from '../../../core/index.ts'
import { type BroadcastSchedule, endOf, scheduleOf } from '../broadcast-schedule.ts'
import { type Area, areasOf, findBroadcast, linked, phonesIn } from '../broadcasts.ts'
import { formatMessageId } from '../message-ids.ts'
import { refusalStatus } from '../refusals.ts'
import { type Rejection, reject } from '../rejection.ts'
import { submissionFrom } from '../submission.ts'
import type { Answer, Operation, OperationContext } from './operation.ts'
import { withdrawBroadcast } from './pending.ts'

type Request = PduNamed<'broadcast_sm'>

/** As many as the network takes at once. [SMPP50 4.4.1.1] */
const AREAS_MAX = 255
/** [SMPP50 4.8.4.12] No class, user defined 1 and 2, terminal equipment. */
const MESSAGE_CLASS_MAX = 3
/** [SMPP50 4.8.4.7] Basic and extended. */
const CHANNEL_MAX = 1
/** [SMPP50 4.8.4.8] Generic, GSM, TDMA, CDMA. */
const CONTENT_NETWORK_MAX = 3

/** [SMPP50 4.4.1] A message for every phone in the areas it names, said as often as it asks for. */
export const broadcastSm: Operation<'broadcast_sm'> = (context, request) => {
  const schedule = wrongParameter(request) ?? scheduleOf(request)
  if ('rejected' in schedule) return schedule
  const reached = recipientsOf(context, request)
  if ('rejected' in reached) return reached
  const submission = submissionFrom(context, { ...request, esmClass: 0, registeredDelivery: 0 }, reached.phones)
  if ('rejected' in submission) return submission
  return context.world.carrier
    .run((unit) => submitAll(unit, context, { request, schedule, submission }))
    .then((answer) => answered(context, request, { answer, unreached: reached.unreached }))
}

function wrongParameter({ tlvs }: Request): Rejection | undefined {
  const areas = areasOf(tlvs)
  const content = tlv(tlvs, 'broadcast_content_type')
  if (areas.length === 0) return reject(STATUS.ESME_RMISSINGOPTPARAM, 'broadcast_area_identifier is missing')
  if (!content) return reject(STATUS.ESME_RMISSINGOPTPARAM, 'broadcast_content_type is missing')
  if (areas.length > AREAS_MAX) return reject(STATUS.ESME_RINVNUMBCAST_AREAS, `there are more than ${AREAS_MAX} areas`)
  if (content[0]! > CONTENT_NETWORK_MAX) {
    return reject(STATUS.ESME_RINVBCASTCNTTYPE, `${content[0]} is no network that a content type belongs to`)
  }
  if ((tlvNumber(tlvs, 'broadcast_message_class') ?? 0) > MESSAGE_CLASS_MAX) {
    return reject(STATUS.ESME_RINVBCASTMSGCLASS, 'broadcast_message_class is reserved')
  }
  if ((tlvNumber(tlvs, 'broadcast_channel_indicator') ?? 0) > CHANNEL_MAX) {
    return reject(STATUS.ESME_RINVBCASTCHANIND, 'broadcast_channel_indicator is reserved')
  }
  return undefined
}

type Reached = { readonly phones: readonly Address[]; readonly unreached: readonly Tlv[] }

/** Everybody in the areas; a broadcast that reaches no area at all is refused as its first area is. */
function recipientsOf({ world }: OperationContext, { tlvs }: Request): Reached | Rejection {
  const phones = new Set<Address>()
  const unreached: { readonly area: Area; readonly fault: Rejection }[] = []
  for (const area of areasOf(tlvs)) {
    const within = 'name' in area ? phonesIn(world.carrier.read, area.name) : []
    for (const { number } of within) phones.add(number)
    if (within.length === 0) unreached.push({ area, fault: faultOf(area) })
  }
  if (phones.size === 0) return unreached[0]!.fault // areas there are, and none of them was reached
  return { phones: [...phones], unreached: unreached.flatMap(({ area, fault }) => failedArea(area, fault)) }
}

function faultOf(area: Area): Rejection {
  if ('name' in area) return reject(STATUS.ESME_RINVBCASTALIAS_NAME, `no phone is in the area "${area.name}"`)
  return reject(STATUS.ESME_RINVBCASTAREAFMT, 'areas are named here by an alias, not by arcs or polygons')
}

/** [SMPP50 4.4.1.2] */
function failedArea({ value }: Area, { commandStatus }: Rejection): readonly Tlv[] {
  return [makeTlv('broadcast_error_status', commandStatus), { tag: TLV.broadcast_area_identifier.tag, value }]
}

type Asked = { readonly request: Request; readonly schedule: BroadcastSchedule; readonly submission: Submission }

/** Answers the message that stands for the broadcast: the head of its chain. */
function submitAll(unit: Unit, context: OperationContext, asked: Asked): number | Refusal | Rejection {
  const { request, schedule } = asked
  const replaced = request.replaceIfPresentFlag
    ? findBroadcast(unit.read, context.account, { ...request, interfaceVersion: context.interfaceVersion })
    : null
  if (replaced === undefined) return reject(STATUS.ESME_RREPLACEFAIL, 'there is no broadcast that this could replace')
  const start = asked.submission.notBefore ?? unit.now
  const expiresAt = asked.submission.expiresAt ?? endOf(schedule, start)
  const submission = { ...asked.submission, report: NO_REPORT, ...(expiresAt !== undefined && { expiresAt }) }
  const head = submitChain(unit, submission)
  if (typeof head !== 'number') return head
  if (schedule.times !== 1) repeatFrom(unit, head, { schedule, start })
  if (replaced) withdrawBroadcast(unit, replaced, 'replaced')
  return head
}

function submitChain(unit: Unit, submission: Submission): number | Refusal {
  let head: number | null = null
  for (let start = 0; start < submission.to.length; start += MAX_RECIPIENTS) {
    const to = submission.to.slice(start, start + MAX_RECIPIENTS)
    const reference = linked(submission.reference ?? null, head, 'head')
    const isHead = start + MAX_RECIPIENTS >= submission.to.length
    // The request is kept once: with the message that stands for the broadcast.
    const { evidence, ...other } = submission
    const answer = unit.submit({ ...other, to, reference, ...(isHead && evidence && { evidence }) })
    if (!answer.accepted) return answer
    head = answer.messageId
  }
  return head ?? 0
}

type Repeated = { readonly schedule: BroadcastSchedule; readonly start: number }

function repeatFrom(unit: Unit, id: number, { schedule: { times, intervalMs }, start }: Repeated): void {
  const left = times === null ? null : times - 1
  unit.put({ layer: 'core', put: 'broadcast', value: { id, nextAt: start + intervalMs, intervalMs, left } })
}

type Outcome = { readonly answer: number | Refusal | Rejection; readonly unreached: readonly Tlv[] }

function answered(context: OperationContext, request: Request, { answer, unreached }: Outcome): Answer {
  if (typeof answer === 'number') {
    return respond(request, STATUS.ESME_ROK, { messageId: formatMessageId(answer, context), tlvs: unreached })
  }
  if ('rejected' in answer) return answer
  return reject(refusalStatus(answer, request.scheduleDeliveryTime !== ''), answer.explanation)
}
