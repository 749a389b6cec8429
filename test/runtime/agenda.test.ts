import { describe, expect, it } from 'vitest'
import { Agenda, type Worker, WorldClock } from '../../src/runtime/index.ts'

/** A worker that notes the time at each of its appointments. */
function diary(clock: WorldClock, appointments: number[]): Worker & { readonly kept: number[] } {
  const kept: number[] = []
  return {
    name: 'diary',
    kept,
    nextDueAt: () => appointments[0],
    turn() {
      appointments.shift()
      kept.push(clock.now())
    },
    pending: () => [],
  }
}

describe('the agenda', () => {
  it('winds a frozen clock through everything that falls due, in order', async () => {
    const clock = new WorldClock({ mode: 'frozen', now: 1_000 })
    const agenda = new Agenda(clock, () => {})
    const [early, late] = [diary(clock, [1_500, 3_000]), diary(clock, [2_000, 9_000])]
    agenda.add(early)
    agenda.add(late)
    await agenda.advance(5_000)
    expect(early.kept).toEqual([1_500, 3_000])
    expect(late.kept).toEqual([2_000])
    expect(clock.now()).toBe(6_000)
    agenda.stop()
  })

  it('is at rest only when nothing is due and nothing is under way', async () => {
    const clock = new WorldClock({ mode: 'frozen', now: 0 })
    const agenda = new Agenda(clock, () => {})
    let finish = () => {}
    const busy: string[] = ['a webhook']
    agenda.add({ name: 'hooks', nextDueAt: () => undefined, turn: () => {}, pending: () => busy })
    finish = () => {
      busy.pop()
      agenda.poke()
    }
    expect(agenda.pending()).toEqual(['a webhook'])
    expect(await agenda.idle(AbortSignal.abort())).toBe(false)
    const resting = agenda.idle()
    finish()
    expect(await resting).toBe(true)
    agenda.stop()
  })

  it('reports a worker that throws and goes on with the others', async () => {
    const clock = new WorldClock({ mode: 'frozen', now: 0 })
    const faults: string[] = []
    const agenda = new Agenda(clock, (_error, what) => faults.push(what))
    let due: number | undefined = 0
    agenda.add({
      name: 'broken',
      nextDueAt: () => due,
      turn() {
        due = undefined
        throw new Error('a bug')
      },
      pending: () => [],
    })
    const other = diary(clock, [0])
    agenda.add(other)
    await agenda.idle()
    expect(faults).toEqual(['broken'])
    expect(other.kept).toEqual([0])
    agenda.stop()
  })
})

describe("a world's clock", () => {
  it('runs at its rate when it is scaled', () => {
    let real = 10_000
    const clock = new WorldClock({ mode: 'scaled', rate: 60, now: 0, realSince: 10_000 }, () => real)
    real += 1_000
    expect(clock.now()).toBe(60_000)
    expect(clock.realDelay(120_000)).toBe(1_000)
  })

  it('never comes to a later time by itself when it is frozen', () => {
    const clock = new WorldClock({ mode: 'frozen', now: 5 })
    expect(clock.realDelay(6)).toBeUndefined()
    expect(clock.realDelay(5)).toBe(0)
  })
})
