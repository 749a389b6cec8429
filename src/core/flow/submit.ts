import {
  type Accepted,
  type Address,
  deliveryIdAt,
  type Event,
  IDS_PER_DELIVERY,
  type Instant,
  type Message,
  type MessageAccepted,
  type MessageDelivery,
  NO_REPORT,
  type Refusal,
  refuse,
  type Submission,
  textOf,
} from '../model/index.ts'
import type { FaultBoard } from '../network/fault-board.ts'
import { magicDelayMs } from '../network/magic-numbers.ts'
import type { CarrierReader, Change, CoreChange, Ids } from '../ports.ts'
import { type Route, route } from './route.ts'

/** How long the network tries when the sender does not say: three days, as most carriers do. */
export const DEFAULT_VALIDITY_MS = 72 * 3_600_000
/** Further ahead than this nobody may schedule or keep alive a message. */
export const LONGEST_VALIDITY_MS = 366 * 24 * 3_600_000
/** As many as the count of a submit_multi can say. [SMPP50 4.2.3] */
export const MAX_RECIPIENTS = 255

export type SubmitContext = {
  readonly read: CarrierReader
  readonly now: Instant
  readonly ids: Ids
  readonly faults?: FaultBoard | undefined
}
export type SubmitDecision = {
  readonly answer: Accepted | Refusal
  readonly changes: readonly Change[]
  readonly events: readonly Event[]
  readonly message: Message | null
  readonly deliveries: readonly MessageDelivery[]
}

/** Decides on one submission: a message with a delivery per recipient, or a refusal that leaves no trace. */
export function submit(context: SubmitContext, submission: Submission): SubmitDecision {
  const recipients = recipientsOf(submission)
  const refusal = checkSender(context.read, submission) ?? checkTimes(context.now, submission) ?? checkCount(recipients)
  if (refusal) return refused(refusal)
  const routes: Route[] = []
  for (const recipient of recipients) {
    const found = route(context.read, recipient)
    if ('accepted' in found) return refused(found)
    routes.push(found)
  }
  const unkept = storeFault(context.faults, submission, recipients)
  if (unkept) return refused(unkept)
  const message = messageFrom(context, submission, routes.length)
  const deliveries = routes.map(({ endpoint }, index) => ({
    kind: 'message' as const,
    id: deliveryIdAt(message.id, index),
    messageId: message.id,
    recipient: recipients[index]!,
    endpoint,
    progress: firstProgress(context.now, submission, recipients[index]!),
  }))
  return {
    answer: { accepted: true, messageId: message.id, deliveries },
    changes: changesOf(submission, message, deliveries, routes),
    events: eventsOf(message, deliveries.length, routes),
    message,
    deliveries,
  }
}

function recipientsOf({ to, cc = [], bcc = [], displayOnly = [] }: Submission): readonly Address[] {
  if (to.length === 1 && cc.length + bcc.length + displayOnly.length === 0) return to
  const shown = new Set(displayOnly)
  return [...new Set([...to, ...cc, ...bcc])].filter((address) => !shown.has(address))
}

function checkSender(read: CarrierReader, { origin, from, content }: Submission): Refusal | undefined {
  if (origin.kind === 'handset') {
    return from === origin.key ? undefined : refuse('source-not-owned', `${origin.key} cannot send as ${from}`, from)
  }
  const owned = read.number(from)
  const owns = owned?.owner.kind === origin.kind && owned.owner.account === origin.key
  const free = origin.kind === 'smpp' && read.account('smpp', origin.key)?.sources === 'any'
  if (!owns && !free) return refuse('source-not-owned', `The account ${origin.key} does not own ${from}`, from)
  if (owned && !owned.capabilities[content.kind]) {
    return refuse('source-not-capable', `${from} cannot send ${content.kind.toUpperCase()}`, from)
  }
  return undefined
}

