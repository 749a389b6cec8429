import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { HandsetTransport, Mm1Request } from '../../src/handsets/index.ts'
import { ANA, BEN, CLEO, HandsetWorld, NOON } from '../support/handset-world.ts'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

function file(): string {
  const folder = mkdtempSync(join(tmpdir(), 'handsets-'))
  folders.push(folder)
  return join(folder, 'world.db')
}

/** A network that takes a request and never answers: the process ends meanwhile. */
function silentOn(matches: (request: Mm1Request) => boolean, reached: () => void, after = false) {
  return (transport: HandsetTransport): HandsetTransport => ({
    ...transport,
    async mm1(request) {
      if (!matches(request)) return transport.mm1(request)
      if (after) await transport.mm1(request)
      reached()
      return new Promise(() => {})
    },
  })
}

/** The process ends inside the unit of work that shows a message and acknowledges it: nothing of it is written. */
function endingAtAcknowledgement(reached: () => void, after: boolean) {
  return (transport: HandsetTransport): HandsetTransport => ({
    ...transport,
    acknowledge(unit, answer) {
      if (answer.identity !== BEN) return transport.acknowledge(unit, answer)
      if (after) transport.acknowledge(unit, answer)
      reached()
      throw new Error('the process ends')
    },
  })
}

const isRetrieval = ({ method }: Mm1Request) => method === 'GET'

describe('a process that ends in the middle of a retrieval', () => {
  it.each([
    ['before the message was fetched', (reached: () => void) => silentOn(isRetrieval, reached)],
    ['when the message was fetched and not yet shown', (reached: () => void) => silentOn(isRetrieval, reached, true)],
    ['before the acknowledgement', (reached: () => void) => endingAtAcknowledgement(reached, false)],
    ['after the acknowledgement', (reached: () => void) => endingAtAcknowledgement(reached, true)],
  ])('%s: nothing is lost, one message is shown', async (_, ending) => {
    const path = file()
    const reached = Promise.withResolvers<void>()
    const first = await new HandsetWorld({ path, via: ending(reached.resolve) }).begin()
    await first.handsets.send(ANA, { to: [BEN, CLEO], text: 'Still there?' })
    await reached.promise
    first.kill()

    const second = new HandsetWorld({ path, now: NOON + 1_000 })
    await second.settle()
    expect(second.screen(BEN)).toEqual([`${ANA},${CLEO} < ${ANA}: Still there?`])
    expect(second.screen(CLEO)).toEqual([`${ANA},${BEN} < ${ANA}: Still there?`])
    expect(second.handsets.messages(ANA)).toMatchObject([{ status: 'delivered' }])
    expect(second.handsets.notifications(BEN)).toEqual([])
    expect(second.faults).toEqual([])
    second.kill()
  })

  it('a network that comes back under another address means the same message', async () => {
    const path = file()
    const reached = Promise.withResolvers<void>()
    const first = await new HandsetWorld({ path, via: silentOn(isRetrieval, reached.resolve) }).begin()
    await first.handsets.send(ANA, { to: [BEN, CLEO], text: 'Still there?' })
    await reached.promise
    first.kill()

    const second = new HandsetWorld({ path, now: NOON + 1_000, baseUrl: 'http://localhost:9399' })
    await second.settle()
    expect(second.texts(BEN)).toEqual(['Still there?'])
    expect(second.texts(CLEO)).toEqual(['Still there?'])
    second.kill()
  })

  it.each([
    ['had not been sent is sent after the restart', false],
    ['was taken before its m-send.conf could be written is sent once', true],
  ])('an MMS that %s', async (_, after) => {
    const path = file()
    const reached = Promise.withResolvers<void>()
    const via = silentOn(({ identity }) => identity === ANA, reached.resolve, after)
    const first = await new HandsetWorld({ path, via }).begin()
    void first.handsets.send(ANA, { to: [BEN, CLEO], text: 'Off we go' })
    await reached.promise
    first.kill()

    const second = new HandsetWorld({ path, now: NOON + 1_000 })
    await second.settle()
    expect(second.texts(BEN)).toEqual(['Off we go'])
    expect(second.carrier.read.messages({ limit: 5 })).toHaveLength(1)
    expect(second.handsets.messages(ANA)).toMatchObject([{ status: 'delivered' }])
    second.kill()
  })
})
