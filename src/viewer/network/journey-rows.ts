// A journey laid out as a timetable: one row per hop, one track per recipient. Pure.
import type { Hop, Journey, Lane } from './read-network.ts'

/** What a track shows in one row: nothing yet, the line, a station, or where it ends. */
export type Mark = 'none' | 'line' | 'begin' | 'stop' | 'end' | 'only'

export type Track = {
  readonly lane: string | null
  readonly mark: Mark
  readonly tone: 'ok' | 'waiting' | 'failed'
}

export type Row = {
  readonly hop: Hop
  /** Since the hop before it on the same track, or on the common one; null for the first. */
  readonly sinceMs: number | null
  readonly tracks: readonly Track[]
}

/** Beyond this many recipients one track stands for all; a filter shows each. */
export const TRACK_COUNT = 8

export function layOut(journey: Journey, only: string | null): Row[] {
  const hops = inOrder(journey.hops).filter(({ lane }) => only === null || lane === null || lane === only)
  const lanes = tracksOf(journey, only)
  const spans = [null, ...lanes].map((lane) => spanOf(hops, lane))
  return hops.map((hop, index) => ({
    hop,
    sinceMs: sinceOf(hops, index),
    tracks: [null, ...lanes].map((lane, track) => ({
      lane,
      mark: markOf(hops, { index, lane, span: spans[track]! }),
      tone: toneOf(journey.lanes, lane),
    })),
  }))
}

/** Those who have a track: all of them, or none where there are too many to tell apart. */
export function tracksOf({ lanes, hops }: Journey, only: string | null): string[] {
  if (only !== null) return [only]
  const named = new Set([...lanes.map(({ recipient }) => recipient), ...hops.flatMap(({ lane }) => lane ?? [])])
  return named.size > TRACK_COUNT ? [] : [...named]
}

/** At one instant a push is sent before the phone tells that it came. */
export function inOrder(hops: readonly Hop[]): Hop[] {
  const rank = ({ step }: Hop) => (step === 'phone.notified' ? 1 : 0)
  const isPair = (a: Hop, b: Hop) => a.at === b.at && a.lane === b.lane
  return hops.toSorted((a, b) => (isPair(a, b) ? rank(a) - rank(b) : 0) || a.seq - b.seq)
}

type Span = { readonly first: number; readonly last: number }

function spanOf(hops: readonly Hop[], lane: string | null): Span {
  const isOnIt = (hop: Hop) => hop.lane === lane
  return { first: hops.findIndex(isOnIt), last: hops.findLastIndex(isOnIt) }
}

type Place = { readonly index: number; readonly lane: string | null; readonly span: Span }

function markOf(hops: readonly Hop[], { index, lane, span: { first, last } }: Place): Mark {
  if (first < 0 || index < first || index > last) return 'none'
  if (first === last) return 'only'
  if (index === first) return 'begin'
  if (index === last) return 'end'
  return hops[index]?.lane === lane ? 'stop' : 'line'
}

function toneOf(lanes: readonly Lane[], lane: string | null): Track['tone'] {
  const state = lanes.find(({ recipient }) => recipient === lane)?.state
  return state === 'failed' || state === 'waiting' ? state : 'ok'
}

function sinceOf(hops: readonly Hop[], index: number): number | null {
  const hop = hops[index]
  const before = hops.slice(0, index).findLast(({ lane }) => hop?.lane === null || lane === null || lane === hop?.lane)
  return hop && before ? Math.max(0, Date.parse(hop.at) - Date.parse(before.at)) : null
}

/** `4 ms`, `2.5 s`, `3 min`, `2 h`, `3 days`. */
export function writtenDuration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`
  if (ms < 60_000) return `${Number((ms / 1000).toFixed(1))} s`
  if (ms < 3_600_000) return `${Math.round(ms / 60_000)} min`
  if (ms < 48 * 3_600_000) return `${Math.round(ms / 3_600_000)} h`
  return `${Math.round(ms / 86_400_000)} days`
}
