const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** `90s`, `15m`, `12h` or `30d` in milliseconds; undefined for anything else. */
export function parseAge(text: string): number | undefined {
  const [, count, unit = ''] = /^(\d+)([smhd])$/.exec(text) ?? []
  const factor = UNITS[unit]
  return count === undefined || factor === undefined || Number(count) === 0 ? undefined : Number(count) * factor
}
