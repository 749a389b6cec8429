import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { configDefaults, defineConfig } from 'vitest/config'

/** Material of others to compare with; it is no part of this repository, and nothing fails without it. */
const REFERENCE_DATA = process.env.PARTYLINE_REFERENCE_DATA ?? resolve(import.meta.dirname, '../shared/data')

/** Tests that do nothing but compare with it. */
const COMPARISONS = [
  'test/interop/mm7-traces.test.ts',
  'test/interop/mm7-sent.test.ts',
  'test/interop/xmllint-mm7.test.ts',
  'test/protocols/mms/foreign-pdus.test.ts',
]

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: [...configDefaults.exclude, ...(existsSync(REFERENCE_DATA) ? [] : COMPARISONS)],
    setupFiles: ['test/support/setup.ts'],
    reporters: ['default', './scripts/closing-reporter.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 2,
  },
})
