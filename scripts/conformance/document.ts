import { byClause } from './clauses.ts'
import { codeMentions, deviations, type Mention, testMentions, vectorsOf } from './sources.ts'

const TITLES: Readonly<Record<string, string>> = {
  SMPP34: 'Short Message Peer to Peer Protocol Specification v3.4',
  SMPP50: 'Short Message Peer-to-Peer Protocol Specification v5.0',
  '23.038': '3GPP TS 23.038, alphabets and language-specific information',
  '23.040': '3GPP TS 23.040, technical realization of the short message service',
  '23.140': '3GPP TS 23.140, multimedia messaging service',
  MMSENC: 'OMA multimedia messaging service encapsulation protocol',
  WSP: 'WAP wireless session protocol',
}

type Row = { readonly clause: string; readonly code: readonly string[]; readonly tests: readonly Mention[] }

/** docs/conformance.md as the sources have it now. */
export function conformanceDocument(): string {
  const code = codeMentions()
  const tests = testMentions()
  const known = Object.keys(TITLES)
  const others = [...new Set([...code, ...tests].map(({ standard }) => standard))].filter((one) => !known.includes(one))
  const sections = [...known, ...others.toSorted(byClause)].map((standard) => ({
    standard,
    rows: rowsOf(
      code.filter((one) => one.standard === standard),
      tests.filter((one) => one.standard === standard),
    ),
  }))
  return `${[introduction(), summary(sections), deviationList(), ...sections.map(section)].join('\n\n')}\n`
}

function introduction(): string {
  return [
    '# Conformance',
    '',
    'Which clause of which standard is followed where, and which test shows it. Generated from the clause tags in the code',
    "and in the tests' names by `npm run conformance`; do not edit. A clause without a test of its own is shown by the tests",
    'of the file, or by its vectors.',
  ].join('\n')
}

type Section = { readonly standard: string; readonly rows: readonly Row[] }

function summary(sections: readonly Section[]): string {
  const lines = sections.map(({ standard, rows }) => {
    const tested = rows.filter(({ code, tests }) => shownBy(code, tests) !== '').length
    return `| [${standard}](#${anchor(standard)}) | ${TITLES[standard] ?? ''} | ${rows.length} | ${tested} |`
  })
  return ['| Tag | Standard | Clauses | with tests or vectors of their own |', '|---|---|---|---|', ...lines].join('\n')
}

function deviationList(): string {
  const lines = deviations().map(({ file, says }) => `- ${says.trim()} (\`${file}\`)`)
  return ['## Deviations', '', 'Deliberate, each with whom it is for.', '', ...lines].join('\n')
}

function section({ standard, rows }: Section): string {
  const title = TITLES[standard]
  return [
    `## ${standard}`,
    ...(title ? ['', title] : []),
    '',
    '| Clause | Code | Tests |',
    '|---|---|---|',
    ...rows.map(({ clause, code, tests }) => `| ${clause || 'all'} | ${filesOf(code)} | ${shownBy(code, tests)} |`),
  ].join('\n')
}

function rowsOf(code: readonly Mention[], tests: readonly Mention[]): readonly Row[] {
  const clauses = [...new Set([...code, ...tests].map(({ clause }) => clause))].toSorted(byClause)
  return clauses.map((clause) => ({
    clause,
    code: code.filter((one) => one.clause === clause).map(({ file }) => file),
    tests: tests.filter((one) => one.clause === clause),
  }))
}

function filesOf(files: readonly string[]): string {
  return [...new Set(files)]
    .toSorted()
    .map((file) => `\`${file}\``)
    .join('<br>')
}

/** Tests that name the clause, and the vectors of its operation. */
function shownBy(code: readonly string[], tests: readonly Mention[]): string {
  const vectors = [...new Set(code.flatMap(vectorsOf))]
  return [namesOf(tests), vectors.length > 0 ? `vectors: ${vectors.join(', ')}` : ''].filter(Boolean).join('<br>')
}

function namesOf(tests: readonly Mention[]): string {
  const byFile = new Map<string, string[]>()
  for (const { file, test = '' } of tests) byFile.set(file, [...(byFile.get(file) ?? []), test])
  return [...byFile].map(([file, names]) => `\`${file}\`: ${[...new Set(names)].map(escaped).join('; ')}`).join('<br>')
}

function escaped(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ').replaceAll('<', '&lt;')
}

function anchor(standard: string): string {
  return standard.toLowerCase().replaceAll('.', '')
}
