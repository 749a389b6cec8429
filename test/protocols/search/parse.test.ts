import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FIELDS, parseQuery } from '../../../protocols/search/index.ts'

/** What a query is read as, without how it was written. */
function read(query: string): unknown {
  const parsed = parseQuery(query)
  if (!parsed.ok) return parsed.reason
  return parsed.terms.map((term) => {
    if (term.kind === 'text') return term.text
    return term.kind === 'pattern' ? term.pattern : `${term.field}=${term.value}`
  })
}

describe('the search grammar', () => {
  it.each([
    ['', []],
    ['   ', []],
    ['lunch', ['lunch']],
    ['Lunch AT noon', ['lunch', 'at', 'noon']],
    ['"Lunch at" noon', ['lunch at', 'noon']],
    ['""', ['']],
    ['to:+12025550101 from:55225', ['to=+12025550101', 'from=55225']],
    ['is:group has:media via:mms', ['is=group', 'has=media', 'via=mms']],
    ['status:"not sent" error:landline', ['status=not sent', 'error=landline']],
    ['before:2026-01-01T00:00:00Z after:2025-06-01', ['before=2026-01-01T00:00:00Z', 'after=2025-06-01']],
    ['/code \\d+/', [/code \d+/]],
    ['/a\\/b/i is:sent', [/a\/b/i, 'is=sent']],
    ['at 10:30 https://example.com/x', ['at', '10:30', 'https://example.com/x']],
    ['note: this', ['note:', 'this']],
  ])('%j is read as %j', (query, terms) => {
    expect(read(query)).toEqual(terms)
  })

  it.each([
    ['is:blue', /^is: takes group, direct, received or sent$/],
    ['has:pictures', /^has: takes media or subject$/],
    ['via:fax', /^via: takes sms or mms$/],
    ['before:noon', /^before: takes an ISO time$/],
    ['after:x', /^after: takes an ISO time$/],
    ['/(/', /Invalid regular expression/],
    ['from:', /^from: needs a word/],
    ['lunch to: +12025550101', /^to: needs a word/],
    ['to:""', /^to: needs a word/],
    ['from:/x/', /^from: needs a word/],
  ])('%j is refused with the reason', (query, reason) => {
    expect(read(query)).toMatch(reason)
  })

  it('terms remember how they were written', () => {
    const parsed = parseQuery('is:group "two words" /x/i')
    expect(parsed.ok && parsed.terms.map(({ shown }) => shown)).toEqual(['is:group', '"two words"', '/x/i'])
  })

  it('any text is a query or a reason', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom(...FIELDS), (text, field) => {
        for (const query of [text, `${field}:${text}`, `"${text}"`]) {
          const parsed = parseQuery(query)
          expect(parsed.ok ? parsed.terms.every(({ shown }) => query.includes(shown)) : parsed.reason !== '').toBe(true)
        }
      }),
    )
  })
})
