/** A clause of a standard, as a tag names it: `SMPP34` and `4.4.2`; the clause is empty for a whole document. */
export type Clause = { readonly standard: string; readonly clause: string }

const STANDARD = 'SMPP34|SMPP50|23\\.0(?:38|40)|23\\.140|MMSENC|WSP|RFC\\d+'
const TAG = new RegExp(`\\[((?:${STANDARD})\\b[^\\]]*)\\]`, 'g')
const STARTS = new RegExp(`^(${STANDARD})\\b\\s*`)
const CLAUSE = /^((?:appendix|annex|clause|table)\s+[\w-]+|[A-Z]?\.?\d+(?:\.\d+)*|[A-Z](?:\.\d+)+)/i

/** Every tag of a text: `[SMPP34 4.1.2, 5.2.4]` names two clauses. */
export function tagsIn(text: string): readonly Clause[] {
  return [...text.matchAll(TAG)].flatMap(([, inside]) => clausesOf(inside!))
}

export function withoutTags(text: string): string {
  return text.replace(TAG, '').replace(/\s+/g, ' ').trim()
}

/** Clauses in the words of a tag or of a README's table: a standard counts until the next one is named. */
export function clausesOf(words: string): readonly Clause[] {
  const found: Clause[] = []
  let standard = ''
  for (const piece of words.replace(/\([^)]*\)/g, '').split(/[,;]|\band\b/)) {
    const named = STARTS.exec(piece.trim())
    if (named) standard = named[1]!
    const rest = piece.trim().replace(STARTS, '')
    if (standard === '') continue
    if (named && rest === '') found.push({ standard, clause: '' })
    for (const clause of rangeOf(rest)) found.push({ standard, clause })
  }
  return found
}

/** One clause, or all from one to another where they have their number within the same clause. */
function rangeOf(text: string): readonly string[] {
  const [first, last] = text.split(/\s+to\s+|–/).map((one) => CLAUSE.exec(one.trim())?.[1])
  if (!first) return []
  if (!last) return [first]
  const [head, from] = parts(first)
  const [tail, to] = parts(last)
  if (head !== tail || to < from) return last.includes('.') ? [first, last] : [first]
  return Array.from({ length: to - from + 1 }, (_, i) => `${head}${from + i}`)
}

function parts(clause: string): readonly [head: string, last: number] {
  const dot = clause.lastIndexOf('.')
  return [clause.slice(0, dot + 1), Number(clause.slice(dot + 1))]
}

/** Clauses in the order of a table of contents. */
export function byClause(one: string, other: string): number {
  return one.localeCompare(other, 'en', { numeric: true })
}
