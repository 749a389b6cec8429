import type { Mm7Request, Mm7Status, Mm7Time, RequestName } from '../../../protocols/mm7/index.ts'
import type { Address, Instant, Mm7Account, MmsTraits, ReportRequest, Submission } from '../../core/index.ts'
import { NO_REPORT } from '../../core/index.ts'
import { toAddress } from './addresses.ts'
import { applicationOf, lacksApplication, unknownReplyApplication } from './applications.ts'
import { unknownLink } from './linked-id.ts'
import { statusOnDemand } from './magic-numbers.ts'
import { readMedia } from './media.ts'
import type { Mm7Vasp } from './parts.ts'
import { explainUnreadable, type RecipientLists, readRecipients } from './recipients.ts'
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

/** `unserved`: what is said of the recipients that get no copy, status first. */
export type PlannedSubmission = { readonly submission: Submission; readonly unserved: readonly string[] }

/** What a SubmitReq asks of the carrier, or the status that refuses it before the carrier is asked. */
export function planSubmission({ request, vasp, octets, hash }: Incoming): PlannedSubmission | Mm7Status {
  const { body, content } = request
  const lists = readRecipients(body.recipients, vasp.account)
  if ('statusCode' in lists) return lists
  const demanded = statusOnDemand([...lists.to, ...lists.cc, ...lists.bcc])
  if (demanded) return demanded
  const unmet = unmetWish(request, vasp)
  if (unmet) return unmet
  const from = senderOf(request, vasp)
  if (typeof from !== 'string') return from
  const parts = readMedia({ references: body.content ?? [], content }, hash)
  if ('statusCode' in parts) return parts
  const addressed = withApplication(lists, request, vasp)
  if ('statusCode' in addressed) return addressed
  const { unserved, ...members } = addressed
  const submission: Submission = {
    origin: { kind: 'mm7', key: vasp.account.user },
    from,
    ...members,
    content: { kind: 'mms', subject: body.subject ?? null, parts, ...traitsOf(request) },
    ...wishes(request, vasp.world.clock.now()),
    reference: referenceOf(request),
    evidence: evidenceOf(octets),
  }
  return { submission, unserved }
}

/** Something that this network does not do, or that nobody knows. */
function unmetWish({ body }: Mm7Request<'SubmitReq'>, { account, world }: Mm7Vasp): Mm7Status | undefined {
  if (body.replyCharging) return { statusCode: 4007, details: 'Nobody pays for replies on this network' }
  return unknownReplyApplication(body, account) ?? unknownLink(world.read, account, body.linkedId)
}

/** Whoever lacks the application that the message is for gets no copy and stays listed. */
function withApplication(
  { unreadable, ...lists }: RecipientLists,
  { body }: Mm7Request<'SubmitReq'>,
  { world }: Mm7Vasp,
): (Omit<RecipientLists, 'unreadable'> & Pick<PlannedSubmission, 'unserved'>) | Mm7Status {
  const served = [...lists.to, ...lists.cc, ...lists.bcc].filter((one) => !lists.displayOnly.includes(one))
  const without = served.filter((recipient) => lacksApplication(world.read, recipient, body))
  const explained = without.map((recipient) => `2008 ${recipient} has no application ${body.applicId}`)
  if (without.length > 0 && without.length === served.length) {
    return { statusCode: 2008, details: explained.join('; ') }
  }
  const unserved = [...unreadable.map(explainUnreadable), ...explained]
  return { ...lists, displayOnly: [...lists.displayOnly, ...without], unserved }
}

/** What the VASP says of the message besides its parts. [23.140 8.7.1] */
function traitsOf({ body, content }: Mm7Request<'SubmitReq'>): MmsTraits {
  const { distributionIndicator, messageClass, contentClass, drmContent } = body
  return {
    ...(distributionIndicator !== undefined && { redistribution: distributionIndicator }),
    ...(content?.allowAdaptations === false && { adaptation: false }),
    ...(messageClass !== undefined && { messageClass: messageClass.toLowerCase() }),
    ...(contentClass !== undefined && { contentClass }),
    ...(drmContent !== undefined && { drm: drmContent }),
    ...applicationOf(body),
  }
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
