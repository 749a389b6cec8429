import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { decodePdu, encodePdu } from '../../../protocols/mms/index.ts'
import { differencesFrom } from './expected-decode.ts'
import { foreignPdus, foreignRoot } from './foreign-pdus.ts'

const foreign = existsSync(foreignRoot) ? foreignPdus() : []

/** Where we say something else than the reference decode, and why. */
const DIFFERENCES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'mms-engine/test_retrieve-Base64-m-retrieve.conf': {
    'part 3 data': 'it is in base64, which we decode; the reference shows it as it came',
  },
  'mms-engine/test_retrieve-Success3-m-retrieve.conf': {
    Subject: 'it is UTF-8 that says US-ASCII; the reference reads it as Latin-1',
  },
}

describe.runIf(existsSync(foreignRoot))('MM1 PDUs of other programs', () => {
  it('are there in number', () => {
    expect(foreign.length).toBeGreaterThan(50)
  })

  it.each(foreign)('$name is decoded as the reference decodes it [MMSENC 6]', ({ name, octets, expected }) => {
    const answer = decodePdu(octets)
    if (expected.error) {
      expect(answer.ok).toBe(false)
      return
    }
    if (!answer.ok) throw new Error(JSON.stringify(answer.malformed))
    const explained = DIFFERENCES[name] ?? {}
    const differences = differencesFrom(expected, answer.value)
    expect(differences.filter(({ what }) => !(what in explained))).toEqual([])
    expect(differences.map(({ what }) => what)).toEqual(Object.keys(explained))
    expect(decodePdu(encodePdu(answer.value))).toEqual(answer)
  })
})
