/** One line of the bench: what was measured, its value, and the bound it is to keep. */
export type BenchRow = {
  readonly name: string
  readonly unit: string
  readonly value: number
  /** The most it may be. */
  readonly goal?: number
  /** The least it may be. */
  readonly atLeast?: number
}

/** How much is measured: `quick` is for a look while working, not for figures to keep. */
export type Effort = { readonly rounds: number; readonly warmUpRounds: number; readonly share: number }

export const FULL: Effort = { rounds: 3, warmUpRounds: 1, share: 1 }
export const QUICK: Effort = { rounds: 1, warmUpRounds: 1, share: 0.25 }

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

/** The table that `npm run bench` prints. */
export function tableOf(rows: readonly BenchRow[]): string {
  const lines = rows.map(({ name, unit, value, goal, atLeast }) => [
    name,
    value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0),
    unit,
    goal !== undefined ? `at most ${goal}` : atLeast !== undefined ? `at least ${atLeast}` : '',
    verdict({ value, goal, atLeast }),
  ])
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...lines.map((line) => line[column]!.length)))
  return lines
    .map((line) =>
      line.map((cell, column) => (column === 1 ? cell.padStart(widths[1]!) : cell.padEnd(widths[column]!))),
    )
    .map((cells) => `  ${cells.join('  ')}`.trimEnd())
    .join('\n')
}

function verdict({ value, goal, atLeast }: Pick<Bounds, 'value' | 'goal' | 'atLeast'>): string {
  if (goal === undefined && atLeast === undefined) return ''
  return value <= (goal ?? Infinity) && value >= (atLeast ?? 0) ? 'kept' : 'MISSED'
}

type Bounds = {
  readonly value: number
  readonly goal: number | undefined
  readonly atLeast: number | undefined
}
