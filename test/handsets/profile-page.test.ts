import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { CARRIER_PROFILES, carrierProfile, FAULT_POINTS, PHONE_PROFILES, PHONE_STATES } from '../../src/core/index.ts'

const page = (name: string) => readFileSync(new URL(`../../docs/${name}.md`, import.meta.url), 'utf8')

it.each([...PHONE_PROFILES, ...PHONE_STATES])('the page about handset profiles describes %s', (name) => {
  expect(page('handset-profiles')).toMatch(new RegExp(`^\\|.*\`${name}\`.*\\|`, 'm'))
})

it('the page about limits has the figures of every carrier', () => {
  const rows = page('limits').matchAll(/^\| `([\w-]+)`[^|]*\| ([\d –]+) \| ([\d–]+) \| (yes|no)/gm)
  const written = [...rows].map(([, name, octets = '', recipients = '', mms]) => {
    const number = (text: string) => (text === '–' ? null : Number(text.replaceAll(' ', '')))
    return [carrierProfile(name)?.key, number(octets) ?? 0, number(recipients), mms === 'yes']
  })
  expect(written).toEqual(
    CARRIER_PROFILES.map(({ key, maxMessageSize, recipientLimit, mms }) => [key, maxMessageSize, recipientLimit, mms]),
  )
})

it.each(['mm7.submit', 'mm7.deliver', 'mmsc.store', 'push', 'mm1.retrieve'] as const)(
  'the page about MMS says what each fault at %s does',
  (point) => {
    const [, rows = ''] = new RegExp(`\\| \`${point}\` (\\|.*?)(?=\\n\\| \`|\\n\\n)`, 's').exec(page('mms')) ?? []
    const said = [...rows.matchAll(/\| `(\w+)` \|/g)].map(([, effect]) => (effect === 'delayMs' ? 'delay' : effect))
    expect(said.toSorted()).toEqual([...FAULT_POINTS[point]].toSorted())
  },
)
