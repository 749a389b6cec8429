// The way of one message, told from the journal; the octets of each link are kept evidence or encoded again.
import type { CarrierReader, Delivery, JournalEvent, Message, MessageDelivery } from '../core/index.ts'
import type { Evidence, Hop, Journey, Lane } from './hop.ts'
import { STATIONS } from './stations.ts'

export type { Evidence, Hop, Journey, Lane } from './hop.ts'

export type JourneyParts = {
  readonly read: CarrierReader
  /** Events of the journal that mention a text, oldest first. */
  readonly mentioning: (text: string) => readonly JournalEvent[]
  /** What went out for a delivery, encoded again from the same values. */
  readonly encodedFor: (
    step: string,
    offer: { delivery: MessageDelivery; message: Message },
    event: JournalEvent,
  ) => readonly Evidence[]
}

const PROTOCOL_OF_ORIGIN = { smpp: 'smpp', mm7: 'mm7', twilio: 'http', handset: 'mm1' } as const

/** Undefined if there is no such message. */
export function journeyOf(parts: JourneyParts, messageId: number): Journey | undefined {
  const message = parts.read.message(messageId)
  if (!message) return undefined
  const deliveries = parts.read.deliveriesOf(messageId)
  const lanes = deliveries.filter((one): one is MessageDelivery => one.kind === 'message')
  return {
    messageId: String(messageId),
    lanes: lanes.map(laneOf),
    hops: eventsAbout(parts, message).flatMap((event) => hopOf(parts, { event, message, lanes })),
  }
}

/** Events that name the message, and those that name a conversation message it became or came from. */
function eventsAbout({ mentioning }: JourneyParts, message: Message): readonly JournalEvent[] {
  const own = mentioning(`"${message.id}"`).filter((event) => isAbout(event, message.id))
  const names = new Set(own.flatMap(({ messageSid }) => (typeof messageSid === 'string' ? [messageSid] : [])))
  if (message.reference?.startsWith('IM')) names.add(message.reference)
  const further = [...names].flatMap((name) => mentioning(`"${name}"`))
  const bySeq = new Map([...own, ...further].map((event) => [event.seq, event]))
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq)
}

function isAbout(event: JournalEvent, id: number): boolean {
  const inner = (event.message ?? event.notification) as { messageId?: unknown } | undefined
  return event.messageId === String(id) || inner?.messageId === String(id)
}

type Told = { readonly event: JournalEvent; readonly message: Message; readonly lanes: readonly MessageDelivery[] }

function hopOf(parts: JourneyParts, { event, message, lanes }: Told): Hop[] {
  const station = STATIONS[event.type]?.(event)
  if (!station) return []
  const { seq, at, world: _world, type: _type, ...fields } = event
  const lane = lanes.find(({ recipient }) => recipient === station.lane)
  const sent = lane ? parts.encodedFor(station.step, { delivery: lane, message }, event) : []
  const came = event.type === 'message.accepted' ? evidenceOf(parts.read, message) : []
  return [{ seq, at, cause: null, ...station, evidence: [...came, ...sent], event: fields }]
}

function evidenceOf(read: CarrierReader, { id, origin, content }: Message): Evidence[] {
  const octets = read.evidence(id)
  if (!octets) return []
  const protocol = origin.kind === 'handset' && content.kind === 'sms' ? 'sms' : PROTOCOL_OF_ORIGIN[origin.kind]
  return [{ name: 'as it came', protocol, octets }]
}

function laneOf({ id, recipient, endpoint, progress }: Delivery): Lane {
  const reason =
    progress.state === 'failed' ? progress.reason : progress.state === 'waiting' ? progress.waitingFor : null
  return { recipient, deliveryId: String(id), endpoint, state: progress.state, reason }
}
