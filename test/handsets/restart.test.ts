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

describe('a process that ends in the middle of a retrieval', () => {
  it.each([
    ['before the message was fetched', (request: Mm1Request) => request.method === 'GET', false],
    ['when the message was fetched and not yet shown', (request: Mm1Request) => request.method === 'GET', true],
    ['before the acknowledgement', ({ method, identity }: Mm1Request) => method === 'POST' && identity === BEN, false],
    ['after the acknowledgement', ({ method, identity }: Mm1Request) => method === 'POST' && identity === BEN, true],
  ])('%s: nothing is lost, one message is shown', async (_, matches, after) => {
    const path = file()
    const reached = Promise.withResolvers<void>()
    const first = await new HandsetWorld({ path, via: silentOn(matches, reached.resolve, after) }).begin()
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
