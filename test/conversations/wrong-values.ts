import type { Schema } from './description.ts'

/** Texts that no field is meant for. */
const ODD = ['', '{', '\u0000🙂', 'x'.repeat(20_000)]
const NO_NUMBER = ['one', '-1', '1.5', '9'.repeat(30), '']
const NO_DATE = ['soon', '2020-13-45T00:00:00Z', '0']

/** Values that a parameter is not described to take. */
export function wrongFor({ type, format, enum: words, pattern, items }: Schema): readonly string[] {
  if (words) return ['nonsense', '']
  if (items) return ['nonsense', '', 'x'.repeat(3_000)]
  if (pattern) return ['nonsense', `XX${'0'.repeat(32)}`, `${pattern.slice(1, 3)}${'0'.repeat(32)}`]
  if (format === 'date-time') return NO_DATE
  if (format === 'uri') return ['no address', 'ftp://a.test/', `http://a.test/${'x'.repeat(3_000)}`]
  if (type === 'integer') return NO_NUMBER
  if (type === 'boolean') return ['maybe', '2']
  return ODD
}
