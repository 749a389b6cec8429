import { once } from 'node:events'
import { createServer, request as httpRequest, type IncomingMessage } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import { readAll, startForeignServer, startProxyWorld } from './proxy-world.ts'
import { answerTo, caOf, dial, get, secure, tunnel } from './wire.ts'

describe('CONNECT', () => {
  it.each([
    ['api.twilio.com:443', 'api.twilio.com'],
    ['API.Twilio.COM.:443', 'api.twilio.com'],
    ['twilio.com:8443', 'twilio.com'],
    ['conversations.ashburn.us1.twilio.com:443', 'conversations.ashburn.us1.twilio.com'],
  ])('to %s ends here', async (target, name) => {
    const world = await startProxyWorld()
    const { socket, answer } = await tunnel(world, target)
    expect(answer).toBe('HTTP/1.1 200 Connection Established')
    const secured = await secure(socket, name, caOf(world))
    expect(await get(secured, '/v1/x', name)).toContain(`"host":"${name}"`)
    expect(world.caught).toEqual([`${name} /v1/x`])
  })

  it('ends here without TLS as well, and names the host whatever the request says', async () => {
    const world = await startProxyWorld()
    const { socket } = await tunnel(world, 'api.twilio.com:80')
    expect(await get(socket, '/plain', 'elsewhere.example')).toContain('"host":"api.twilio.com"')
  })

  it('upgrades inside the tunnel', async () => {
    const world = await startProxyWorld()
    const { socket } = await tunnel(world, 'tsock.us1.twilio.com:443')
    const secured = await secure(socket, 'tsock.us1.twilio.com', caOf(world))
    const client = new WebSocket('wss://tsock.us1.twilio.com/echo', { createConnection: () => secured })
    await once(client, 'open')
    client.send('hello')
    expect(String((await once(client, 'message'))[0])).toBe('tsock.us1.twilio.com hello')
    client.terminate()
  })

  it('to anywhere else passes octets untouched, and the end of each side', async () => {
    const world = await startProxyWorld()
    const octets = Buffer.from(Array.from({ length: 70_000 }, (_, at) => at % 256))
    const received: Buffer[] = []
    const echo = createTcpServer({ allowHalfOpen: true }, (socket) => {
      socket.on('data', (chunk) => received.push(chunk)).on('end', () => socket.end(Buffer.concat(received)))
    })
    echo.listen(0, '127.0.0.1')
    await once(echo, 'listening')
    onTestFinished(() => void echo.close())
    const { socket, answer } = await tunnel(world, `127.0.0.1:${(echo.address() as AddressInfo).port}`)
    expect(answer).toBe('HTTP/1.1 200 Connection Established')
    socket.end(octets)
    const back: Buffer[] = []
    for await (const chunk of socket) back.push(chunk)
    expect(Buffer.concat(back).equals(octets)).toBe(true)
    expect(world.caught).toEqual([])
    expect(world.seen).toEqual([])
  })

  it('to a port where nobody listens is 502', async () => {
    const world = await startProxyWorld()
    expect((await tunnel(world, '127.0.0.1:1')).answer).toBe('HTTP/1.1 502 Bad Gateway')
  })

  it.each(['nowhere', 'host:port', 'http://x/', 'a b:1', ':443'])('to %s is 400', async (target) => {
    const world = await startProxyWorld()
    const socket = await dial(world.port, `CONNECT ${target} HTTP/1.1\r\nHost: x\r\n\r\n`)
    expect(await readAll(socket)).toMatch(/^HTTP\/1\.1 400 /)
  })
})

describe('a request in absolute form [RFC9112 3.2.2]', () => {
  it('for a caught host is answered here', async () => {
    const world = await startProxyWorld()
    const path = 'http://api%2Etwilio.com:80/2010-04-01?PageSize=5'
    await answerTo(httpRequest({ port: world.port, host: '127.0.0.1', path, headers: { host: 'x' } }))
    expect(world.seen).toMatchObject([{ path: '/2010-04-01?PageSize=5', host: 'api.twilio.com' }])
    expect(world.caught).toEqual(['api.twilio.com /2010-04-01'])
  })

  it('for another host goes there as it came', async () => {
    const world = await startProxyWorld()
    const { port } = await startForeignServer()
    const request = httpRequest({
      port: world.port,
      host: '127.0.0.1',
      method: 'PUT',
      path: `http://127.0.0.1:${port}/a/../b?c=%20d`,
      headers: { 'X-Mine': 'kept', 'Proxy-Authorization': 'Basic eDp5', 'Proxy-Connection': 'keep-alive' },
    })
    request.write('body')
    const response = await answerTo(request)
    expect(response).toMatchObject({ statusCode: 200, statusMessage: 'Quite Fine' })
    expect(response.headers['x-foreign']).toBe('yes')
    const { headers, ...line } = JSON.parse(response.text)
    expect(line).toEqual({ method: 'PUT', url: '/a/../b?c=%20d', body: 'body' })
    expect(headers).toMatchObject({ 'x-mine': 'kept', host: `127.0.0.1:${port}` })
    expect(Object.keys(headers).filter((name) => name.startsWith('proxy-'))).toEqual([])
    expect(world.seen).toEqual([])
  })

  it('for another host that upgrades goes there as it came', async () => {
    const world = await startProxyWorld()
    const foreign = createServer().on('upgrade', (request: IncomingMessage, socket: Socket) => {
      socket.end(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: echo\r\nConnection: Upgrade\r\n\r\n${request.url}`)
    })
    foreign.listen(0, '127.0.0.1')
    await once(foreign, 'listening')
    onTestFinished(() => void foreign.close())
    const target = `http://127.0.0.1:${(foreign.address() as AddressInfo).port}/live`
    const head = `GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n`
    expect(await readAll(await dial(world.port, head))).toMatch(/^HTTP\/1\.1 101 [\s\S]*\r\n\r\n\/live$/)
  })

  it('for a host that does not answer is 502', async () => {
    const world = await startProxyWorld()
    const path = 'http://127.0.0.1:1/'
    expect((await answerTo(httpRequest({ port: world.port, host: '127.0.0.1', path }))).statusCode).toBe(502)
  })

  it('for an https: URL of another host is 501, never our own page', async () => {
    const world = await startProxyWorld()
    const path = 'https://elsewhere.example/'
    expect((await answerTo(httpRequest({ port: world.port, host: '127.0.0.1', path }))).statusCode).toBe(501)
    expect(world.seen).toEqual([])
  })
})

describe('the domains that are caught', () => {
  it('can be others', async () => {
    const world = await startProxyWorld({ domains: ['twilio.com', 'carrier.example'] })
    const { socket } = await tunnel(world, 'api.carrier.example:443')
    const secured = await secure(socket, 'api.carrier.example', caOf(world))
    await get(secured, '/x', 'api.carrier.example')
    expect(world.caught).toEqual(['api.carrier.example /x'])
  })

  it('are not caught by a name that merely ends alike', async () => {
    const world = await startProxyWorld()
    await answerTo(httpRequest(`${world.url}/x`, { headers: { host: 'nottwilio.com' } }))
    expect(world.seen).toMatchObject([{ host: undefined }])
    expect(world.caught).toEqual([])
  })
})
