import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { Child, partyline, root, run, whenReady } from '../support/child-carrier.ts'
import { ANA, BEN, CLEO, P1, type World, type WorldInfo } from '../support/journey.ts'

const FREE_PORTS = ['--port', '0', '--smpp-port', '0']
let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'partyline-first-run-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('npm start from the checkout, and the commands of the README', () => {
  let carrier: Child
  let world: World
  let info: WorldInfo
  const readyFile = () => join(folder, 'ready.json')
  const command = (...args: readonly string[]) => run(partyline(...args), { PARTYLINE_URL: info.url })
  beforeAll(async () => {
    const flags = ['--data', join(folder, 'data'), '--ready-file', readyFile(), ...FREE_PORTS]
    carrier = new Child(['npm', 'start', '--', ...flags])
    ;({ world, info } = await whenReady(carrier, readyFile()))
  })
  afterAll(() => carrier.killNow())

  it('the first screen says where everything is and how to log in', () => {
    for (const fact of [
      JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version,
      'Nothing leaves this machine',
      info.url,
      `127.0.0.1:${info.smpp.port}   system_id esme   password secret`,
      `${info.url}/mm7   user vasp   password secret`,
      `AccountSid AC${'a'.repeat(32)}   AuthToken partyline`,
      join(folder, 'data'),
      'npm run -s partyline -- wait',
    ]) {
      expect(carrier.stdout).toContain(fact)
    }
  })

  it('the phones are served at its URL', async () => {
    const page = await fetch(info.url)
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    expect(await page.text()).toContain('Partyline')
  })

  it('the group text of the README reaches Cleo, and wait prints it', async () => {
    const npm = ['npm', 'run', '-s', 'partyline', '--']
    const send = ['send', '--from', ANA, '--to', BEN, '--to', CLEO, '--text', 'Lunch at noon?']
    const sent = await run([...npm, ...send], { PARTYLINE_URL: info.url })
    expect([sent.code, JSON.parse(sent.stdout)]).toMatchObject([0, { kind: 'group', to: [BEN, CLEO], status: 'sent' }])
    const waited = await run([...npm, 'wait', '--to', CLEO, '--match', 'Lunch'], { PARTYLINE_URL: info.url })
    expect([waited.code, JSON.parse(waited.stdout)]).toMatchObject([
      0,
      { phone: CLEO, from: ANA, kind: 'group', text: 'Lunch at noon?' },
    ])
    expect(await world.phone(BEN).screen()).toEqual([
      { kind: 'group', with: [ANA, CLEO], says: [`${ANA}: Lunch at noon?`] },
    ])
  })

  it("the README's programs run as they are printed, the port aside", async () => {
    const programs = [...readFileSync(join(root, 'README.md'), 'utf8').matchAll(/```js\n(.*?)```/gs)]
    const { port } = new URL(info.url)
    for (const [, code = ''] of programs) {
      // The package's own name leads to its built form, which a checkout does not have; test/package runs that one.
      const kit = JSON.stringify(join(root, 'src/kit/index.ts'))
      const program = code.replaceAll('localhost:8398', `localhost:${port}`).replace("'partyline/test'", kit)
      expect(await run([process.execPath, '--input-type=module', '--eval', program])).toMatchObject({
        code: 0,
        stderr: '',
      })
    }
    expect(programs.length).toBeGreaterThan(1)
    await world.phone(BEN).shows('"Welcome to the tour!"')
    expect((await world.phone(ANA).screen())[0]).toEqual({
      kind: 'group',
      with: [BEN, P1],
      says: [`${P1}: Welcome to the tour!`],
    })
  })

  it('wait gives up with exit code 1 and says what came close', async () => {
    await command('send', '--from', ANA, '--to', BEN, '--text', 'Dinner at eight')
    await world.phone(BEN).shows('Dinner')
    const waited = await command('wait', '--to', BEN, '--match', 'Dinner at nine', '--timeout', '50ms')
    expect(waited).toMatchObject({ code: 1, stdout: '' })
    expect(waited.stderr).toContain('Nothing matched within 50ms')
    expect(waited.stderr).toContain('Dinner at eight')
    expect(waited.stderr).toContain('/Dinner at nine/')
  })

  it('send says why something cannot be sent', async () => {
    expect(await command('send', '--from', ANA, '--to', '+11', '--text', 'hi')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('+11'),
    })
    expect(await command('send', '--from', ANA, '--to', BEN)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('text'),
    })
  })

  it('ready says so, and says what to do where nothing runs', async () => {
    expect(await command('ready')).toMatchObject({ code: 0, stdout: 'ready\n' })
    const nowhere = await run(partyline('ready', '--url', `http://127.0.0.1:${await freePort()}`))
    expect(nowhere).toMatchObject({ code: 1, stderr: expect.stringContaining('partyline start') })
  })

  it('reset empties the phones', async () => {
    await command('send', '--from', ANA, '--to', BEN, '--text', 'gone soon')
    expect(await command('reset')).toMatchObject({ code: 0, stdout: 'reset\n' })
    expect(await world.phone(BEN).screen()).toEqual([])
  })

  it('config prints every setting and where it came from', async () => {
    const { code, stdout } = await run(partyline('config', '--port', '0'), { PARTYLINE_SMPP_PORT: '4000' })
    expect(code).toBe(0)
    expect(stdout).toMatch(/^port = 0 +from flag .*--port, PARTYLINE_PORT\]$/m)
    expect(stdout).toMatch(/^smppPort = 4000 +from environment /m)
    expect(stdout).toMatch(/^autoPhones = true +from default /m)
    const without = await run(partyline('config'), { PARTYLINE_AUTO_PHONES: 'false' })
    expect(without.stdout).toMatch(/^autoPhones = false +from environment /m)
    const byFlag = await run(partyline('config', '--no-auto-phones'))
    expect(byFlag.stdout).toMatch(/^autoPhones = false +from flag /m)
  })

  it('a second carrier on the same folder says that the first one has it', async () => {
    const second = await run(partyline('start', '--data', join(folder, 'data'), ...FREE_PORTS))
    expect(second).toMatchObject({ code: 1, stderr: expect.stringMatching(/in use by another carrier.*--data/) })
    expect(second.stderr).not.toContain('    at ')
  })

  it('SIGTERM to npm ends the carrier as well', async () => {
    await carrier.stop()
    await expect(fetch(info.url)).rejects.toThrow()
  })
})

