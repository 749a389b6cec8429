import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { PartylineDatabase, StoreInUse } from '../../src/store/index.ts'

describe('a database file', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'partyline-lock-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  it('belongs to one carrier at a time', () => {
    const path = join(folder, 'partyline.db')
    const first = new PartylineDatabase({ path })
    expect(() => new PartylineDatabase({ path })).toThrow(StoreInUse)
    first.close()
    new PartylineDatabase({ path }).close()
  })

  it('in memory there are as many as one likes', () => {
    const databases = [1, 2].map(() => new PartylineDatabase({ path: ':memory:' }))
    for (const database of databases) expect(database.worlds()).toEqual([])
    for (const database of databases) database.close()
  })
})
