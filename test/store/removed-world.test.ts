import { expect, it } from 'vitest'
import type { WorldRecord } from '../../src/core/index.ts'
import { PartylineDatabase } from '../../src/store/index.ts'

const RECORD: WorldRecord = {
  id: 1,
  name: 'main',
  epoch: 'first',
  settings: { autoPhones: true, seed: 1 },
  clock: { mode: 'real' },
}

it('what was under way when its world was removed does not show up in the world that has its id next', async () => {
  const database = new PartylineDatabase({ path: ':memory:' })
  const before = database.openWorld(RECORD, () => 0)
  const emit = (world: typeof before, type: string) =>
    world.run(() => ({ answer: type, changes: [], events: [{ type }] }))
  await emit(before, 'first')
  await emit(before, 'second')
  const late = emit(before, 'late')
  database.removeWorld(1)
  const after = database.openWorld(RECORD, () => 0)
  expect(await late).toBe('late')
  expect(await emit(before, 'later still')).toBe('later still')
  for (const type of ['one', 'two', 'three']) await emit(after, type)
  expect(after.journal.read(0, 10).map(({ event }) => event.type)).toEqual(['one', 'two', 'three'])
  const again = database.openWorld(RECORD, () => 0)
  expect(again.journal.read(0, 10).map(({ event }) => event.type)).toEqual(['one', 'two', 'three'])
  database.close()
})