describe('a carrier that is told to stop', () => {
  const running: Child[] = []
  afterEach(() => Promise.all(running.splice(0).map((child) => child.killNow())))

  it.each([
    ['SIGTERM', (child: Child) => child.stop()],
    ['Ctrl-C', (child: Child) => child.interrupt()],
  ])('%s ends it with exit code 0', async (_signal, tell) => {
    const ready = join(folder, 'told.json')
    const child = new Child(partyline('start', '--memory', '--ready-file', ready, ...FREE_PORTS))
    running.push(child)
    await whenReady(child, ready)
    expect(await tell(child)).toEqual({ code: 0, signal: null })
  })
})

describe('what cannot be understood explains itself', () => {
  it('an unknown flag is named, with the one that was meant', async () => {
    expect(await run(partyline('start', '--prot', '1'))).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/--prot.*--port/s),
    })
  })

  it('an unknown command is named', async () => {
    expect(await run(partyline('sned'))).toMatchObject({ code: 1, stderr: expect.stringMatching(/no command sned/) })
  })

  it('bad ports are named all together, with an example', async () => {
    const { code, stderr } = await run(partyline('start', '--port', '99999', '--smpp-port', 'x'))
    expect(code).toBe(2)
    expect(stderr).toMatch(/port is a port from 0 to 65535, not "99999" \(example: --port 8398\)/)
    expect(stderr).toMatch(/smppPort is a port from 0 to 65535, not "x"/)
    expect(stderr).not.toContain('    at ')
  })

  it.each([['--port'], ['--smpp-port']])('a taken %s is named, with a way out', async (flag) => {
    const server = createServer()
    const port = await listen(server)
    const { code, stderr } = await run(partyline('start', '--memory', ...FREE_PORTS, flag, String(port)))
    server.close()
    expect([code, stderr]).toEqual([1, expect.stringMatching(`Port ${port} is taken.*${flag} 0`)])
    expect(stderr).not.toContain('    at ')
  })
})

function listen(server: ReturnType<typeof createServer>): Promise<number> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)))
}

async function freePort(): Promise<number> {
  const server = createServer()
  const port = await listen(server)
  await new Promise((resolve) => server.close(resolve))
  return port
}
