// A rule of misbehaviour as a sentence. Pure.
import { fields, number, text } from '../read-wire.ts'
import { writtenDuration } from './journey-rows.ts'
import type { Fault } from './read-network.ts'

/** `answers status 8, the first 3 times`. */
export function faultSentence({ then, when }: Pick<Fault, 'then' | 'when'>): string {
  const what = Object.entries(then).flatMap(([name, value]) => EFFECTS[name]?.(number(value)) ?? [])
  return [what.join(', ') || 'does nothing', timeOf(when)].filter((it) => it !== '').join('; ')
}

const EFFECTS: Readonly<Record<string, (value: number) => string>> = {
  status: (status) => `answers status ${status}`,
  error: (code) => `fails with error ${code}`,
  delayMs: (ms) => `comes ${writtenDuration(ms)} late`,
  jitterMs: (ms) => `give or take ${writtenDuration(ms)}`,
  drop: () => 'is lost',
  duplicate: () => 'comes twice',
  reorder: () => 'comes out of order',
  truncate: (octets) => `ends after ${octets} octets`,
  corrupt: () => 'is garbled',
  close: () => 'drops the link',
  slow: (rate) => `flows at ${rate} octets a second`,
}

/** As it is posted (`{first: 3}`) and as it is listed (`{kind: "first", count: 3}`). */
function timeOf(when: Fault['when']): string {
  const { kind, count, p, perSecond, rate, first, every, after } = when
  const times = number(count) || number(first) || number(every) || number(after)
  const named = text(kind) || Object.keys(fields(when))[0] || 'always'
  switch (named) {
    case 'first':
      return times === 1 ? 'the first time' : `the first ${times} times`
    case 'every':
      return `one time in ${times}`
    case 'after':
      return `after ${times} times`
    case 'chance':
    case 'p':
      return `in ${Math.round(number(p) * 100)} of 100 cases`
    case 'rate':
      return `${number(perSecond) || number(rate)} a second`
    case 'between':
      return 'between two times'
    default:
      return ''
  }
}
