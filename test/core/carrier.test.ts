import { afterEach, describe, expect, it } from 'vitest'
import { type Offer, type Outcome, type Outlet, type Tidings, textOf } from '../../src/core/index.ts'
import { ANA, BEN, CLEO, memoryWorld, number, START, sms, submission } from '../support/memory-world.ts'

type World = Awaited<ReturnType<typeof memoryWorld>>
let world: World
afterEach(() => world.stop())

const HOUR = 3_600_000

/** An outlet that answers what the test says and remembers what it was asked. */
function scripted(answer: (offer: Offer, count: number) => Outcome | Promise<Outcome>) {
  const offers: Offer[] = []
  const told: Tidings[] = []
  const outlet: Outlet = {
    offer: (offer) => answer(offer, offers.push(offer)),
    tell: (tidings) => {
      told.push(tidings)
      return { kind: 'delivered' }
    },
  }
  return { outlet, offers, told }
}

describe('a submission', () => {
  it('is accepted with one delivery per recipient, each number once', async () => {
    world = await memoryWorld()
    const accepted = await world.carrier.submit(submission({ to: [ANA, BEN, ANA], cc: [CLEO] }))
    expect(accepted).toMatchObject({ accepted: true })
    expect(accepted.accepted && accepted.deliveries.map(({ recipient }) => recipient)).toEqual([ANA, BEN, CLEO])
  })

  it('gives no copy to members that are only shown', async () => {
    world = await memoryWorld()
    const accepted = await world.carrier.submit(submission({ to: [ANA, BEN], displayOnly: [BEN] }))
    expect(accepted.accepted && accepted.deliveries.map(({ recipient }) => recipient)).toEqual([ANA])
  })

  it.each([
    ['undialable', submission({ to: [number('+141586753093')] })],
    ['unassigned-short-code', submission({ to: [number('77777')] })],
    ['no-recipients', submission({ to: [] })],
    ['source-not-owned', submission({ origin: { kind: 'mm7', key: 'vasp' }, from: ANA })],
    ['source-not-owned', submission({ origin: { kind: 'handset', key: ANA }, from: BEN })],
    ['expired-before-accepted', submission({ expiresAt: START })],
    ['schedule-out-of-range', submission({ notBefore: START + 400 * 24 * HOUR })],
    ['schedule-out-of-range', submission({ notBefore: START + 2 * HOUR, expiresAt: START + HOUR })],
    ['too-many-recipients', submission({ to: Array.from({ length: 256 }, (_, i) => number(`+1202555${1000 + i}`)) })],
  ] as const)('is refused as %s and leaves no trace', async (reason, refused) => {
    world = await memoryWorld()
    const before = world.store.journal.lastSeq
    expect(await world.carrier.submit(refused)).toMatchObject({ accepted: false, reason })
    expect(world.read.messages({ limit: 10 })).toEqual([])
    expect(world.store.journal.lastSeq).toBe(before)
    expect(world.read.phones()).toHaveLength(3)
  })

  it('makes a phone of a dialable number that nobody has', async () => {
    world = await memoryWorld()
    const stranger = number('+12025559999')
    await world.carrier.submit(submission({ to: [stranger] }))
    expect(world.read.phone(stranger)).toMatchObject({ state: 'online' })
  })
})

