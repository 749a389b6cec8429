// What the session watches beside the phones: the clock, the rules of misbehaviour, and whether it may ask at all.
import { signal } from '@preact/signals'
import type { Answer, Api } from './api.ts'
import type { Clock, FeedEvent } from './wire.ts'

/** Events further from the clock as we know it than this make us read it again. */
const CLOCK_TOLERANCE_MS = 5000

export type ReadClock = { readonly clock: Clock; readonly readAt: number }

export function createClock(api: Api) {
  const clock = signal<ReadClock | null>(null)
  const read = async () => {
    const answer = await api.clock()
    if (answer.ok) clock.value = { clock: answer.value, readAt: Date.now() }
  }
  return {
    clock,
    read,
    note(events: readonly FeedEvent[]): void {
      if (events.some((event) => isOffClock(event, worldNow(clock.value, Date.now())))) void read()
    },
  }
}

export function createFaultCount(api: Api) {
  const count = signal(0)
  const read = async () => {
    const answer = await api.faultCount()
    if (answer.ok) count.value = answer.value
  }
  return {
    count,
    note(events: readonly FeedEvent[]): void {
      const changed = events.findLast(({ type }) => type === 'fault.changed')
      if (changed) count.value = changed.active
      if (events.some(({ type }) => type === 'feed.gap' || type === 'feed.hello')) void read()
    },
  }
}

/** A browser is not told why a WebSocket was refused; a plain request is. */
export function createLock(api: Api) {
  const isLocked = signal(false)
  const note = (answer: Answer<unknown>) => {
    isLocked.value = !answer.ok && answer.problem.status === 401
  }
  return { isLocked, note, check: async () => note(await api.clock()) }
}

/** The world's time now: its clock as it was read, carried on at its own rate. */
export function worldNow(read: ReadClock | null, machineNow: number): number {
  const base = Date.parse(read?.clock.now ?? '')
  if (read === null || Number.isNaN(base)) return machineNow
  const rate = read.clock.mode === 'frozen' ? 0 : read.clock.mode === 'scaled' ? read.clock.rate : 1
  return base + (machineNow - read.readAt) * rate
}

/** The world's clock has been wound or frozen since it was read: an event is from another time. */
function isOffClock(event: FeedEvent, now: number): boolean {
  return event.type.startsWith('clock.') || Math.abs(Date.parse(event.at) - now) > CLOCK_TOLERANCE_MS
}
