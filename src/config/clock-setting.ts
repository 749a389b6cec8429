import type { ClockSetting } from '../core/index.ts'

/** `real`, `frozen`, `x60` or an ISO time (frozen there); undefined for anything else. */
export function parseClock(text: string, realNow: number): ClockSetting | undefined {
  if (text === 'real') return { mode: 'real' }
  if (text === 'frozen') return { mode: 'frozen', now: realNow }
  const rate = /^x(\d+(?:\.\d+)?)$/.exec(text)?.[1]
  if (rate && Number(rate) > 0) return { mode: 'scaled', rate: Number(rate), now: realNow, realSince: realNow }
  const at = Date.parse(text)
  return Number.isNaN(at) ? undefined : { mode: 'frozen', now: at }
}
