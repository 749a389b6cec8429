import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ANA, ESME_NUMBER, sms } from '../support/memory-world.ts'
import { openSmppWorld, type SmppTestWorld } from '../support/smpp-world.ts'

const installed = spawnSync('perl', ['-MNet::SMPP', '-e', '1']).status === 0

describe.runIf(installed)("Perl's Net::SMPP as an ESME", () => {
  let world: SmppTestWorld
  let perl: ChildProcess
  const lines: string[] = []

  beforeAll(async () => {
    world = await openSmppWorld()
    const port = await freePort()
    perl = spawn('perl', [join(import.meta.dirname, 'net-smpp-esme.pl'), String(world.port), String(port)])
    perl.stderr?.on('data', (chunk) => lines.push(`stderr: ${chunk}`))
    let rest = ''
    perl.stdout?.on('data', (chunk) => {
      const parts = (rest + chunk).split('\n')
      rest = parts.pop() ?? ''
      for (const line of parts) takeLine(line, port)
    })
    await once(perl, 'close')
  })
  afterAll(() => world.close())

  /** Does what the script waits for: a text from a phone and an alert, and later a call. */
  function takeLine(line: string, port: number): void {
    lines.push(line)
    if (line === 'ready') {
      const origin = { kind: 'handset', key: ANA } as const
      void world.carrier.submit({ origin, from: ANA, to: [ESME_NUMBER], content: sms('hello, perl') })
    }
    if (line.startsWith('text')) world.gateway.alert('main', ANA, { systemId: 'esme', esmeAddress: ESME_NUMBER })
    if (line === 'listening') void world.gateway.controlOf('main').outbind({ host: '127.0.0.1', port })
  }

  it('does one of everything, both ways, and reads every answer', () => {
    const receipt = 'id:ID sub:001 dlvrd:001 submit date:D done date:D stat:DELIVRD err:000 text:from perl'
    expect(lines).toEqual([
      'bind 0 partyline',
      'submit 0',
      `receipt 0x5 esm_class 4 reference 4660: ${receipt}`,
      'query 0 same state 2',
      'multi 0 unsuccess 1 15005552011 11',
      'data 0',
      'replace 0',
      'cancel 0',
      'cancel again 17',
      'refused 88',
      'enquire 0',
      'ready',
      'text 0x5 esm_class 0 reference 0: hello, perl',
      'alert 0x102 12025550101',
      'unbind 0',
      'listening',
      'outbind 0xb partyline',
      'bind receiver 0',
      'unbind 0',
    ])
  })

  it('its messages reached the phones', () => {
    const texts = world.offers.map(({ message }) => message.content.kind === 'sms' && message.content.text)
    expect(texts).toEqual(['from perl', 'to both', 'data from perl'])
  })
})

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