describe('a delivery', () => {
  it('is offered in a later turn than the acknowledgement', async () => {
    const handset = scripted(() => ({ kind: 'delivered' }))
    world = await memoryWorld({ outlets: { handset: handset.outlet } })
    await world.carrier.submit(submission())
    expect(handset.offers).toHaveLength(0)
    await world.agenda.idle()
    expect(handset.offers).toHaveLength(1)
  })

  it('is reported to the origin that asked, once', async () => {
    const smpp = scripted(() => ({ kind: 'delivered' }))
    world = await memoryWorld({ outlets: { smpp: smpp.outlet } })
    await world.carrier.submit(submission())
    await world.agenda.idle()
    expect(smpp.told.map(({ delivery }) => delivery.report.status)).toEqual(['delivered'])
  })

  it('is tried again by the schedule until it succeeds', async () => {
    const handset = scripted((_, count) =>
      count < 3 ? { kind: 'wait', reason: 'absent-subscriber' } : { kind: 'delivered' },
    )
    world = await memoryWorld({ outlets: { handset: handset.outlet } })
    const accepted = await world.carrier.submit(submission())
    await world.agenda.idle()
    expect(handset.offers).toHaveLength(1)
    await world.agenda.advance(4_999)
    expect(handset.offers).toHaveLength(1)
    await world.agenda.advance(1)
    expect(handset.offers).toHaveLength(2)
    await world.agenda.advance(15_000)
    expect(handset.offers).toHaveLength(3)
    expect(accepted.accepted && world.read.deliveriesOf(accepted.messageId)[0]?.progress.state).toBe('delivered')
  })

  it('expires when its validity ends, and says so in the report', async () => {
    const smpp = scripted(() => ({ kind: 'delivered' }))
    const handset = scripted(() => ({ kind: 'wait', reason: 'absent-subscriber' }))
    world = await memoryWorld({ outlets: { handset: handset.outlet, smpp: smpp.outlet } })
    await world.carrier.submit(submission({ expiresAt: START + HOUR }))
    await world.agenda.advance(HOUR)
    expect(smpp.told[0]?.delivery.report).toMatchObject({ status: 'failed', reason: 'expired', at: START + HOUR })
    expect(world.carrier.nextDueAt()).toBeUndefined()
  })

  it('waits for its time when it is scheduled', async () => {
    const handset = scripted(() => ({ kind: 'delivered' }))
    world = await memoryWorld({ outlets: { handset: handset.outlet } })
    await world.carrier.submit(submission({ notBefore: START + HOUR }))
    await world.agenda.advance(HOUR - 1)
    expect(handset.offers).toHaveLength(0)
    await world.agenda.advance(1)
    expect(handset.offers).toHaveLength(1)
  })

  it('goes on at once when its endpoint is woken', async () => {
    let bound = false
    const smpp = scripted(() => (bound ? { kind: 'delivered' } : { kind: 'wait', reason: 'not-bound' }))
    world = await memoryWorld({ outlets: { smpp: smpp.outlet } })
    await world.carrier.submit(
      submission({ origin: { kind: 'handset', key: ANA }, from: ANA, to: [number('55225')], content: sms('hi') }),
    )
    await world.agenda.idle()
    bound = true
    await world.carrier.wake({ kind: 'smpp', key: 'esme' })
    await world.agenda.idle()
    expect(smpp.offers).toHaveLength(2)
  })

  it('is woken as far as there is room, oldest first', async () => {
    let bound = false
    const smpp = scripted(() => (bound ? { kind: 'delivered' } : { kind: 'wait', reason: 'not-bound' }))
    world = await memoryWorld({ outlets: { smpp: smpp.outlet } })
    const toEsme = { origin: { kind: 'handset', key: ANA }, from: ANA, to: [number('55225')] } as const
    for (const text of ['one', 'two', 'three'])
      await world.carrier.submit(submission({ ...toEsme, content: sms(text) }))
    await world.agenda.idle()
    bound = true
    expect(await world.carrier.wake({ kind: 'smpp', key: 'esme' }, 2)).toBe(2)
    await world.agenda.idle()
    expect(smpp.offers.slice(3).map(({ message }) => textOf(message.content))).toEqual(['one', 'two'])
    expect(await world.carrier.wake({ kind: 'smpp', key: 'esme' })).toBe(1)
  })

  it('settled by another way no longer takes the verdict of an offer under way', async () => {
    const answers: ((outcome: Outcome) => void)[] = []
    const handset = scripted(() => new Promise<Outcome>((resolve) => answers.push(resolve)))
    world = await memoryWorld({ outlets: { handset: handset.outlet } })
    const accepted = await world.carrier.submit(submission())
    while (answers.length === 0) await new Promise(setImmediate)
    const [delivery] = accepted.accepted ? accepted.deliveries : []
    expect(await world.carrier.settle(delivery!.id, { kind: 'failed', reason: 'cancelled' })).toBe(true)
    answers[0]!({ kind: 'delivered' })
    await world.agenda.idle()
    expect(world.read.delivery(delivery!.id)?.progress).toMatchObject({ state: 'failed', reason: 'cancelled' })
    expect(await world.carrier.settle(delivery!.id, { kind: 'delivered' })).toBe(false)
  })

  it('writes what the endpoint decides in the same commit, or nothing of it', async () => {
    const handset = scripted((_, count) =>
      count === 1
        ? () => {
            throw new Error('a bug of ours')
          }
        : () => ({ verdict: { kind: 'delivered' }, events: [{ type: 'phone.message-received' }] }),
    )
    world = await memoryWorld({ outlets: { handset: handset.outlet } })
    await world.carrier.submit(submission())
    await world.agenda.idle()
    expect(world.faults).toHaveLength(1)
    await world.agenda.advance(5_000)
    const types = world.store.journal.read(0, 100).map(({ event }) => event.type)
    expect(types.filter((type) => type === 'phone.message-received')).toHaveLength(1)
    expect(handset.offers).toHaveLength(2)
  })

  it('keeps up with more than one turn of offers', async () => {
    const handset = scripted(() => ({ kind: 'delivered' }))
    world = await memoryWorld({ outlets: { handset: handset.outlet } })
    await Promise.all(Array.from({ length: 6_000 }, () => world.carrier.submit(submission({ content: sms('x') }))))
    await world.agenda.idle()
    expect(handset.offers).toHaveLength(6_000)
    expect(new Set(handset.offers.map(({ delivery }) => delivery.id)).size).toBe(6_000)
  })
})
