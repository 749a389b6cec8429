import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Partyline, startPartyline } from '../../src/compose.ts'
import { type Ran, run, temporaryFolder } from '../gateways/proxy/proxy-world.ts'
import { twilioCli } from '../support/twilio-cli.ts'

const ROOT = resolve(import.meta.dirname, '../..')

/** PARTYLINE_TWILIO_CLI names the folder that it is installed in. */
describe.runIf(twilioCli)("Twilio's CLI, by the proxy alone", () => {
  let carrier: Partyline
  beforeAll(async () => {
    carrier = await startPartyline({})
  })
  afterAll(() => carrier.stop())

  /** Without the preload, so that what is left is the proxy and its CA. */
  async function twilio(...args: readonly string[]): Promise<Ran> {
    const script = `NODE_OPTIONS= exec '${process.execPath}' '${twilioCli}' "$@"`
    const command = [join(ROOT, 'src/main.ts'), 'exec', '--url', carrier.url, '--', 'sh', '-c', script, 'sh', ...args]
    const own = { XDG_DATA_HOME: temporaryFolder(), HOME: temporaryFolder(), TWILIO_DISABLE_TELEMETRY: '1' }
    return run(process.execPath, command, own)
  }

  const json = ({ code, stdout, stderr }: Ran): unknown => {
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' })
    return JSON.parse(stdout)
  }

  it('makes, lists and posts', { timeout: 120_000 }, async () => {
    const v1 = 'api:conversations:v1'
    const made = await twilio(`${v1}:conversations:create`, '--friendly-name', 'by the CLI', '-o', 'json')
    const [{ sid }] = json(made) as [{ readonly sid: string }]
    const path = ['--conversation-sid', sid]
    const posted = await twilio(`${v1}:conversations:messages:create`, ...path, '--body', 'Hi', '-o', 'json')
    expect(json(posted)).toMatchObject([{ body: 'Hi', index: 0, conversationSid: sid }])
    const listed = await twilio(`${v1}:conversations:list`, '-o', 'json')
    expect(json(listed)).toMatchObject([{ sid, friendlyName: 'by the CLI' }])
  })

  it('shows an error with its code', { timeout: 120_000 }, async () => {
    const { code, stderr } = await twilio('api:conversations:v1:conversations:fetch', '--sid', `CH${'0'.repeat(32)}`)
    expect(code).not.toBe(0)
    expect(stderr).toContain('20404')
  })
})
