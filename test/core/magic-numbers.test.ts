import { afterEach, describe, expect, it } from 'vitest'
import { magicSubmitStatus, type Tidings } from '../../src/core/index.ts'
import { memoryWorld, number, START, submission } from '../support/memory-world.ts'

let world: Awaited<ReturnType<typeof memoryWorld>>
afterEach(() => world.stop())

describe('the number is the code', () => {
  it.each([
    ['+15005551003', 'unreachable', 30003],
    ['+15005551007', 'filtered', 30007],
    ['+15005551410', 'unknown-error', 30410],
  ])('%s fails later as %s with error %i', async (to, reason, code) => {
    const told: Tidings[] = []
    const smpp = {
      offer: () => ({ kind: 'delivered' }) as const,
      tell: (tidings: Tidings) => {
        told.push(tidings)
        return { kind: 'delivered' } as const
      },
    }
    world = await memoryWorld({ outlets: { smpp } })
    expect(await world.carrier.submit(submission({ to: [number(to)] }))).toMatchObject({ accepted: true })
    await world.agenda.idle()
    expect(told[0]?.delivery.report).toMatchObject({ status: 'failed', reason, code })
  })

  it('+1 500 557 ssss is delivered after ssss seconds', async () => {
    world = await memoryWorld()
    const accepted = await world.carrier.submit(submission({ to: [number('+15005570090')] }))
    const state = () => accepted.accepted && world.read.deliveriesOf(accepted.messageId)[0]?.progress.state
    await world.agenda.advance(89_999)
    expect(state()).toBe('waiting')
    await world.agenda.advance(1)
    expect(world.clock.now()).toBe(START + 90_000)
    expect(state()).toBe('delivered')
  })

  it('+1 500 555 2nnn names a command_status', async () => {
    world = await memoryWorld()
    expect(magicSubmitStatus(number('+15005552088'))).toBe(88)
    expect(magicSubmitStatus(number('+15005551088'))).toBeUndefined()
  })
})
