import {
  type Carrier,
  type CarrierProfile,
  type CarrierReader,
  type CoreChange,
  carrierProfile,
  type Event,
  type Offer,
} from '../../../core/index.ts'
import { adaptedKey, budgetFor, type PartBudget, sizeOf } from './budget.ts'

/** A picture made smaller, with its measures before and after. */
export type Shrunk = {
  readonly octets: Uint8Array
  readonly before: { readonly width: number; readonly height: number }
  readonly after: { readonly width: number; readonly height: number }
}

/** Makes pictures smaller: as JPEG of at most so many octets; undefined where it cannot, or is not there. */
export type ImageAdapter = (octets: Uint8Array, maxOctets: number) => Promise<Shrunk | undefined>

/** What is done with a message that is too large for its recipient's carrier and cannot be made smaller. */
export type Oversize = 'refuse' | 'pass'

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
  const budgets = budgetFor(content, profile.maxMessageSize)
  if (budgets === null) return tooLarge(parts, offer, profile)
  const missing = budgets.filter((budget) => parts.read.content(adaptedKey(budget)) === undefined)
  return missing.length === 0 ? READY : adapt(parts, { offer, profile, budgets: missing })
}

type Work = { readonly offer: Offer; readonly profile: CarrierProfile; readonly budgets: readonly PartBudget[] }
type Done = { readonly budget: PartBudget; readonly shrunk: Shrunk }

async function adapt(parts: AdaptationParts, { offer, profile, budgets }: Work): Promise<Prepared> {
  const done: Done[] = []
  for (const budget of budgets) {
    const octets = parts.read.content(budget.part.hash)
    const shrunk = octets && (await parts.shrink(octets, budget.octets))
    if (!shrunk) return tooLarge(parts, offer, profile)
    done.push({ budget, shrunk })
  }
  await parts.carrier().run((unit) => {
    for (const one of done) unit.put(keep(one))
    unit.emit(adaptedEvent(offer, profile, done))
  })
  return READY
}

function keep({ budget, shrunk }: Done): CoreChange {
  return { layer: 'core', put: 'content', hash: adaptedKey(budget), octets: shrunk.octets }
}

function tooLarge({ oversize }: AdaptationParts, offer: Offer, profile: CarrierProfile): Prepared {
  const event = { type: 'mms.too-large', ...about(offer, profile), action: oversize === 'pass' ? 'passed' : 'refused' }
  return { mayGoOn: oversize === 'pass', events: [event] }
}

function adaptedEvent(offer: Offer, profile: CarrierProfile, done: readonly Done[]): Event {
  const saved = done.reduce((sum, { budget, shrunk }) => sum + budget.part.size - shrunk.octets.length, 0)
  const { size, ...rest } = about(offer, profile)
  const parts = done.map(({ budget: { part }, shrunk }) => ({
    name: part.name ?? part.contentLocation,
    from: { contentType: part.contentType, size: part.size, ...shrunk.before },
    to: { contentType: 'image/jpeg', size: shrunk.octets.length, ...shrunk.after },
  }))
  return { type: 'mms.adapted', ...rest, before: size, after: size - saved, parts }
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
