import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { CommandError } from '../../src/commands/client.ts'
import { env } from '../../src/commands/env.ts'
import { exec } from '../../src/commands/exec.ts'
import { PRELOAD_PATH } from '../../src/gateways/proxy/index.ts'
import { type Ran, run, startProxyWorld, temporaryFolder } from '../gateways/proxy/proxy-world.ts'

const ROOT = resolve(import.meta.dirname, '../..')

/** The command line in a process of its own, with a data folder of its own. */
function partyline(args: readonly string[], variables: NodeJS.ProcessEnv = {}): Promise<Ran> {
  const own = { XDG_DATA_HOME: temporaryFolder(), HOME: temporaryFolder() }
  return run(process.execPath, [join(ROOT, 'src/main.ts'), ...args], { ...own, ...variables })
}

const CREATE = `
  const client = require(${JSON.stringify(join(ROOT, 'node_modules/twilio'))})()
  const created = client.conversations.v1.conversations.create({ friendlyName: 'group' })
`
const UPLOAD = `
  const uploaded = created.then(({ sid }) => fetch('https://mcs.us1.twilio.com/v1/Services/IS0/Media', { method: 'POST', body: sid }))
  uploaded.then(({ status }) => console.log(status))
`

describe('partyline exec', () => {
  it('points an app that takes its account from the environment at the carrier', async () => {
    const world = await startProxyWorld()
    const { code, stdout, stderr } = await partyline([
      'exec',
      '--url',
      world.url,
      '--',
      process.execPath,
      '-e',
      CREATE + UPLOAD,
    ])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout.trim()).toBe('201')
    expect(world.caught).toEqual([
      'conversations.twilio.com /v1/Conversations',
      'mcs.us1.twilio.com /v1/Services/IS0/Media',
    ])
  })

  it('points the library at the carrier by proxy as well, when the preload is taken away', async () => {
    const world = await startProxyWorld()
    const script = `NODE_OPTIONS= exec '${process.execPath}' -e "$APP"`
    const args = ['exec', '--url', world.url, '--', 'sh', '-c', script]
    const { code, stderr } = await partyline(args, { APP: CREATE })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(world.caught).toEqual(['conversations.twilio.com /v1/Conversations'])
  })

  it("answers with the command's own code", async () => {
    const world = await startProxyWorld()
    expect((await partyline(['exec', '--url', world.url, '--', 'sh', '-c', 'exit 7'])).code).toBe(7)
    expect((await partyline(['exec', '--url', world.url, '--', 'sh', '-c', 'kill -9 $$'])).code).toBe(137)
  })

  it('says that there is no such command', async () => {
    const world = await startProxyWorld()
    const { code, stderr } = await partyline(['exec', '--url', world.url, '--', 'no-such-command'])
    expect({ code, stderr: stderr.trim() }).toEqual({ code: 127, stderr: 'spawn no-such-command ENOENT' })
  })

  it('does not run the command when no carrier answers', async () => {
    const world = await startProxyWorld()
    await world.stop()
    const mark = join(temporaryFolder(), 'ran')
    const { code, stderr } = await partyline(['exec', '--url', world.url, '--', 'touch', mark])
    expect(code).toBe(1)
    expect(stderr).toContain(`No carrier answers at ${world.url}`)
    expect(existsSync(mark)).toBe(false)
  })

  it('passes signals on', async () => {
    const world = await startProxyWorld()
    const script = `process.on('SIGTERM', () => process.exit(42)); setInterval(() => {}, 1000); console.log('up')`
    const args = [join(ROOT, 'src/main.ts'), 'exec', '--url', world.url, '--', process.execPath, '-e', script]
    const child = spawn(process.execPath, args, { env: { ...process.env, XDG_DATA_HOME: temporaryFolder() } })
    await once(child.stdout, 'data')
    child.kill('SIGTERM')
    expect(await once(child, 'exit')).toEqual([42, null])
  })

  it('refuses to run nothing', async () => {
    const world = await startProxyWorld()
    await expect(exec([], { url: world.url }, {})).rejects.toThrow(CommandError)
  })
})

describe('partyline env', () => {
  const variablesOf = async (url: string, environment: NodeJS.ProcessEnv = {}) => {
    const options = { url, folder: temporaryFolder(), shell: 'json' } as const
    return JSON.parse(await env(options, environment)) as Record<string, string>
  }

  it('names the proxy, the trusted certificates, the preload and the account', async () => {
    const world = await startProxyWorld()
    const variables = await variablesOf(`http://localhost:${world.port}`)
    expect(variables).toMatchObject({
      HTTP_PROXY: world.url,
      https_proxy: world.url,
      no_proxy: 'localhost,127.0.0.1,::1',
      PARTYLINE_URL: world.url,
      NODE_OPTIONS: `--require "${PRELOAD_PATH}"`,
      TWILIO_ACCOUNT_SID: `AC${'a'.repeat(32)}`,
      TWILIO_AUTH_TOKEN: 'partyline',
    })
    const ca = readFileSync(world.caPath, 'utf8').trim()
    expect(readFileSync(variables.NODE_EXTRA_CA_CERTS ?? '', 'utf8').trim()).toBe(ca)
    for (const name of ['SSL_CERT_FILE', 'REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE', 'TWILIO_CA_BUNDLE']) {
      const bundle = readFileSync(variables[name] ?? '', 'utf8')
      expect(bundle.startsWith(ca)).toBe(true)
      expect(bundle.match(/BEGIN CERTIFICATE/g)?.length).toBeGreaterThan(100)
    }
  })

  it("keeps the user's NODE_OPTIONS and account, and does not load the preload twice", async () => {
    const world = await startProxyWorld()
    const before = { NODE_OPTIONS: '--enable-source-maps', TWILIO_ACCOUNT_SID: 'ACmine' }
    const first = await variablesOf(world.url, before)
    expect(first.NODE_OPTIONS).toBe(`--enable-source-maps --require "${PRELOAD_PATH}"`)
    expect(Object.keys(first).filter((name) => name.startsWith('TWILIO_A'))).toEqual([])
    expect((await variablesOf(world.url, { ...before, ...first })).NODE_OPTIONS).toBe(first.NODE_OPTIONS)
  })

  it('is taken in by a shell as it stands', async () => {
    const world = await startProxyWorld()
    const own = { XDG_DATA_HOME: join(temporaryFolder(), "it's a folder") }
    const { stdout } = await partyline(['env', '--shell', 'sh', '--url', world.url], own)
    const taken = await run('sh', ['-c', `${stdout}\nprintf %s "$SSL_CERT_FILE"`])
    expect(existsSync(taken.stdout)).toBe(true)
  })

  it.each([
    ['sh', /^export NO_PROXY='localhost,127\.0\.0\.1,::1'$/m],
    ['fish', /^set -gx NO_PROXY 'localhost,127\.0\.0\.1,::1'$/m],
    ['powershell', /^\$env:NO_PROXY = 'localhost,127\.0\.0\.1,::1'$/m],
  ] as const)('speaks %s', async (shell, line) => {
    const world = await startProxyWorld()
    expect(await env({ url: world.url, folder: temporaryFolder(), shell }, {})).toMatch(line)
  })

  it('guesses the shell', async () => {
    const world = await startProxyWorld()
    const options = { url: world.url, folder: temporaryFolder() }
    expect(await env(options, { SHELL: '/usr/bin/fish' })).toMatch(/^set -gx /)
    expect(await env(options, { SHELL: '/bin/zsh' })).toMatch(/^export /)
  })
})
