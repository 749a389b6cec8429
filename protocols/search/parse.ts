/** One condition of a query. */
export type Term =
  | { readonly kind: 'text'; readonly text: string; readonly shown: string }
  | { readonly kind: 'pattern'; readonly pattern: RegExp; readonly shown: string }
  | { readonly kind: 'field'; readonly field: Field; readonly value: string; readonly shown: string }

export const FIELDS = [
  'to',
  'from',
  'phone',
  'thread',
  'is',
  'has',
  'via',
  'status',
  'error',
  'before',
  'after',
] as const
export type Field = (typeof FIELDS)[number]

export type Query =
  | { readonly ok: true; readonly terms: readonly Term[] }
  | { readonly ok: false; readonly reason: string }

// A field or nothing, then a quoted phrase, a /pattern/ or a bare word.
const TOKEN = /(?:(\w+):)?(?:"([^"]*)"|\/((?:[^/\\]|\\.)+)\/([imsu]*)|(\S+))/g

/** Reads the search grammar: `to:+1202… is:group has:media "two words" /a.*b/i word`. All terms must match. */
export function parseQuery(text: string): Query {
  const terms: Term[] = []
  for (const [shown, field, phrase, pattern, flags, word] of text.matchAll(TOKEN)) {
    const term =
      field === undefined ? freeTerm(shown, { phrase, pattern, flags, word }) : fieldTerm(shown, field, phrase ?? word)
    if (typeof term === 'string') return { ok: false, reason: term }
    terms.push(term)
  }
  return { ok: true, terms }
}

type Free = {
  phrase: string | undefined
  pattern: string | undefined
  flags: string | undefined
  word: string | undefined
}

function freeTerm(shown: string, { phrase, pattern, flags, word }: Free): Term | string {
  if (FIELDS.some((field) => word === `${field}:`)) return `${word} needs a word or a "phrase" right after the colon`
  if (pattern === undefined) return { kind: 'text', text: (phrase ?? word ?? '').toLowerCase(), shown }
  try {
    return { kind: 'pattern', pattern: new RegExp(pattern, flags), shown }
  } catch (error) {
    return error instanceof Error ? error.message : `${shown} is no regular expression`
  }
}

function fieldTerm(shown: string, field: string, value: string | undefined): Term | string {
  const known = FIELDS.find((name) => name === field)
  // "https://..." and "10:30" are words, not fields.
  if (!known) return { kind: 'text', text: shown.toLowerCase(), shown }
  if (!value) return `${known}: needs a word or a "phrase" right after the colon`
  const fault = faultOf(known, value)
  return fault ?? { kind: 'field', field: known, value, shown }
}

function faultOf(field: Field, value: string): string | undefined {
  if (field === 'is' && !['group', 'direct', 'received', 'sent'].includes(value))
    return `is: takes group, direct, received or sent`
  if (field === 'has' && value !== 'media' && value !== 'subject') return 'has: takes media or subject'
  if (field === 'via' && value !== 'sms' && value !== 'mms') return 'via: takes sms or mms'
  if ((field === 'before' || field === 'after') && Number.isNaN(Date.parse(value))) return `${field}: takes an ISO time`
  return undefined
}
