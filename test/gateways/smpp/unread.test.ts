import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { SmppConfig } from '../../../src/gateways/smpp/index.ts'
import { Esme } from '../../support/esme.ts'
import { ANA, ESME_NUMBER, sms } from '../../support/memory-world.ts'
import { openSmppWorld, type SmppTestWorld } from '../../support/smpp-world.ts'

/** Parts of one message, so that few messages fill the kernel's buffers, however large they are. */
const PARTS = 40
const PART = new Uint8Array(254).fill(0x61)
const CONTENT = {
  kind: 'sms',
  text: 'a',
  dataCoding: 4,
  hasHeader: false,
  segments: Array.from({ length: PARTS }, () => PART),
} as const
const MESSAGES = 1_000
const STALLED_MS = 400
/** More than all parts. */
const WIDE = 100_000

let world: SmppTestWorld
let now: number
async function open(config: Partial<SmppConfig>): Promise<void> {
  world = await openSmppWorld({ stalledMs: STALLED_MS, ...config }, undefined, () => now)
  await world.changeAccount({ window: WIDE })
}
beforeEach(() => {
  now = 0
})
afterEach(() => world.close())

/** An ESME that binds and reads nothing from then on. */
async function deafEsme(): Promise<Esme> {
  const esme = await Esme.bound(world.port)
  esme.socket.pause()
  return esme
}

function sendAll(count: number): Promise<unknown> {
  const origin = { kind: 'handset', key: ANA } as const
  const submission = { origin, from: ANA, to: [ESME_NUMBER], content: CONTENT }
  return Promise.all(Array.from({ length: count }, () => world.carrier.submit(submission)))
}

const session = () => world.gateway.sessions('main')[0]
const unsettled = () => world.read.unsettled({ kind: 'smpp', key: 'esme' }, { after: 0, limit: 2 * MESSAGES }).length

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise(setImmediate)
}

/** Why the session ended. */
async function ending(): Promise<unknown> {
  await until(() => session() === undefined)
  await world.carrier.run(() => {})
  return world.events('session.closed')[0]?.reason
}

/** Binds again, and answers every part of every message. */
async function takesAll(count: number): Promise<void> {
  const esme = await Esme.bound(world.port)
  const advanced = world.agenda.advance(3_600_000)
  for (let parts = 0; parts < count * PARTS; parts++) esme.answer(await esme.nextPdu())
  await advanced
  expect(unsettled()).toBe(0)
  expect(await esme.ask('enquire_link')).toMatchObject({ command: 'enquire_link_resp' })
}

describe('an ESME that is sent messages and never reads', () => {
  it('is written no more than its buffer takes, is dropped in time, and has everything after its next bind', async () => {
    await open({ pauseAboveOctets: 4_096, queueLimit: WIDE })
    const deaf = await deafEsme()
    await sendAll(MESSAGES)
    await until(() => session()?.flows === false)
    const { unanswered, queued } = session()!
    await sendAll(10)
    expect(session()?.unanswered).toEqual(unanswered)
    expect(session()?.queued).toBeGreaterThanOrEqual(queued)
    expect(unsettled()).toBe(MESSAGES + 10)
    now += STALLED_MS
    expect(await ending()).toBe('the ESME does not read what it is sent')
    deaf.socket.destroy()
    await takesAll(MESSAGES + 10)
  })

  it('holds no more messages in memory than its queue has room for: the others wait in the store', async () => {
    const queueLimit = 200
    await open({ queueLimit, enquireLinkMs: 1_000, enquireLinkMisses: 1 })
    const deaf = await deafEsme()
    await sendAll(100)
    const isBusy = () => world.events('delivery.updated').filter(({ waitingFor }) => waitingFor === 'peer-busy')
    await until(() => isBusy().length === 100 - queueLimit / PARTS)
    const { unanswered, queued } = session()!
    expect(unanswered.sent + queued).toBe(queueLimit)
    expect(unsettled()).toBe(100)
    now += 1_000
    // The response to the bind, what fills the queue, and the question whether the link lives.
    await until(() => session()?.pdus.sent === 1 + queueLimit + 1)
    now += 1_000
    expect(await ending()).toBe('1 enquire_links were not answered')
    deaf.socket.destroy()
    await takesAll(100)
  })

  it('does not hold up another session of its account', async () => {
    await open({ pauseAboveOctets: 4_096, queueLimit: WIDE })
    const deaf = await deafEsme()
    await sendAll(MESSAGES)
    await until(() => session()?.flows === false)
    const reading = await Esme.bound(world.port)
    await sendAll(1)
    expect(await reading.nextPdu()).toMatchObject({ command: 'deliver_sm', destinationAddr: ESME_NUMBER.slice(1) })
    deaf.socket.destroy()
    reading.socket.destroy()
  })

  it('and then reads has everything in the order it came, at once and not when the next attempt is due', async () => {
    await open({ queueLimit: 200 })
    const esme = await Esme.bound(world.port)
    const origin = { kind: 'handset', key: ANA } as const
    const texts = Array.from({ length: 1_000 }, (_, i) => String(i))
    await Promise.all(
      texts.map((text) => world.carrier.submit({ origin, from: ANA, to: [ESME_NUMBER], content: sms(text) })),
    )
    const heard: string[] = []
    while (heard.length < texts.length) {
      const pdu = await esme.nextPdu()
      esme.answer(pdu)
      if (pdu.command === 'deliver_sm') heard.push(Buffer.from(pdu.shortMessage).toString())
    }
    expect(heard).toEqual(texts)
  })
})
