import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { faultsDocument } from '../../scripts/conformance/faults-document.ts'
import { FAULT_POINTS, MAGIC_NUMBERS } from '../../src/core/index.ts'

it('docs/faults.md is current: npm run conformance writes it anew', () => {
  expect(readFileSync(new URL('../../docs/faults.md', import.meta.url), 'utf8')).toBe(faultsDocument())
})

it('docs/faults.md has every point with every effect, and every block of numbers', () => {
  const document = faultsDocument()
  for (const [point, effects] of Object.entries(FAULT_POINTS)) {
    const rows = document.split('\n').filter((line) => line.startsWith(`| \`${point}\` |`))
    expect(rows).toHaveLength(effects.length)
  }
  for (const { block } of MAGIC_NUMBERS) expect(document).toContain(`\`${block}\``)
})
