import {
  type Carrier,
  type CarrierProfile,
  type CarrierReader,
  type CoreChange,
  carrierProfile,
  type Event,
  type MmsContent,
  type Offer,
} from '../../../core/index.ts'
import { adaptedKey, budgetFor, budgetWithRemovals, type PartBudget, REMOVED, sizeOf } from './budget.ts'
import { mediaOfPicture } from './picture-type.ts'

/** A picture made smaller, with its measures before and after. */
export type Shrunk = {
  readonly octets: Uint8Array
  readonly before: { readonly width: number; readonly height: number }
  readonly after: { readonly width: number; readonly height: number }
}

/** Makes pictures smaller: as JPEG or GIF of at most so many octets; undefined where it cannot, or is not there. */
export type ImageAdapter = (octets: Uint8Array, maxOctets: number) => Promise<Shrunk | undefined>

/** What is done with a message that is too large for its recipient's carrier and cannot be made small enough. */
export type Oversize = 'refuse' | 'pass' | 'strip'

export type AdaptationParts = {
  readonly carrier: () => Carrier
  readonly read: CarrierReader
  readonly shrink: ImageAdapter
  readonly oversize: Oversize
}

/** Whether a message may go on to its recipient, and what the journal says about that. */
export type Prepared = { readonly mayGoOn: boolean; readonly events: readonly Event[] }

const READY: Prepared = { mayGoOn: true, events: [] }

/** Makes a message fit what the recipient's carrier takes, and keeps what it made. Answers at once where nothing is to do. */
export function prepare(parts: AdaptationParts, offer: Offer): Prepared | Promise<Prepared> {
  const { content } = offer.message
  const profile = carrierProfile(parts.read.phone(offer.delivery.recipient)?.carrier)
  if (content.kind !== 'mms' || !profile?.mms) return READY
  const budgets = budgetsFor(parts, content, profile)
  if (budgets === null) return tooLarge(parts, offer, profile)
  const missing = budgets.filter((budget) => !isDone(parts.read, budget))
  if (missing.length > 0) return adapt(parts, { offer, profile, budgets: missing })
  return budgets.length > 0 && isFirst(offer) ? known(parts, { offer, profile, budgets }) : READY
}

/** Nothing is changed where the author forbids it: the message fits, or it is too large. */
function budgetsFor(
  { oversize }: AdaptationParts,
  content: MmsContent,
  { maxMessageSize }: CarrierProfile,
): readonly PartBudget[] | null {
  const plan = oversize === 'strip' ? budgetWithRemovals : budgetFor
  const budgets = plan(content, maxMessageSize)
  return content.adaptation === false && budgets?.length !== 0 ? null : budgets
}

function isDone(read: CarrierReader, { part, octets }: PartBudget): boolean {
  return [octets, REMOVED].some((one) => read.content(adaptedKey({ part, octets: one })) !== undefined)
}

type Work = { readonly offer: Offer; readonly profile: CarrierProfile; readonly budgets: readonly PartBudget[] }
type Done = { readonly budget: PartBudget; readonly became: Shrunk | { readonly octets: Uint8Array } }

function isFirst({ delivery: { progress } }: Offer): boolean {
  return !('attempts' in progress) || progress.attempts === 0
}

/** What was made smaller for another recipient before is told again, without the measures that nobody kept. */
function known({ read }: AdaptationParts, { offer, profile, budgets }: Work): Prepared {
  const done = budgets.flatMap(({ part, octets }) => {
    const ways = [octets, REMOVED].map((one) => ({ part, octets: one }))
    return ways.flatMap((budget) => {
      const kept = read.content(adaptedKey(budget))
      return kept ? [{ budget, became: { octets: kept } }] : []
    })
  })
  return { mayGoOn: true, events: [adaptedEvent(offer, profile, done)] }
}

async function adapt(parts: AdaptationParts, { offer, profile, budgets }: Work): Promise<Prepared> {
  const done: Done[] = []
  for (const budget of budgets) {
    const one = (await shrunk(parts, budget)) ?? (parts.oversize === 'strip' ? removed(budget, profile) : undefined)
    if (!one) return tooLarge(parts, offer, profile)
    done.push(one)
  }
  await parts.carrier().run((unit) => {
    for (const one of done) unit.put(keep(one))
    unit.emit(adaptedEvent(offer, profile, done))
  })
  return READY
}

async function shrunk({ read, shrink }: AdaptationParts, budget: PartBudget): Promise<Done | undefined> {
  const octets = budget.octets === REMOVED ? undefined : read.content(budget.part.hash)
  const became = octets && (await shrink(octets, budget.octets))
  return became && { budget, became }
}

/** Words in the place of what cannot travel, as networks leave them. */
function removed({ part }: PartBudget, { name, maxMessageSize }: CarrierProfile): Done {
  const media = part.contentType.split(';')[0]
  const words = `[Removed: ${media}, ${part.size} octets. ${name} takes at most ${maxMessageSize}.]`
  return { budget: { part, octets: REMOVED }, became: { octets: new TextEncoder().encode(words) } }
}

function keep({ budget, became }: Done): CoreChange {
  return { layer: 'core', put: 'content', hash: adaptedKey(budget), octets: became.octets }
}

function tooLarge({ oversize }: AdaptationParts, offer: Offer, profile: CarrierProfile): Prepared {
  const event = { type: 'mms.too-large', ...about(offer, profile), action: oversize === 'pass' ? 'passed' : 'refused' }
  return { mayGoOn: oversize === 'pass', events: [event] }
}

function adaptedEvent(offer: Offer, profile: CarrierProfile, done: readonly Done[]): Event {
  const saved = done.reduce((sum, { budget, became }) => sum + budget.part.size - became.octets.length, 0)
  const { size, ...rest } = about(offer, profile)
  const parts = done.map((one) => ({
    name: one.budget.part.name ?? one.budget.part.contentLocation,
    from: sizeBefore(one),
    to: measured(one),
  }))
  return { type: 'mms.adapted', ...rest, before: size, after: size - saved, parts }
}

function sizeBefore({ budget: { part }, became }: Done) {
  return { contentType: part.contentType, size: part.size, ...('before' in became && became.before) }
}

function measured({ budget, became }: Done) {
  const size = became.octets.length
  if (budget.octets === REMOVED) return { contentType: 'text/plain', size }
  return { contentType: mediaOfPicture(became.octets), size, ...('after' in became && became.after) }
}

function about({ delivery, message }: Offer, { name, maxMessageSize }: CarrierProfile) {
  return {
    messageId: String(message.id),
    deliveryId: String(delivery.id),
    recipient: delivery.recipient,
    carrier: name,
    limit: maxMessageSize,
    size: message.content.kind === 'mms' ? sizeOf(message.content.parts) : 0,
  }
}
