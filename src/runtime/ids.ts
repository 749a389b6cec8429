import { randomBytes } from 'node:crypto'
import type { Ids } from '../core/index.ts'

const EPOCH = Date.UTC(2025, 0, 1)
/** Ids per millisecond before they run ahead of the clock: 2^53 then lasts until the year 2160. */
const PER_MILLISECOND = 2048
const HEX_TIME_DIGITS = 12
const RANDOM_OCTETS = 10
/** Asking the system costs more than an id: it is asked for many at once. */
const RANDOM_AHEAD = 256

/** Ids that grow with time, for the whole process; `after` is the largest one already given out. */
export function createIds(after = 0, now: () => number = Date.now): Ids {
  let last = after
  let lastHexTime = 0
  const random = { octets: Buffer.alloc(0), at: 0 }
  const nextRandom = () => {
    if (random.at === random.octets.length) {
      random.octets = randomBytes(RANDOM_OCTETS * RANDOM_AHEAD)
      random.at = 0
    }
    random.at += RANDOM_OCTETS
    return random.octets.toString('hex', random.at - RANDOM_OCTETS, random.at)
  }
  return {
    number(count = 1) {
      const first = Math.max(last + 1, (now() - EPOCH) * PER_MILLISECOND)
      last = first + count - 1
      return first
    },
    hex() {
      lastHexTime = Math.max(lastHexTime + 1, now() * 16)
      return lastHexTime.toString(16).padStart(HEX_TIME_DIGITS, '0') + nextRandom()
    },
  }
}
