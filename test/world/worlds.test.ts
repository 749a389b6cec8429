import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { type Partyline, startPartyline } from '../../src/compose.ts'
import { startCarrier } from '../../src/kit/index.ts'
import type { WorldInfo } from '../../src/world/world-info.ts'

const folder = mkdtempSync(join(tmpdir(), 'partyline-worlds-'))
const database = join(folder, 'partyline.db')
let partyline: Partyline

beforeAll(async () => {
  partyline = await startPartyline({ database })
})
afterAll(async () => {
  await partyline.stop()
  rmSync(folder, { recursive: true })
})

const ask = async (method: string, path: string, body?: object) => {
  const init = { method, headers: { 'content-type': 'application/json' }, ...(body && { body: JSON.stringify(body) }) }
  const response = await fetch(`${partyline.url}/carrier${path}`, init)
  const text = await response.text()
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) }
}

/** Rows per table that belong to any world but `main`. */
function foreignRows(): Record<string, number> {
  const db = new BetterSqlite3(database, { readonly: true })
  const tables = db
    .prepare<unknown[], string>(
      "SELECT m.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND c.name = 'world'",
    )
    .pluck()
    .all()
  const count = (table: string) =>
    db.prepare<unknown[], number>(`SELECT count(*) FROM ${table} WHERE world <> 1`).pluck().get() ?? 0
  const counts = Object.fromEntries(tables.map((table) => [table, count(table)]).filter(([, rows]) => rows !== 0))
  const worlds = db.prepare<unknown[], number>('SELECT count(*) FROM world WHERE id <> 1').pluck().get() ?? 0
  db.close()
  return worlds === 0 ? counts : { ...counts, world: worlds }
}

describe('a thousand worlds at once', () => {
  it('each has accounts of its own, found by login, and all are removed without trace', async () => {
    const made = await Promise.all(Array.from({ length: 1_000 }, () => ask('POST', '/worlds', { clock: 'frozen' })))
    expect(new Set(made.map(({ status }) => status))).toEqual(new Set([201]))
    const infos = made.map(({ body }) => body as WorldInfo)
    for (const pick of [
      (info: WorldInfo) => info.accountSid,
      (info: WorldInfo) => info.apiKey,
      (info: WorldInfo) => info.smpp?.systemId,
      (info: WorldInfo) => info.mm7?.user,
    ])
      expect(new Set(infos.map(pick)).size).toBe(1_000)

    for (const { world, accountSid, apiKey, smpp, mm7 } of infos) {
      expect(partyline.worlds.findTwilio(accountSid!)?.world.name).toBe(world)
      expect(partyline.worlds.findTwilio(apiKey!)?.world.name).toBe(world)
      expect(partyline.worlds.findAccount('smpp', smpp!.systemId)?.world.name).toBe(world)
      expect(partyline.worlds.findAccount('mm7', mm7!.user)?.world.name).toBe(world)
    }

    const texted = await Promise.all(
      infos.slice(0, 100).map(async ({ world, phones }) => {
        const [from, to] = phones.map(({ number }) => number)
        await ask('POST', `/worlds/${world}/phones/${from}/messages`, { to: [to], text: `in ${world}` })
        const answer = await ask('POST', `/worlds/${world}/wait`, { phone: to, timeoutMs: 20_000 })
        return answer.body.messages.map(({ text }: { text: string }) => text)
      }),
    )
    expect(texted).toEqual(infos.slice(0, 100).map(({ world }) => [`in ${world}`]))

    await Promise.all(infos.map(({ world }) => ask('DELETE', `/worlds/${world}`)))
    expect(foreignRows()).toEqual({})
    expect((await ask('GET', '/worlds')).body.worlds.map(({ world }: WorldInfo) => world)).toEqual(['main'])
    expect(infos.filter(({ accountSid }) => partyline.worlds.findTwilio(accountSid!))).toEqual([])
  })

  it('a world that goes while messages are on their way leaves nothing behind', async () => {
    const { body } = await ask('POST', '/worlds', { phones: ['Ana', 'Ben', 'Cleo'] })
    const [ana, ...others] = (body as WorldInfo).phones.map(({ number }) => number)
    const sending = Array.from({ length: 20 }, () =>
      ask('POST', `/worlds/${body.world}/phones/${ana}/messages`, { to: others, text: 'going' }),
    )
    await sending[0]
    await ask('DELETE', `/worlds/${body.world}`)
    await Promise.all(sending)
    await ask('POST', '/idle', {})
    expect(foreignRows()).toEqual({})
  })

  it('of those who ask for one name at once, one gets it', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => ask('POST', '/worlds', { name: 'only-one' })))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(7).fill(409)])
    expect((await ask('DELETE', '/worlds/only-one')).status).toBe(204)
  })

  it('a name like those that are given out does not stop the next world', async () => {
    const { body } = await ask('POST', '/worlds', {})
    const next = `w${Number(body.world.slice(1)) + 1}`
    expect((await ask('POST', '/worlds', { name: next })).status).toBe(201)
    const { status, body: third } = await ask('POST', '/worlds', {})
    expect(status).toBe(201)
    for (const name of [body.world, next, third.world]) await ask('DELETE', `/worlds/${name}`)
  })
})

