import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { IdTable } from '../../src/core/index.ts'

type Value = { readonly id: number; readonly step: number }

/** Few ids, so that they meet; some far beyond 32 bits, as ids of messages are, that share their low ones. */
const ids = fc.oneof(
  fc.integer({ min: 1, max: 300 }),
  fc.integer({ min: 1, max: 300 }).map((low) => low + 2 ** 40),
)

describe('a table of values by id', () => {
  it('holds what a Map would hold, whatever is set and taken', () => {
    const steps = fc.array(fc.record({ id: ids, does: fc.constantFrom('set', 'set', 'take', 'get') }), {
      maxLength: 600,
    })
    fc.assert(
      fc.property(steps, (all) => {
        const table = new IdTable<Value>()
        const map = new Map<number, Value>()
        for (const [step, { id, does }] of all.entries()) {
          expect(table.get(id)).toBe(map.get(id))
          if (does === 'set') table.set(id, { id, step })
          if (does === 'set') map.set(id, table.get(id)!)
          if (does === 'take') expect(table.take(id)).toBe(map.get(id))
          if (does === 'take') map.delete(id)
          expect(table.size).toBe(map.size)
        }
        expect(new Set(table.values())).toEqual(new Set(map.values()))
      }),
    )
  })

  it('grows, for ids a millisecond apart as well', () => {
    const table = new IdTable<Value>()
    const ids = Array.from({ length: 5_000 }, (_, step) => 2 ** 46 + step * 2_048)
    for (const [step, id] of ids.entries()) table.set(id, { id, step })
    expect(ids.map((id) => table.get(id)?.step)).toEqual(ids.map((_, step) => step))
    for (const id of ids) expect(table.take(id)?.id).toBe(id)
    expect(table.size).toBe(0)
    expect(table.values()).toEqual([])
    table.set(1, { id: 1, step: 0 })
    expect([table.get(1)?.id, table.get(2), table.size]).toEqual([1, undefined, 1])
  })

  it('takes out all that fit, in the order of their ids', () => {
    const table = new IdTable<Value>()
    for (let step = 0; step < 500; step++) table.set((step * 7919) % 1_000_003, { id: (step * 7919) % 1_000_003, step })
    const taken = table.takeWhere(({ step }) => step % 3 === 0)
    expect(taken.map(({ id }) => id)).toEqual(taken.map(({ id }) => id).toSorted((a, b) => a - b))
    expect(taken).toHaveLength(167)
    expect(table.size).toBe(333)
    expect(table.values().every(({ step }) => step % 3 !== 0)).toBe(true)
  })
})
