const DURATION = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/
const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
/** Years and months by their usual lengths: a timer has no calendar. */
const UNITS = [365 * DAY, 30 * DAY, 7 * DAY, DAY, HOUR, MINUTE, SECOND] as const

/** An ISO-8601 duration (`PT15M`, `P1DT12H`) in milliseconds; undefined if it is none. */
export function parseDuration(text: string): number | undefined {
  const match = DURATION.exec(text)
  if (!match || text.endsWith('T') || text === 'P') return undefined
  const total = UNITS.reduce((sum, unit, i) => sum + Number(match[i + 1] ?? 0) * unit, 0)
  return Number.isSafeInteger(Math.round(total)) ? Math.round(total) : undefined
}
