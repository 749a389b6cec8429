import { type ApiError, apiError, type Form, field, parseIsoDate } from '../../../protocols/conversations/index.ts'

const DAY_MS = 86_400_000

/** The three parameters of a date in the 2010-04-01 API: `Name`, `Name<` and `Name>`, each a day or a time. */
export function dateFilter(query: Form, name: string): ((at: number) => boolean) | null | ApiError {
  const tests: ((at: number) => boolean)[] = []
  for (const [parameter, test] of [
    [name, (day: number) => (at: number) => at >= day && at < day + DAY_MS],
    [`${name}<`, (day: number) => (at: number) => at < day + DAY_MS],
    [`${name}>`, (day: number) => (at: number) => at >= day],
  ] as const) {
    const text = field(query, parameter)
    if (!text) continue
    const day = parseIsoDate(text)
    if (day === undefined) return apiError(20001, `${parameter} ${text} is no date`)
    tests.push(test(day))
  }
  return tests.length === 0 ? null : (at) => tests.every((test) => test(at))
}