function checkTimes(now: Instant, { notBefore, expiresAt }: Submission): Refusal | undefined {
  if (expiresAt !== undefined && expiresAt <= now) {
    return refuse('expired-before-accepted', 'The validity period ended before the message came')
  }
  const latest = Math.max(notBefore ?? now, expiresAt ?? now)
  if (latest > now + LONGEST_VALIDITY_MS || (notBefore ?? now) > (expiresAt ?? Number.POSITIVE_INFINITY)) {
    return refuse('schedule-out-of-range', 'The delivery time lies after the validity period or more than a year ahead')
  }
  return undefined
}

function checkCount(recipients: readonly Address[]): Refusal | undefined {
  if (recipients.length === 0) return refuse('no-recipients', 'The message has nobody to go to')
  if (recipients.length > MAX_RECIPIENTS) {
    return refuse('too-many-recipients', `${recipients.length} recipients are more than ${MAX_RECIPIENTS}`)
  }
  return undefined
}

/** A multimedia message is kept by the MMSC, and a rule may say that it cannot. */
function storeFault(
  faults: FaultBoard | undefined,
  { from, content, origin }: Submission,
  to: readonly Address[],
): Refusal | undefined {
  if (content.kind !== 'mms' || !faults?.watches('mmsc.store')) return undefined
  const { kind: transport } = content
  const fault = faults.strike('mmsc.store', { from, to, text: textOf(content), transport, account: origin.key })
  if (!fault) return undefined
  const refusal = refuse('store-full', 'A fault rule says that the MMSC cannot keep it')
  return fault.status === undefined ? refusal : { ...refusal, code: fault.status }
}

function refused(answer: Refusal): SubmitDecision {
  return { answer, changes: [], events: [], message: null, deliveries: [] }
}

/** A message takes its id, and the ids right after it for its deliveries and the reports about them. */
function messageFrom({ now, ids }: SubmitContext, submission: Submission, deliveries: number): Message {
  const { content } = submission
  const start = Math.max(now, submission.notBefore ?? now)
  return {
    id: ids.number(1 + deliveries * IDS_PER_DELIVERY),
    acceptedAt: now,
    origin: submission.origin,
    from: submission.from,
    to: submission.to,
    cc: submission.cc ?? [],
    content:
      content.kind === 'sms' ? content : { ...content, parts: content.parts.map(({ octets: _, ...part }) => part) },
    report: submission.report ?? NO_REPORT,
    priority: submission.priority ?? 'normal',
    expiresAt: submission.expiresAt ?? start + DEFAULT_VALIDITY_MS,
    reference: submission.reference ?? null,
  }
}

function firstProgress(now: Instant, { notBefore }: Submission, recipient: Address): MessageDelivery['progress'] {
  const scheduled = notBefore !== undefined && notBefore > now
  const delayMs = magicDelayMs(recipient)
  return {
    state: 'waiting',
    nextAttemptAt: (scheduled ? notBefore : now) + delayMs,
    attempts: 0,
    waitingFor: scheduled ? 'scheduled' : delayMs > 0 ? 'network-delay' : null,
  }
}

function changesOf(
  { content, evidence }: Submission,
  message: Message,
  deliveries: readonly MessageDelivery[],
  routes: readonly Route[],
): CoreChange[] {
  const changes: CoreChange[] = [
    { layer: 'core', put: 'message', value: message, evidence: evidence ?? null, deliveries },
  ]
  for (const { newPhone } of routes) if (newPhone) changes.push({ layer: 'core', put: 'phone', value: newPhone })
  if (content.kind === 'mms') {
    for (const { hash, octets } of content.parts) changes.push({ layer: 'core', put: 'content', hash, octets })
  }
  return changes
}

function eventsOf(message: Message, deliveries: number, routes: readonly Route[]): Event[] {
  const events: Event[] = []
  for (const { newPhone } of routes) {
    if (newPhone) events.push({ type: 'phone.added', phone: newPhone.number, state: newPhone.state })
  }
  const accepted: MessageAccepted = { type: 'message.accepted', message, deliveries }
  events.push(accepted)
  return events
}
