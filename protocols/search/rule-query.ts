import { mismatches } from './match.ts'
import { parseQuery, type Term } from './parse.ts'

/** What a rule about messages on their way looks at: there is no phone and no conversation yet. */
export type RuleSubject = {
  readonly from: string
  readonly to: readonly string[]
  readonly text: string
  readonly transport: string
  readonly account?: string
}

export type RuleQuery =
  | { readonly ok: true; readonly matches: (subject: RuleSubject) => boolean }
  | { readonly ok: false; readonly reason: string }

const KNOWN: readonly string[] = ['to', 'from', 'via']

/** The grammar as rules know it; what could never match is refused. */
export function parseRuleQuery(text: string): RuleQuery {
  const query = parseQuery(text)
  if (!query.ok) return query
  const unknown = query.terms.find((term) => term.kind === 'field' && !KNOWN.includes(term.field))
  if (!unknown) return { ok: true, matches: matcher(query.terms) }
  return {
    ok: false,
    reason: `${unknown.shown} can never match here: a rule looks at to:, from:, via: and the text`,
  }
}

function matcher(terms: readonly Term[]): (subject: RuleSubject) => boolean {
  return (subject) => mismatches({ ...subject, cc: [], subject: null, media: [] }, terms).length === 0
}
