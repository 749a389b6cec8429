import { once } from 'node:events'
import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { readAll, startForeignServer, startProxyWorld } from './proxy-world.ts'
import { answerTo, caOf, dial, get, secure, tunnel } from './wire.ts'

describe('one port, told apart by the first octet', () => {
  it('answers plain HTTP whose first octet comes alone', async () => {
    const world = await startProxyWorld()
    const socket = await dial(world.port, 'G')
    await new Promise((resolve) => setImmediate(resolve))
    socket.write('ET /split HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
    expect(await readAll(socket)).toMatch(/^HTTP\/1\.1 200 OK/)
    expect(world.seen).toMatchObject([{ path: '/split', host: undefined }])
    expect(world.caught).toEqual([])
  })

  it('answers requests that are pipelined in one chunk, in their order', async () => {
    const world = await startProxyWorld()
    const first = 'GET /1 HTTP/1.1\r\nHost: x\r\n\r\n'
    const last = 'GET /2 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'
    const text = await readAll(await dial(world.port, first + last))
    expect(text.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(2)
    expect(world.seen.map(({ path }) => path)).toEqual(['/1', '/2'])
  })

  it.each(['localhost', '127.0.0.1'])('answers https://%s with the CA', async (hostname) => {
    const world = await startProxyWorld()
    const request = httpsRequest({ hostname, port: world.port, path: '/carrier/health', ca: caOf(world), family: 4 })
    expect((await answerTo(request)).statusCode).toBe(200)
    expect(world.seen).toMatchObject([{ path: '/carrier/health', host: undefined }])
  })

  it('answers TLS for a region name that resolves here', async () => {
    const world = await startProxyWorld()
    const name = 'conversations.ashburn.us1.twilio.com'
    const secured = await secure(await dial(world.port), name, caOf(world))
    expect(secured.getPeerCertificate().subjectaltname).toBe(`DNS:${name}`)
    expect(await get(secured, '/v1/Conversations', name)).toContain(`"host":"${name}"`)
  })

  it.each(['ws', 'wss'] as const)('upgrades %s', async (scheme) => {
    const world = await startProxyWorld()
    const client = new WebSocket(`${scheme}://localhost:${world.port}/echo`, { ca: caOf(world), family: 4 })
    await once(client, 'open')
    client.send('hello')
    expect(String((await once(client, 'message'))[0])).toBe('nobody hello')
    client.terminate()
  })

  it('answers 400 to octets that are neither', async () => {
    const world = await startProxyWorld()
    expect(await readAll(await dial(world.port, '\x00\x01\x02\r\n\r\n'))).toMatch(/^HTTP\/1\.1 400 /)
    expect(world.faults).toEqual([])
  })

  it('survives a handshake that is cut or is none', async () => {
    const world = await startProxyWorld()
    const cut = await dial(world.port, '\x16\x03\x01')
    cut.destroy()
    await readAll(await dial(world.port, '\x16garbage garbage garbage garbage'))
    const { text } = await answerTo(httpRequest(`${world.url}/after`))
    expect(JSON.parse(text)).toMatchObject({ friendly_name: 'group' })
    expect(world.faults).toEqual([])
  })

  it('ends silent connections, tunnels and half handshakes when it stops', async () => {
    const world = await startProxyWorld()
    const foreign = await startForeignServer()
    const silent = await dial(world.port)
    const halfway = await dial(world.port, '\x16\x03\x01')
    const tunnelled = await tunnel(world, `127.0.0.1:${foreign.port}`)
    const caught = await tunnel(world, 'api.twilio.com:443')
    const sockets = [silent, halfway, tunnelled.socket, caught.socket]
    const closed = sockets.map((socket) => new Promise((resolve) => socket.on('error', () => {}).on('close', resolve)))
    for (const socket of sockets) socket.resume()
    await world.stop()
    await Promise.all(closed)
  })

  it('serves the CA certificate', async () => {
    const world = await startProxyWorld()
    const { text } = await answerTo(httpRequest(`${world.url}/carrier/ca.pem`))
    expect(text).toBe(caOf(world))
  })
})
