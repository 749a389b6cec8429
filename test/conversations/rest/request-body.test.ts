import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Body, readBody } from '../../../src/conversations/rest/request-body.ts'

const LIMIT = 1_000
const TEXT = 'Author=agent&Body=The+quick+brown+fox'

describe('the body of a request', () => {
  let read: (body: Body) => void = () => {}
  const server = createServer(async (request: IncomingMessage, response) => {
    const body = await readBody(request, LIMIT)
    read(body)
    response.end(typeof body === 'string' ? body : body.toString('utf8'))
  })
  let url = ''
  beforeAll(async () => {
    await once(server.listen(0, '127.0.0.1'), 'listening')
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  })
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })

  const post = async (body: RequestInit['body'], headers: Record<string, string> = {}) =>
    (await fetch(url, { method: 'POST', body: body ?? null, headers })).text()

  it('is what was sent, in one piece or in several', async () => {
    expect(await post(TEXT)).toBe(TEXT)
    const pieces = new ReadableStream({
      start(controller) {
        for (const letter of TEXT) controller.enqueue(new TextEncoder().encode(letter))
        controller.close()
      },
    })
    const answer = await fetch(url, { method: 'POST', body: pieces, duplex: 'half' } as RequestInit)
    expect(await answer.text()).toBe(TEXT)
  })

  it('may be missing', async () => {
    expect(await post(null)).toBe('')
    expect(await (await fetch(url)).text()).toBe('')
  })

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ] as const)('is unpacked where it came as %s [RFC9110 8.4.1]', async (encoding, pack) => {
    expect(await post(pack(TEXT), { 'content-encoding': encoding })).toBe(TEXT)
    expect(await post(pack('x'.repeat(LIMIT + 1)), { 'content-encoding': encoding })).toBe('too-large')
  })

  it('is unreadable in an unknown packing, or a broken one', async () => {
    expect(await post(TEXT, { 'content-encoding': 'zip' })).toBe('unreadable')
    expect(await post(TEXT, { 'content-encoding': 'gzip' })).toBe('unreadable')
  })

  it('is too large from one octet over the limit on, and the answer comes when all of it was sent', async () => {
    expect(await post('x'.repeat(LIMIT))).toHaveLength(LIMIT)
    expect(await post('x'.repeat(LIMIT + 1))).toBe('too-large')
    expect(await post('x'.repeat(3_000_000))).toBe('too-large')
  })

  it.each([
    ['plain', ''],
    ['packed', 'Content-Encoding: gzip\r\n'],
  ])('that ends half-way is unreadable: %s', async (_, header) => {
    const body = new Promise<Body>((resolve) => {
      read = resolve
    })
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    await once(socket, 'connect')
    const begin = header === '' ? Buffer.from('Body=') : gzipSync(TEXT).subarray(0, 15)
    socket.write(`POST / HTTP/1.1\r\nHost: x\r\n${header}Content-Length: 900\r\n\r\n`)
    socket.write(begin)
    socket.end()
    expect(await body).toBe('unreadable')
    socket.destroy()
  })
})
