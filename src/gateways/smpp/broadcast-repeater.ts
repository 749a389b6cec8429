import {
  type Address,
  type Carrier,
  type Clock,
  type Instant,
  MAX_RECIPIENTS,
  NO_REPORT,
  type RepeatedBroadcast,
  type Unit,
} from '../../core/index.ts'
import { type Broadcast, broadcastBehind, linked, phonesIn, previousOf } from './broadcasts.ts'

/**
 * Says broadcasts again when their time has come. As on a real network a phone shows a broadcast once, however often it
 * hears it: what a repetition adds are the phones that have come into the areas since.
 */
export class BroadcastRepeater {
  readonly name = 'broadcasts'
  private readonly carrier: Carrier
  private readonly clock: Clock

  constructor(carrier: Carrier, clock: Clock) {
    this.carrier = carrier
    this.clock = clock
  }

  nextDueAt(): Instant | undefined {
    const times = this.carrier.read.broadcasts().map(({ nextAt }) => nextAt)
    return times.length === 0 ? undefined : Math.min(...times)
  }

  turn(): Promise<void> {
    const now = this.clock.now()
    return this.carrier.run((unit) => {
      for (const broadcast of unit.read.broadcasts()) if (broadcast.nextAt <= now) repeat(unit, broadcast)
    })
  }

  pending(): readonly string[] {
    return []
  }
}

function repeat(unit: Unit, repeated: RepeatedBroadcast): void {
  const broadcast = broadcastBehind(unit.read, repeated.id)
  if (!broadcast || broadcast.head.expiresAt <= unit.now) return endRepetition(unit, repeated.id)
  const reached = newcomers(unit, broadcast)
  add(unit, broadcast, reached)
  const left = carryOn(unit, repeated)
  const { areas } = broadcast
  unit.emit({ type: 'broadcast.repeated', messageId: String(repeated.id), areas, added: reached.length, left })
}

/** No repetition of this broadcast is to come any more. */
export function endRepetition(unit: Unit, id: RepeatedBroadcast['id']): void {
  unit.put({ layer: 'core', remove: 'broadcast', key: id })
}

/** Repetitions that fell into a time when nobody was there to say them are over. Answers how many are to come. */
function carryOn(unit: Unit, { id, nextAt, left, intervalMs }: RepeatedBroadcast): number | null {
  const passed = Math.floor((unit.now - nextAt) / intervalMs) + 1
  const remaining = left === null ? null : left - passed
  if (remaining !== null && remaining <= 0) {
    endRepetition(unit, id)
    return 0
  }
  const next: RepeatedBroadcast = { id, nextAt: nextAt + passed * intervalMs, left: remaining, intervalMs }
  unit.put({ layer: 'core', put: 'broadcast', value: next })
  return remaining
}

function newcomers({ read }: Unit, { messages, areas }: Broadcast): readonly Address[] {
  const known = new Set(messages.flatMap(({ to }) => to))
  const within = areas.flatMap((area) => phonesIn(read, area).map(({ number }) => number))
  return [...new Set(within)].filter((number) => !known.has(number))
}

/** Messages to more phones, linked in right behind the head. */
function add(unit: Unit, { head }: Broadcast, phones: readonly Address[]): void {
  const { content, origin, from, priority, expiresAt, reference } = head
  if (content.kind !== 'sms') return
  let previous = previousOf(head)
  for (let start = 0; start < phones.length; start += MAX_RECIPIENTS) {
    const to = phones.slice(start, start + MAX_RECIPIENTS)
    const link = linked(reference, previous, 'added')
    const answer = unit.submit({
      ...{ origin, from, to, content, priority, expiresAt },
      report: NO_REPORT,
      reference: link,
    })
    if (answer.accepted) previous = answer.messageId
  }
  if (phones.length === 0) return
  const evidence = unit.read.evidence(head.id) ?? null
  unit.put({
    layer: 'core',
    put: 'message',
    value: { ...head, reference: linked(reference, previous, 'head') },
    evidence,
  })
}
