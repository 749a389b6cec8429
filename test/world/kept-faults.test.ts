import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Partyline, startPartyline } from '../../src/compose.ts'
import { ANA, BEN } from '../support/journey.ts'

type Rule = { readonly id: string; readonly query: string; readonly seen: number; readonly fired: number }

const folder = mkdtempSync(join(tmpdir(), 'partyline-faults-'))
let count = 0
let database: string
let carrier: Partyline
beforeEach(async () => {
  database = join(folder, `${count++}.db`)
  carrier = await startPartyline({ database })
})
afterEach(() => carrier.stop())
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function call(method: string, path: string, body?: unknown) {
  const headers = { 'content-type': 'application/json' }
  const init = body === undefined ? { method } : { method, headers, body: JSON.stringify(body) }
  const response = await fetch(`${carrier.url}/carrier${path}`, init)
  const text = await response.text()
  return { status: response.status, body: text === '' ? null : JSON.parse(text) }
}
const rules = async () => ((await call('GET', '/faults')).body as { faults: readonly Rule[] }).faults
const restart = async () => {
  await carrier.stop()
  carrier = await startPartyline({ database })
}
/** An MMS that the store refuses while a rule says so. */
const sendPicture = () =>
  call('POST', `/phones/${ANA}/messages`, {
    to: [BEN],
    text: 'look',
    media: [{ contentType: 'image/gif', data: 'R0lGODlhAQABAAAAACw=' }],
  })
const FULL = { at: 'mmsc.store', query: `to:${BEN}`, when: { first: 3 }, then: { status: 192 } }

describe('fault rules', () => {
  it('are in force after a restart, and count on', async () => {
    await call('POST', '/faults', FULL)
    await call('POST', '/faults', { ...FULL, query: 'to:+12025550199' })
    await sendPicture()
    await call('POST', '/idle', {})
    const before = await rules()
    expect(before.map(({ seen, fired }) => [seen, fired])).toEqual([
      [1, 1],
      [0, 0],
    ])
    await restart()
    expect(await rules()).toEqual(before)
    await sendPicture()
    await call('POST', '/idle', {})
    expect((await rules())[0]).toMatchObject({ seen: 2, fired: 2 })
  })

  it('that were asked and did not strike count on as well', async () => {
    await call('POST', '/faults', { ...FULL, when: { after: 5 } })
    await sendPicture()
    await call('POST', '/idle', {})
    await restart()
    expect((await rules())[0]).toMatchObject({ seen: 1, fired: 0 })
  })

  it('that were removed stay away', async () => {
    const { body } = await call('POST', '/faults', FULL)
    await call('POST', '/faults', FULL)
    await call('DELETE', `/faults/${body.id}`)
    await restart()
    expect(await rules()).toHaveLength(1)
    await call('DELETE', '/faults')
    await restart()
    expect(await rules()).toEqual([])
  })

  it('are gone after a reset, also after the next start', async () => {
    await call('POST', '/faults', FULL)
    await call('POST', '/reset')
    expect(await rules()).toEqual([])
    await restart()
    expect(await rules()).toEqual([])
  })

  it.each([
    ['between', { between: ['2026-01-02T00:00:00Z', '2026-01-01T00:00:00Z'] }],
    ['p', { p: 0 }],
    ['first', { first: 0 }],
  ])('whose time can never be are refused: %s', async (field, when) => {
    const { status, body } = await call('POST', '/faults', { ...FULL, when })
    expect([status, body.errors[0].field]).toEqual([400, `when.${field}`])
    expect(await rules()).toEqual([])
  })

  it.each(['is:group', 'status:failed', 'phone:+12025550101', 'via:fax', '/[/'])(
    'that can never match are refused: %s',
    async (query) => {
      const { status, body } = await call('POST', '/faults', { ...FULL, query })
      expect([status, body.errors[0].field]).toEqual([400, 'query'])
    },
  )
})
