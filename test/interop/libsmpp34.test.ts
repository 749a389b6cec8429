import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ANA, ESME_NUMBER, sms } from '../support/memory-world.ts'
import { openSmppWorld, type SmppTestWorld } from '../support/smpp-world.ts'

const flags = spawnSync('pkg-config', ['--cflags', '--libs', 'libsmpp34'], { encoding: 'utf8' })
const installed = flags.status === 0 && spawnSync('gcc', ['--version']).status === 0

describe.runIf(installed)("Osmocom's libsmpp34 as an ESME", () => {
  const folder = mkdtempSync(join(tmpdir(), 'partyline-'))
  const lines: string[] = []
  let world: SmppTestWorld
  let program: ChildProcess

  beforeAll(async () => {
    world = await openSmppWorld()
    const binary = join(folder, 'esme')
    const source = join(import.meta.dirname, 'libsmpp34-esme.c')
    const compiled = spawnSync('gcc', ['-o', binary, source, ...flags.stdout.trim().split(/\s+/)], { encoding: 'utf8' })
    if (compiled.status !== 0) throw new Error(compiled.stderr)
    program = spawn(binary, [String(world.port)])
    let rest = ''
    program.stdout?.on('data', (chunk) => {
      const parts = (rest + chunk).split('\n')
      rest = parts.pop() ?? ''
      for (const line of parts) takeLine(line)
    })
    await once(program, 'close')
  }, 30_000)
  afterAll(async () => {
    await world.close()
    rmSync(folder, { recursive: true, force: true })
  })

  /** Does what the program waits for: a text from a phone, and an alert. */
  function takeLine(line: string): void {
    lines.push(line)
    if (line === 'ready') {
      const origin = { kind: 'handset', key: ANA } as const
      void world.carrier.submit({ origin, from: ANA, to: [ESME_NUMBER], content: sms('hello, c') })
    }
    if (line.startsWith('text')) world.gateway.alert('main', ANA, { systemId: 'esme', esmeAddress: ESME_NUMBER })
  }

  it('does one of everything, both ways, and reads every answer', () => {
    expect(lines).toEqual([
      'bind 0 partyline version 0x34',
      'submit 0 id given',
      expect.stringMatching(/^receipt esm_class 4 from 12025550101 reference 4660 state 2 length 1\d\d$/),
      'query 0 state 2',
      'multi 0 unsuccess 1 15005552011 11',
      'data 0',
      'enquire 0',
      'ready',
      'text esm_class 0 from 12025550101 reference 0 state 0 length 8',
      'alert 12025550101 for 12025550150',
      'unbind 0',
    ])
  })

  it('its messages reached the phones', () => {
    const texts = world.offers.map(({ message }) => message.content.kind === 'sms' && message.content.text)
    expect(texts).toEqual(['from c', 'to both', 'data from c'])
  })
})
