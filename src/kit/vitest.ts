// `import 'partyline/test/vitest'` in a test or a setup file: the matchers and their types.
import { expect } from 'vitest'
import { matchers, type PartylineMatchers } from './matchers.ts'

declare module 'vitest' {
  interface Matchers<R, T = unknown> extends PartylineMatchers<R> {}
}

expect.extend(matchers)