describe('logins that come later', () => {
  it('an account that is put, changed and deleted is found by what it is now', async () => {
    const { body } = await ask('POST', '/worlds', { name: 'later' })
    const sid = `AC${'b'.repeat(32)}`
    const key = { sid: `SK${'b'.repeat(32)}`, secret: 'one' }
    const path = `/worlds/${body.world}/accounts/twilio/${sid}`
    await ask('PUT', path, { apiKeys: [key] })
    expect(partyline.worlds.findTwilio(key.sid)?.account.sid).toBe(sid)
    await ask('PUT', path, { apiKeys: [{ ...key, sid: `SK${'c'.repeat(32)}` }] })
    expect(partyline.worlds.findTwilio(key.sid)).toBeUndefined()
    expect(partyline.worlds.findTwilio(`SK${'c'.repeat(32)}`)?.world.name).toBe('later')
    await ask('DELETE', path)
    expect(partyline.worlds.findTwilio(sid)).toBeUndefined()
    await ask('DELETE', '/worlds/later')
  })

  it('a reset takes back what was added and keeps what the world was made with', async () => {
    const { body } = await ask('POST', '/worlds', { name: 'resets' })
    await ask('PUT', '/worlds/resets/accounts/smpp/added', { password: 'x' })
    expect(partyline.worlds.findAccount('smpp', 'added')?.world.name).toBe('resets')
    await ask('POST', '/worlds/resets/reset')
    expect(partyline.worlds.findAccount('smpp', 'added')).toBeUndefined()
    expect(partyline.worlds.findAccount('smpp', body.smpp.systemId)?.world.name).toBe('resets')
    await ask('DELETE', '/worlds/resets')
  })

  it('logins are known again after a restart', async () => {
    await ask('POST', '/worlds', { name: 'kept' })
    await ask('PUT', '/worlds/kept/accounts/smpp/lasting', { password: 'x' })
    await partyline.stop()
    partyline = await startPartyline({ database })
    expect(partyline.worlds.findAccount('smpp', 'lasting')?.world.name).toBe('kept')
    expect(partyline.worlds.findAccount('mm7', 'vasp')?.world.name).toBe('main')
    await ask('DELETE', '/worlds/kept')
  })
})

describe('readers of a world that goes', () => {
  it('a feed is closed with its reason', async () => {
    await using carrier = await startCarrier()
    const world = await carrier.world({ name: 'watched' })
    const feed = new WebSocket(`${carrier.url.replace('http', 'ws')}/carrier/worlds/watched/feed`)
    await new Promise((resolve) => feed.once('message', resolve))
    const closed = new Promise((resolve) => feed.once('close', (code, reason) => resolve([code, String(reason)])))
    await world.remove()
    expect(await closed).toEqual([4010, 'the world was removed'])
  })
})
