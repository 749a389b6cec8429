import { execFile, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PartylineContainer, type StartedPartylineContainer } from '../../src/kit/testcontainers.ts'

const run = promisify(execFile)
const root = resolve(import.meta.dirname, '../..')
const BASE = 'node:24-bookworm-slim'
const IMAGE = 'partyline/partyline'
const MEBIBYTE = 1_048_576

const succeeds = (...[command, ...args]: [string, ...string[]]) => spawnSync(command, args).status === 0
const hasEngine = succeeds('docker', 'info') && succeeds('docker', 'image', 'inspect', BASE)
const hasCompose = hasEngine && succeeds('docker-compose', '--version')

/** Nothing to clean up after a run that was killed: the engine goes with it. */
process.env.TESTCONTAINERS_RYUK_DISABLED ??= 'true'
process.env.TESTCONTAINERS_HOST_OVERRIDE ??= '127.0.0.1'

beforeAll(async () => {
  if (hasEngine) await run('docker', ['build', '-q', '-f', 'docker/Dockerfile', '-t', IMAGE, '.'], { cwd: root })
}, 300_000)

describe.runIf(hasEngine)('the image', () => {
  let container: StartedPartylineContainer

  beforeAll(async () => {
    container = await new PartylineContainer(IMAGE).start()
  })
  afterAll(() => container?.stop())

  it('serves worlds of its own to the test kit, through mapped ports', async () => {
    const carrier = await container.carrier({ clock: 'frozen' })
    await using world = await carrier.world()
    const [ana, ben] = await world.phones('Ana', 'Ben')
    await ana.send(ben.number, 'inside')
    await ben.waitFor('inside')
    const esme = await world.esme()
    const id = await esme.submit({ from: world.numbersOf('smpp')[0]!, to: ana.number, text: 'by SMPP' })
    expect((await esme.receipt(id)).text).toContain('stat:DELIVRD')
  })

  it('calls back to a VASP of the test, on the machine it runs on', async () => {
    const carrier = await container.carrier({ clock: 'frozen' })
    await using world = await carrier.world()
    const ana = await world.phone('Ana')
    const vasp = await world.vasp()
    await vasp.submit({ from: world.numbersOf('mm7')[0]!, to: ana.number, text: 'by MM7' })
    await ana.reply(await ana.waitFor('MM7'), 'and back')
    expect(await vasp.waitFor(({ text }) => text === 'and back')).toMatchObject({ from: ana.number })
  })

  it('winds clocks and posts faults from outside', async () => {
    const carrier = await container.carrier({ clock: 'frozen' })
    await using world = await carrier.world()
    const before = await world.clock.now()
    await world.clock.advance('15m')
    expect((await world.clock.now()).getTime() - before.getTime()).toBe(900_000)
    await using outage = await world.fault('carrier-outage')
    expect(outage.ids).toHaveLength(3)
  })

  it('asks strangers for its token', async () => {
    expect((await fetch(`${container.httpUrl()}/carrier/info`)).status).toBe(401)
    expect((await fetch(`${container.httpUrl()}/carrier/ready`)).status).toBe(200)
  })

  it('names its endpoints', async () => {
    expect(container.mm7()).toBe(`${container.httpUrl()}/mm7`)
    expect(await container.env()).toMatchObject({
      PARTYLINE_URL: container.httpUrl(),
      SMPP_PORT: String(container.smpp().port),
      TWILIO_AUTH_TOKEN: 'partyline',
    })
  })
})

describe.runIf(hasEngine)('the image as it is run', () => {
  const docker = async (...args: string[]) => (await run('docker', args)).stdout.trim()

  it('runs without root on a read-only file system, is healthy, and stops at once on SIGTERM', async () => {
    const id = `partyline-test-${process.pid}`
    const healthy = firstHealthEvent(id)
    await docker('run', '-d', '--name', id, '--read-only', '--tmpfs', '/tmp', '-v', '/data', IMAGE)
    try {
      expect(await docker('exec', id, 'id', '-un')).toBe('node')
      await expect(docker('exec', id, 'mkdir', '/app/written')).rejects.toThrow(/[Rr]ead-only/)
      expect(await healthy).toContain('healthy')
      await docker('stop', '--time', '5', id)
      // 137 would be a process that did not listen and was killed.
      expect(await docker('inspect', '-f', '{{.State.ExitCode}}', id)).toBe('0')
      const log = await run('docker', ['logs', id])
      expect(log.stdout).toMatch(/Token +[0-9a-f]{32}/)
    } finally {
      await docker('rm', '-f', '-v', id)
    }
  })

  it('adds at most 100 MiB to its base', async () => {
    const size = async (image: string) => Number(await docker('image', 'inspect', '-f', '{{.Size}}', image))
    expect(((await size(IMAGE)) - (await size(BASE))) / MEBIBYTE).toBeLessThan(100)
  })
})

/** The engine's own word on a container's health check, as soon as there is one. */
async function firstHealthEvent(name: string): Promise<string> {
  const filters = ['--filter', `container=${name}`, '--filter', 'event=health_status']
  const events = spawn('docker', ['events', ...filters, '--format', '{{.Status}}'])
  const [said] = await once(events.stdout, 'data')
  events.kill()
  return String(said)
}

describe.runIf(hasCompose)('docker/compose.yaml', () => {
  const environment = { ...process.env, PARTYLINE_TOKEN: 'for-compose', PARTYLINE_PORT: '0', PARTYLINE_SMPP_PORT: '0' }
  const compose = async (...args: string[]) => {
    const options = { cwd: root, env: environment }
    return (await run('docker-compose', ['-f', 'docker/compose.yaml', '-p', 'partyline-test', ...args], options)).stdout
  }
  afterAll(() => compose('down', '-v', '--remove-orphans'), 60_000)

  it('starts a carrier and the sample app, whose group text both phones show', async () => {
    await compose('up', '-d', '--no-build')
    const [, port] = (await compose('port', 'partyline', '8398')).trim().split(':')
    const wait = await fetch(`http://127.0.0.1:${port}/carrier/wait`, {
      method: 'POST',
      headers: { authorization: 'Bearer for-compose', 'content-type': 'application/json' },
      body: JSON.stringify({ query: 'is:group is:received Welcome', count: 2, timeoutMs: 30_000 }),
    })
    expect(wait.status).toBe(200)
    expect(await compose('logs', 'app')).toMatch(/texted the group CH/)
  }, 120_000)
})
