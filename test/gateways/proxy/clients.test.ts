import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { PRELOAD_PATH } from '../../../src/gateways/proxy/index.ts'
import { type ProxyWorld, run, runNode, startProxyWorld } from './proxy-world.ts'

/** An app as its developer wrote it: it knows nothing of a simulator. */
const APP = `
  const twilio = require('twilio')
  const client = twilio('AC' + 'a'.repeat(32), 'partyline')
  client.conversations.v1.conversations.create({ friendlyName: 'group' })
    .then(({ sid, friendlyName }) => console.log(sid, friendlyName))
    .catch((error) => { console.error(error.message); process.exitCode = 1 })
`

function throughProxy({ url, caPath }: ProxyWorld): NodeJS.ProcessEnv {
  return { HTTP_PROXY: url, HTTPS_PROXY: url, NODE_EXTRA_CA_CERTS: caPath }
}

function preloaded(url: string): NodeJS.ProcessEnv {
  return { NODE_OPTIONS: `--require "${PRELOAD_PATH}"`, PARTYLINE_URL: url }
}

function exists(command: string): boolean {
  try {
    execFileSync(command, ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

describe('the unchanged twilio library', () => {
  it('reaches the simulator by HTTP_PROXY and NODE_EXTRA_CA_CERTS', async () => {
    const world = await startProxyWorld()
    const { stdout, stderr } = await runNode(APP, throughProxy(world))
    expect(stderr).toBe('')
    expect(stdout.trim()).toBe(`CH${'0'.repeat(32)} group`)
    expect(world.seen).toEqual([
      { method: 'POST', path: '/v1/Conversations', host: 'conversations.twilio.com', body: 'FriendlyName=group' },
    ])
    expect(world.caught).toEqual(['conversations.twilio.com /v1/Conversations'])
  })

  it('reaches the simulator under its region and edge name', async () => {
    const world = await startProxyWorld()
    const place = { TWILIO_EDGE: 'ashburn', TWILIO_REGION: 'us1' }
    const { stderr } = await runNode(APP, { ...throughProxy(world), ...place })
    expect(stderr).toBe('')
    expect(world.caught).toEqual(['conversations.ashburn.us1.twilio.com /v1/Conversations'])
  })

  it('reaches the simulator by the preload alone', async () => {
    const world = await startProxyWorld()
    const { stdout, stderr } = await runNode(APP, preloaded(world.url))
    expect(stderr).toBe('')
    expect(stdout.trim()).toBe(`CH${'0'.repeat(32)} group`)
    expect(world.seen).toEqual([
      { method: 'POST', path: '/v1/Conversations', host: 'conversations.twilio.com', body: 'FriendlyName=group' },
    ])
    expect(world.caught).toEqual(['conversations.twilio.com /v1/Conversations'])
  })

  it('takes the preload before the proxy when it has both', async () => {
    const world = await startProxyWorld()
    const closed = 'http://127.0.0.1:1'
    const { stderr } = await runNode(APP, { ...preloaded(world.url), HTTP_PROXY: closed, HTTPS_PROXY: closed })
    expect(stderr).toBe('')
    expect(world.caught).toHaveLength(1)
  })

  it('fails when the simulator is away', async () => {
    const { code, stderr } = await runNode(APP, preloaded('http://127.0.0.1:1'))
    expect(code).toBe(1)
    expect(stderr).toMatch(/ECONNREFUSED.*127\.0\.0\.1:1/)
  })
})

describe.runIf(exists('curl'))('curl', () => {
  it('reaches the simulator by HTTPS_PROXY and --cacert', async () => {
    const world = await startProxyWorld()
    const url = 'https://api.twilio.com/2010-04-01/Accounts.json'
    const { stdout, stderr } = await run('curl', ['-sS', '--cacert', world.caPath, url], { HTTPS_PROXY: world.url })
    expect(stderr).toBe('')
    expect(JSON.parse(stdout)).toMatchObject({ host: 'api.twilio.com' })
    expect(world.caught).toEqual(['api.twilio.com /2010-04-01/Accounts.json'])
  })

  it('reaches the simulator by a proxy that is itself spoken to over TLS', async () => {
    const world = await startProxyWorld()
    const proxy = ['--proxy', `https://localhost:${world.port}`, '--proxy-cacert', world.caPath]
    const { stdout, stderr } = await run('curl', [
      '-sS',
      ...proxy,
      '--cacert',
      world.caPath,
      'https://mcs.us1.twilio.com/',
    ])
    expect(stderr).toBe('')
    expect(JSON.parse(stdout)).toMatchObject({ host: 'mcs.us1.twilio.com' })
  })

  it('reaches the simulator in absolute form', async () => {
    const world = await startProxyWorld()
    const { stdout, stderr } = await run('curl', ['-sS', 'http://api.twilio.com/b?c=%20'], { http_proxy: world.url })
    expect(stderr).toBe('')
    expect(JSON.parse(stdout)).toMatchObject({ host: 'api.twilio.com' })
    expect(world.seen[0]?.path).toBe('/b?c=%20')
  })
})

describe.runIf(exists('python3'))("Python's standard library", () => {
  it('reaches the simulator by HTTPS_PROXY and SSL_CERT_FILE', async () => {
    const world = await startProxyWorld()
    const script = `
import urllib.request
answer = urllib.request.urlopen(urllib.request.Request('https://conversations.twilio.com/v1/Conversations', data=b'FriendlyName=py'))
print(answer.status, answer.read().decode())`
    const variables = { HTTPS_PROXY: world.url, SSL_CERT_FILE: world.caPath }
    const { stdout, stderr } = await run('python3', ['-c', script], variables)
    expect(stderr).toBe('')
    expect(stdout).toMatch(/^201 .*"host":"conversations\.twilio\.com"/)
    expect(world.seen[0]?.body).toBe('FriendlyName=py')
  })
})
