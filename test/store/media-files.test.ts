import { mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { WorldRecord } from '../../src/core/index.ts'
import { PartylineDatabase, type WorldStore } from '../../src/store/index.ts'
import { stillHeld } from '../support/garbage.ts'
import { killed } from '../support/killed.ts'

const LARGE = 100_000
const RECORD: WorldRecord = {
  id: 1,
  name: 'main',
  epoch: 'e1',
  settings: { autoPhones: true, seed: 1 },
  clock: { mode: 'frozen', now: 0 },
}

let folder: string
let path: string
const opened: PartylineDatabase[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'partyline-media-'))
  path = join(folder, 'partyline.db')
})
afterEach(() => {
  for (const database of opened.splice(0)) database.close()
  rmSync(folder, { recursive: true })
})

function open(durability: 'normal' | 'full' = 'normal') {
  const database = new PartylineDatabase({ path, durability })
  opened.push(database)
  return { database, world: database.openWorld(RECORD, () => 0) }
}

const picture = (first: number, length = LARGE) => new Uint8Array(length).fill(7).with(0, first)
const content = (hash: string, octets: Uint8Array) => ({ layer: 'core', put: 'content', hash, octets }) as const
const put = (world: WorldStore, hash: string, octets: Uint8Array) =>
  world.run(() => ({ answer: undefined, changes: [content(hash, octets)], events: [] }))
const files = () => readdirSync(`${path}-media`)
const same = (read: Uint8Array | undefined, octets: Uint8Array) => expect(read && Buffer.compare(read, octets)).toBe(0)

describe('large media', () => {
  it.each(['normal', 'full'] as const)('lie beside the database and outlive a kill (%s)', async (durability) => {
    const { database, world } = open(durability)
    await put(world, 'large', picture(1))
    await put(world, 'small', picture(2, 100))
    killed(path, () => database.close())
    const { world: again } = open()
    same(again.read.content('large'), picture(1))
    same(again.read.content('small'), picture(2, 100))
    expect(files()).toEqual(['1'])
  })

  it('of a batch that was rolled back take no room', async () => {
    const { world } = open()
    await put(world, 'one', picture(1))
    const failing = world.run(() => ({
      answer: undefined,
      changes: [content('two', picture(2)), { layer: 'core', put: 'phone' } as never],
      events: [],
    }))
    await expect(failing).rejects.toThrow()
    expect(world.read.content('two')).toBeUndefined()
    await put(world, 'three', picture(3))
    same(world.read.content('one'), picture(1))
    same(world.read.content('three'), picture(3))
  })

  it('go with an exported world into another one', async () => {
    const { database, world } = open()
    await put(world, 'large', picture(1))
    const dump = database.dumpWorld(1)
    const record = { ...RECORD, id: 2, name: 'copy' }
    const { content: contents = [] } = dump
    database.restoreWorld(record, { content: contents })
    same(database.openWorld(record, () => 0).read.content('large'), picture(1))
  })

  it('give their room back when nothing of a file is left', async () => {
    const { database, world } = open()
    for (let number = 0; number < 3; number++) await put(world, `m${number}`, picture(number, 10_000_000))
    expect(files()).toEqual(['1', '2', '3'])
    const other = database.openWorld({ ...RECORD, id: 2, name: 'other' }, () => 0)
    await put(other, 'another', picture(9))
    database.removeWorld(1)
    await put(other, 'one more', picture(8))
    expect(files()).toEqual(['3'])
    same(other.read.content('another'), picture(9))
  })

  it.each([
    ['cut', () => truncateSync(`${path}-media/1`, LARGE / 2)],
    ['gone', () => rmSync(`${path}-media`, { recursive: true })],
  ])('in a file that is %s are never mistaken for what came later', async (_, spoil) => {
    const { database, world } = open()
    await put(world, 'lost', picture(1))
    database.close()
    spoil()
    const { world: again } = open()
    await put(again, 'later', picture(2))
    expect(again.read.content('lost')).toBeUndefined()
    same(again.read.content('later'), picture(2))
    expect(files()).toContain('2')
  })

  it('that were lost are kept anew when somebody sends them again', async () => {
    const { database, world } = open()
    await put(world, 'large', picture(1))
    database.close()
    rmSync(`${path}-media`, { recursive: true })
    const { database: second, world: again } = open()
    await put(again, 'large', picture(1))
    second.close()
    same(open().world.read.content('large'), picture(1))
  })

  it('that cannot be written refuse their unit of work and nothing else', async () => {
    writeFileSync(`${path}-media`, 'in the way')
    const { world } = open()
    await put(world, 'small', picture(1, 100))
    await expect(put(world, 'large', picture(2))).rejects.toThrow('EEXIST')
    await put(world, 'another', picture(3, 100))
    expect(['small', 'large', 'another'].map((hash) => world.read.content(hash)?.[0])).toEqual([1, undefined, 3])
  })
})

it('media that came in a large request do not keep it in memory', async () => {
  const { world } = open()
  const requests: WeakRef<object>[] = []
  for (let number = 0; number < 50; number++) {
    const request = picture(number, 2_000_000)
    await put(world, `piece ${number}`, request.subarray(0, 100))
    requests.push(new WeakRef(request.buffer))
  }
  // The last one may still be on its way out.
  expect(await stillHeld(requests)).toBeLessThanOrEqual(1)
  expect(world.read.content('piece 7')?.[0]).toBe(7)
})
