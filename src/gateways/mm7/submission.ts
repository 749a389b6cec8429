import type { Mm7Request, Mm7Status, Mm7Time, RequestName } from '../../../protocols/mm7/index.ts'
import type { Address, Instant, Mm7Account, ReportRequest, Submission } from '../../core/index.ts'
import { NO_REPORT } from '../../core/index.ts'
import { toAddress } from './addresses.ts'
import { statusOnDemand } from './magic-numbers.ts'
import { readMedia } from './media.ts'
import type { Mm7Vasp } from './parts.ts'
import { readRecipients } from './recipients.ts'
import { referenceOf } from './reference.ts'

const PRIORITIES = { Low: 'low', Normal: 'normal', High: 'high' } as const
/** What is kept of the octets that came, besides the media; an envelope is a few thousand. */
const EVIDENCE_OCTETS_MAX = 65_536
const ENVELOPE = 'Envelope'
const PREFIX_LENGTH_MAX = 64
const CLOSING_TAG = /<\/(?:[\w.-]+:)?Envelope$/

export type Incoming<N extends RequestName = 'SubmitReq'> = {
  readonly request: Mm7Request<N>
  readonly vasp: Mm7Vasp
  readonly octets: Uint8Array
  readonly hash: (octets: Uint8Array) => string
}

export type PlannedSubmission = { readonly submission: Submission; readonly unreadable: readonly string[] }

/** What a SubmitReq asks of the carrier, or the status that refuses it before the carrier is asked. */
export function planSubmission({ request, vasp, octets, hash }: Incoming): PlannedSubmission | Mm7Status {
  const { body, content } = request
  const lists = readRecipients(body.recipients)
  if ('statusCode' in lists) return lists
  const demanded = statusOnDemand([...lists.to, ...lists.cc, ...lists.bcc])
  if (demanded) return demanded
  const from = senderOf(request, vasp)
  if (typeof from !== 'string') return from
  const parts = readMedia({ references: body.content ?? [], content }, hash)
  if ('statusCode' in parts) return parts
  const { unreadable, ...addressed } = lists
  const submission: Submission = {
    origin: { kind: 'mm7', key: vasp.account.user },
    from,
    ...addressed,
    content: { kind: 'mms', subject: body.subject ?? null, parts, ...redistributionOf(body) },
    ...wishes(request, vasp.world.clock.now()),
    reference: referenceOf(request),
    evidence: evidenceOf(octets),
  }
  return { submission, unreadable }
}

/** Whether the VASP lets recipients pass the message on, where it says. [23.140 8.7.1] */
export function redistributionOf({ distributionIndicator }: { readonly distributionIndicator?: boolean | undefined }) {
  return distributionIndicator === undefined ? {} : { redistribution: distributionIndicator }
}

export function momentOf(time: Mm7Time | undefined, now: Instant): Instant | undefined {
  if (time === undefined) return undefined
  return 'absolute' in time ? time.absolute : now + time.relative
}

export function reportRequest(deliveryReport = false, readReply = false): ReportRequest {
  return { ...NO_REPORT, delivered: deliveryReport, failed: deliveryReport, read: readReply }
}

/** The octets up to the end of the envelope; the media is kept once, by its hash. */
export function evidenceOf(octets: Uint8Array): Uint8Array {
  const start = Buffer.from(octets.buffer, octets.byteOffset, Math.min(octets.length, EVIDENCE_OCTETS_MAX))
  for (let at = start.indexOf(ENVELOPE); at >= 0; at = start.indexOf(ENVELOPE, at + 1)) {
    const tag = start.toString('latin1', Math.max(0, at - PREFIX_LENGTH_MAX), at + ENVELOPE.length)
    if (CLOSING_TAG.test(tag)) return start.subarray(0, start.indexOf('>', at) + 1 || start.length)
  }
  return start
}

function wishes({ body }: Mm7Request<'SubmitReq'>, now: Instant): Partial<Submission> {
  const notBefore = momentOf(body.earliestDeliveryTime, now)
  const expiresAt = momentOf(body.expiryDate, now)
  return {
    report: reportRequest(body.deliveryReport, body.readReply),
    priority: PRIORITIES[body.priority ?? 'Normal'],
    ...(notBefore !== undefined && { notBefore }),
    ...(expiresAt !== undefined && { expiresAt }),
  }
}

/** The SenderAddress, else the first number the VASP owns. */
function senderOf({ body }: Mm7Request<'SubmitReq'>, { account, world }: Mm7Vasp): Address | Mm7Status {
  const { senderAddress } = body.senderIdentification
  if (senderAddress) {
    return (
      toAddress(senderAddress) ?? { statusCode: 2002, details: `SenderAddress ${senderAddress.value} is no number` }
    )
  }
  const owned = world.read.numbers().find(({ owner }) => isOwner(owner, account))
  return owned?.number ?? { statusCode: 2001, details: `${account.user} owns no number and gave no SenderAddress` }
}

function isOwner(owner: { readonly kind: string; readonly account: string }, { user }: Mm7Account): boolean {
  return owner.kind === 'mm7' && owner.account === user
}
