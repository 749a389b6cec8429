import { describe, expect, it } from 'vitest'
import { PRELOAD_PATH } from '../../../src/gateways/proxy/index.ts'
import { type Ran, run, runNode, startForeignServer, startProxyWorld } from './proxy-world.ts'

const variables = (url: string, more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({
  NODE_OPTIONS: `--require "${PRELOAD_PATH}"`,
  PARTYLINE_URL: url,
  ...more,
})

/** Node's experimental warnings are not the app's words. */
const failures = ({ code, stderr }: Ran) => (code === 0 ? '' : stderr)

/** Ways by which a Node program calls a host; each prints the answer's host. */
const WAYS: readonly (readonly [string, string])[] = [
  ['https.request with a URL', `https.request('https://api.twilio.com/x?y=1', show).end()`],
  [
    'https.request with a URL and options',
    `https.request(new URL('https://api.twilio.com/x?y=1'), { method: 'GET' }, show).end()`,
  ],
  ['https.request with options', `https.request({ hostname: 'API.twilio.com.', path: '/x?y=1' }, show).end()`],
  [
    'https.request with host and port',
    `https.request({ host: 'api.twilio.com', port: 443, path: '/x?y=1', agent: new https.Agent() }, show).end()`,
  ],
  ['https.get', `https.get('https://api.twilio.com/x?y=1', show)`],
  [
    'http.get',
    `http.get('http://api.twilio.com/x?y=1', { headers: ['Host', 'api.twilio.com', 'Accept', '*/*'] }, show)`,
  ],
  ['fetch with text', `fetch('https://api.twilio.com/x?y=1').then((r) => r.text()).then(tell)`],
  [
    'fetch with a URL',
    `fetch(new URL('https://api.twilio.com/x?y=1'), { headers: { a: 'b' } }).then((r) => r.text()).then(tell)`,
  ],
  ['fetch with a Request', `fetch(new Request('https://api.twilio.com/x?y=1')).then((r) => r.text()).then(tell)`],
]

const PRELUDE = `
  const http = require('node:http'), https = require('node:https')
  const tell = (text) => console.log(JSON.parse(text).host)
  const show = (response) => { let text = ''; response.on('data', (c) => (text += c)).on('end', () => tell(text)) }
`

describe('the Node preload', () => {
  it.each(WAYS)('catches %s', async (_way, call) => {
    const world = await startProxyWorld()
    const ran = await runNode(`${PRELUDE}${call}`, variables(world.url))
    expect(failures(ran)).toBe('')
    expect(ran.stdout.trim().toLowerCase().replace(/\.$/, '')).toBe('api.twilio.com')
    expect(world.seen).toMatchObject([{ path: '/x?y=1' }])
    expect(world.caught).toHaveLength(1)
  })

  it('catches names imported from ECMAScript modules', async () => {
    const world = await startProxyWorld()
    const script = `import { get } from 'node:https'; get('https://api.twilio.com/esm', (r) => r.resume())`
    await run(process.execPath, ['--input-type=module', '-e', script], variables(world.url))
    expect(world.caught).toEqual(['api.twilio.com /esm'])
  })

  it('carries the body of a fetched Request, and a path that looks like a host', async () => {
    const world = await startProxyWorld()
    const call = `fetch(new Request('https://api.twilio.com//other.example/x', { method: 'POST', body: 'a=b' }))`
    const ran = await runNode(`${call}.then((r) => r.text())`, variables(world.url))
    expect(failures(ran)).toBe('')
    expect(world.seen).toEqual([{ method: 'POST', path: '//other.example/x', host: 'api.twilio.com', body: 'a=b' }])
  })

  it('catches what opens sockets of its own, and redirects, by TLS', async () => {
    const world = await startProxyWorld()
    const script = `
      const socket = require('node:tls').connect({ host: 'video.twilio.com', port: 443, servername: 'video.twilio.com' })
      socket.end('GET /raw HTTP/1.1\\r\\nHost: video.twilio.com\\r\\nConnection: close\\r\\n\\r\\n')
      socket.resume().on('close', () => fetch('https://mcs.us1.twilio.com/redirect').then((r) => r.text()))`
    const ran = await runNode(script, variables(world.url, { NODE_EXTRA_CA_CERTS: world.caPath }))
    expect(failures(ran)).toBe('')
    expect(world.caught).toEqual([
      'video.twilio.com /raw',
      'mcs.us1.twilio.com /redirect',
      'mcs.us1.twilio.com /elsewhere',
    ])
  })

  it.each([
    ['fetch', `fetch('https://api.twilio.com/')`],
    ['a socket', `require('node:events').once(require('node:net').connect(443, 'api.twilio.com'), 'connect')`],
  ])('lets %s fail when the simulator is away', async (_way, call) => {
    const world = await startProxyWorld()
    await world.stop()
    const script = `${call}.then(() => console.log('reached'), (e) => console.log(e.cause?.message ?? e.message))`
    const { stdout } = await runNode(script, variables(`http://localhost:${world.port}`))
    expect(stdout.trim()).toBe(`connect ECONNREFUSED 127.0.0.1:${world.port}`)
  })

  it('leaves all other traffic alone', async () => {
    const world = await startProxyWorld()
    const { port } = await startForeignServer()
    const script = `
      fetch('http://127.0.0.1:${port}/fetched', { method: 'POST', body: 'twilio.com' }).then((r) => r.json()).then(({ url, body }) => {
        console.log(url, body)
        require('node:http').get({ port: ${port}, host: '127.0.0.1', path: '/got' }, (r) => r.on('data', (c) => console.log(JSON.parse(c).url)))
      })`
    const ran = await runNode(script, variables(world.url))
    expect(failures(ran)).toBe('')
    expect(ran.stdout.trim().split('\n')).toEqual(['/fetched twilio.com', '/got'])
    expect(world.seen).toEqual([])
  })

  it('leaves the complaint about a bad call to Node', async () => {
    const script = `try { require('node:https').get('no url') } catch (error) { console.log(error.code) }`
    expect((await runNode(script, variables('http://127.0.0.1:1'))).stdout.trim()).toBe('ERR_INVALID_URL')
  })
})
