import { afterEach, describe, expect, it } from 'vitest'
import { FaultBoard, type FaultRule, type FaultWhen, type Tidings } from '../../src/core/index.ts'
import { createChance, WorldClock } from '../../src/runtime/index.ts'
import { memoryWorld, START, submission } from '../support/memory-world.ts'

const subject = { from: '+12025550150', to: ['+12025550101'], text: 'hello', transport: 'sms' }

function rule(wish: Partial<FaultRule> = {}): FaultRule {
  return {
    id: 'r',
    at: 'smpp.submit',
    query: '',
    matches: () => true,
    when: { kind: 'always' },
    then: { status: 88 },
    ...wish,
  }
}

function board(seed = 7) {
  const clock = new WorldClock({ mode: 'frozen', now: START })
  return { clock, faults: new FaultBoard(clock, createChance(seed)) }
}

function pattern(when: FaultWhen, times: number, seed = 7): string {
  const { faults } = board(seed)
  faults.post(rule({ when }))
  return Array.from({ length: times }, () => (faults.strike('smpp.submit', subject) ? 'x' : '.')).join('')
}

describe('a fault rule', () => {
  it.each([
    [{ kind: 'always' }, 'xxxxxx'],
    [{ kind: 'first', count: 2 }, 'xx....'],
    [{ kind: 'every', count: 3 }, '..x..x'],
    [{ kind: 'after', count: 4 }, '....xx'],
    [{ kind: 'rate', perSecond: 1, burst: 2 }, '..xxxx'],
    [{ kind: 'between', from: START, to: START + 1 }, 'xxxxxx'],
    [{ kind: 'between', from: START + 1, to: START + 2 }, '......'],
  ] as const)('%j strikes %s', (when, expected) => {
    expect(pattern(when, 6)).toBe(expected)
  })

  it('lets more through as its bucket fills again', () => {
    const { clock, faults } = board()
    faults.post(rule({ when: { kind: 'rate', perSecond: 2, burst: 1 } }))
    const strikes = () => faults.strike('smpp.submit', subject) !== undefined
    expect([strikes(), strikes()]).toEqual([false, true])
    clock.moveTo(START + 500)
    expect([strikes(), strikes()]).toEqual([false, true])
  })

  it('throws the same dice for the same seed', () => {
    const chance = { kind: 'chance', p: 0.5 } as const
    expect(pattern(chance, 40, 3)).toBe(pattern(chance, 40, 3))
    expect(pattern(chance, 40, 3)).not.toBe(pattern(chance, 40, 4))
    expect(pattern(chance, 40, 3)).toMatch(/x.*\./)
  })

  it('strikes only where it is posted and what it matches, and counts', () => {
    const { faults } = board()
    faults.post(rule({ matches: ({ to }) => to.includes('+12025550102') }))
    expect(faults.strike('smpp.submit', subject)).toBeUndefined()
    expect(faults.strike('rest', { ...subject, to: ['+12025550102'] })).toBeUndefined()
    expect(faults.strike('smpp.submit', { ...subject, to: ['+12025550102'] })).toEqual({ status: 88 })
    expect(faults.list()[0]).toMatchObject({ seen: 1, fired: 1 })
    expect(faults.remove('r')).toBe(true)
    expect(faults.remove('r')).toBe(false)
    expect(faults.watches('smpp.submit')).toBe(false)
  })
})

describe('faults of receipts', () => {
  let world: Awaited<ReturnType<typeof memoryWorld>>
  afterEach(() => world.stop())

  async function receiptsUnder(then: FaultRule['then']) {
    const { faults } = board()
    faults.post(rule({ at: 'receipt', then }))
    const told: Tidings[] = []
    const smpp = {
      offer: () => ({ kind: 'delivered' }) as const,
      tell: (tidings: Tidings) => {
        told.push(tidings)
        return { kind: 'delivered' } as const
      },
    }
    world = await memoryWorld({ outlets: { smpp }, faults })
    await world.carrier.submit(submission())
    await world.agenda.idle()
    return told
  }

  it('a lost receipt is never told', async () => {
    const told = await receiptsUnder({ drop: true })
    await world.agenda.advance(24 * 3_600_000)
    expect(told).toEqual([])
  })

  it('a doubled receipt is told twice', async () => {
    expect(await receiptsUnder({ duplicate: true })).toHaveLength(2)
  })

  it('a late receipt comes after its delay, once', async () => {
    const told = await receiptsUnder({ delayMs: 60_000 })
    await world.agenda.advance(59_999)
    expect(told).toHaveLength(0)
    await world.agenda.advance(60_000)
    expect(told).toHaveLength(1)
  })

  it('a receipt with an error code says failed', async () => {
    const [tidings] = await receiptsUnder({ error: 30007 })
    expect(tidings?.delivery.report).toMatchObject({ status: 'failed', code: 30007 })
  })
})
