/** Milliseconds, or `500ms`, `10s`, `15m`, `2h`, `3d`. */
export type Duration = number | string

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

export function milliseconds(duration: Duration): number {
  if (typeof duration === 'number') return Math.round(duration)
  const [, count, unit = ''] = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(duration) ?? []
  const factor = UNITS[unit]
  if (count === undefined || factor === undefined)
    throw new TypeError(`${JSON.stringify(duration)} is no duration: write 500ms, 10s, 15m, 2h or 3d`)
  return Math.round(Number(count) * factor)
}
