import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { byClause, clausesOf, tagsIn, withoutTags } from '../../scripts/conformance/clauses.ts'
import { conformanceDocument } from '../../scripts/conformance/document.ts'

describe('docs/conformance.md', () => {
  it('is current: npm run conformance writes it anew', () => {
    const written = readFileSync(new URL('../../docs/conformance.md', import.meta.url), 'utf8')
    expect(written.split('\n')).toEqual(conformanceDocument().split('\n'))
  })

  it('has the clauses of both versions of SMPP, with code and tests', () => {
    const document = conformanceDocument()
    expect(document).toMatch(/^\| 4\.4\.2 \| .*`protocols\/smpp\/pdus\/submit-sm\.ts`.* \| .*with its message_id/m)
    expect(document).toMatch(/^\| 4\.4\.1 \| .*broadcast.* \| .*reaches every phone in the areas it names/m)
    expect(document).toContain('JIS X 0208')
  })
})

describe('clause tags', () => {
  it('name one clause or several, of one standard or several', () => {
    const at = (standard: string, ...clauses: string[]) => clauses.map((clause) => ({ standard, clause }))
    const tag = (inside: string) => `// [${inside}] and so on`
    expect(tagsIn(tag('SMPP34 4.1.2, 5.2.4'))).toEqual(at('SMPP34', '4.1.2', '5.2.4'))
    expect(tagsIn(tag('SMPP34 5.2.28, appendix B; SMPP50 4.7.15'))).toEqual([
      ...at('SMPP34', '5.2.28', 'appendix B'),
      ...at('SMPP50', '4.7.15'),
    ])
    expect(tagsIn(tag('SMPP34 5.3.2.22 to 5.3.2.24'))).toEqual(at('SMPP34', '5.3.2.22', '5.3.2.23', '5.3.2.24'))
    expect(tagsIn(tag('SMPP34 4.4.1, source_addr'))).toEqual(at('SMPP34', '4.4.1'))
    expect(tagsIn(tag('23.038 A.2, A.3'))).toEqual(at('23.038', 'A.2', 'A.3'))
    expect(tagsIn(tag('RFC1071'))).toEqual(at('RFC1071', ''))
    expect(tagsIn('list[23], [a, b], [SMPP] and [RFC]')).toEqual([])
    expect(clausesOf('none: strings')).toEqual([])
  })

  it('stay out of the names of tests, and stand in the order of their standard', () => {
    expect(withoutTags(`is kept [${'SMPP34'} 4.4]`)).toBe('is kept')
    expect(['10.1', '4.12', 'A.2', '4.4.2', '4.4', ''].toSorted(byClause)).toEqual([
      '',
      '4.4',
      '4.4.2',
      '4.12',
      '10.1',
      'A.2',
    ])
  })
})
