import { STATUS, type Tlv, tlv, tlvNumber } from '../../../protocols/smpp/index.ts'
import { type Rejection, reject } from './rejection.ts'

/** How often a broadcast is said, and how long after each other; null is until its validity ends. */
export type BroadcastSchedule = { readonly times: number | null; readonly intervalMs: number }

const SECOND_MS = 1_000
const DAY_MS = 86_400_000
/** broadcast_frequency_interval: units of time by their number. [SMPP50 4.8.4.11] */
const UNITS: ReadonlyMap<number, number> = new Map([
  [0x08, SECOND_MS],
  [0x09, 60 * SECOND_MS],
  [0x0a, 3_600 * SECOND_MS],
  [0x0b, DAY_MS],
  [0x0c, 7 * DAY_MS],
  [0x0d, 30 * DAY_MS],
  [0x0e, 365 * DAY_MS],
])
const AS_OFTEN_AS_POSSIBLE = 0x00
/** As often as a GSM cell can say it, in whole seconds. */
const SHORTEST_MS = 2 * SECOND_MS
/** Immediate broadcast: said once, whatever the repetitions. [SMPP50 4.7.19] */
const IMMEDIATE = 1
const ONCE: BroadcastSchedule = { times: 1, intervalMs: 0 }
/** What nobody may keep a message alive for. */
const LONGEST_MS = 366 * DAY_MS

type Asked = { readonly priorityFlag: number; readonly tlvs: readonly Tlv[] }

/** broadcast_rep_num and broadcast_frequency_interval. [SMPP50 4.8.4.11, 4.8.4.13] */
export function scheduleOf({ priorityFlag, tlvs }: Asked): BroadcastSchedule | Rejection {
  if (priorityFlag === IMMEDIATE) return ONCE
  const wanted = tlvNumber(tlvs, 'broadcast_rep_num')
  const interval = tlv(tlvs, 'broadcast_frequency_interval')
  if (wanted === undefined) return reject(STATUS.ESME_RMISSINGOPTPARAM, 'broadcast_rep_num is missing')
  if (!interval) return reject(STATUS.ESME_RMISSINGOPTPARAM, 'broadcast_frequency_interval is missing')
  const intervalMs = intervalOf(interval)
  if (intervalMs === undefined) {
    return reject(STATUS.ESME_RINVBCASTFREQINT, 'broadcast_frequency_interval is no unit of time, or none of them')
  }
  if (wanted * intervalMs > LONGEST_MS) {
    return reject(STATUS.ESME_RINVBCAST_REP, `${wanted} broadcasts at this interval take more than a year`)
  }
  return { times: wanted === 0 ? null : wanted, intervalMs }
}

function intervalOf(value: Uint8Array): number | undefined {
  const [unit = -1, high = 0, low = 0] = value
  if (unit === AS_OFTEN_AS_POSSIBLE) return SHORTEST_MS
  const count = high * 0x100 + low
  const unitMs = UNITS.get(unit)
  return unitMs === undefined || count === 0 ? undefined : unitMs * count
}

/** Until when a broadcast is under way that says nothing of its validity: its last repetition has its interval too. */
export function endOf({ times, intervalMs }: BroadcastSchedule, start: number): number | undefined {
  if (times === 1) return undefined
  return start + (times === null ? LONGEST_MS : times * intervalMs)
}
