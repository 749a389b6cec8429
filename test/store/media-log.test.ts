import { mkdtempSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { MediaLog } from '../../src/store/core/media-log.ts'

let folder: string
const opened: MediaLog[] = []

beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'partyline-media-')), 'media')
})
afterEach(() => {
  for (const log of opened.splice(0)) log.close()
  rmSync(join(folder, '..'), { recursive: true })
})

function open(segmentOctets = 1_000): MediaLog {
  const log = new MediaLog({ folder, segmentOctets })
  opened.push(log)
  return log
}

const picture = (length: number, first: number) => new Uint8Array(length).fill(7).with(0, first)

describe('a log of media', () => {
  it('gives back what was appended, in one file while there is room', () => {
    const log = open()
    const places = [1, 2, 3].map((first) => log.append(picture(400, first)))
    expect(places.map(({ segment, at }) => [segment, at])).toEqual([
      [1, 0],
      [1, 400],
      [2, 0],
    ])
    expect(places.map((place) => log.read(place))).toEqual([1, 2, 3].map((first) => picture(400, first)))
  })

  it('gives a file to what is larger than one', () => {
    const log = open()
    const place = log.append(picture(5_000, 1))
    expect(place).toEqual({ segment: 1, at: 0, length: 5_000 })
    expect(log.append(picture(10, 2)).segment).toBe(2)
    expect(log.read(place)).toEqual(picture(5_000, 1))
  })

  it('makes no folder before there is something to keep', () => {
    open().committed()
    expect(() => statSync(folder)).toThrow('ENOENT')
  })

  it('goes on behind what an earlier process left, whatever that is', () => {
    const first = open()
    const place = first.append(picture(400, 1))
    first.close()
    writeFileSync(join(folder, '1'), picture(50, 9), { flag: 'a' })
    const second = open()
    expect(second.append(picture(400, 2))).toEqual({ segment: 1, at: 450, length: 400 })
    expect(second.read(place)).toEqual(picture(400, 1))
  })

  it('writes over what was rolled back', () => {
    const log = open()
    const kept = log.append(picture(100, 1))
    log.committed()
    log.append(picture(100, 2))
    log.rolledBack()
    const next = log.append(picture(100, 3))
    expect(next.at).toBe(100)
    log.committed()
    expect([log.read(kept), log.read(next)]).toEqual([picture(100, 1), picture(100, 3)])
  })

  it('removes the files of which nothing is wanted, but for the one it writes', () => {
    const log = open()
    const places = [1, 2, 3].map((first) => log.append(picture(900, first)))
    log.sweep((segment) => segment === 2)
    expect(readdirSync(folder).sort()).toEqual(['2', '3'])
    expect(places.map((place) => log.read(place)?.[0])).toEqual([undefined, 2, 3])
  })

  it('knows what was cut off', () => {
    const log = open()
    const place = log.append(picture(400, 1))
    truncateSync(join(folder, '1'), 399)
    expect(log.read(place)).toBeUndefined()
  })
})
