import { fileURLToPath } from 'node:url'

/** Where material of others lies for comparison. It is never part of the repository; without it such tests are left out. */
export const referenceData: string =
  process.env.PARTYLINE_REFERENCE_DATA ?? fileURLToPath(new URL('../../../shared/data', import.meta.url))
