import type { IncomingMessage } from 'node:http'
import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { createProxyGateway } from '../../../src/gateways/proxy/index.ts'
import { isOfThisMachine } from '../../../src/gateways/proxy/names.ts'

/** What a CONNECT from this address is told; undefined when its TLS ends here. */
async function connectFrom(remoteAddress: string, target: string) {
  const gateway = createProxyGateway({ folder: null })
  const socket = new PassThrough()
  const request = { url: target, socket: { remoteAddress } } as unknown as IncomingMessage
  const caught = gateway.proxy.connect(request, socket, Buffer.alloc(0))
  gateway.stop()
  return { caught, answer: caught === undefined ? String(socket.read()) : '' }
}

describe('a carrier that other machines reach', () => {
  it.each([
    ['127.0.0.1', true],
    ['::1', true],
    ['::ffff:127.0.0.1', true],
    ['192.0.2.7', false],
    ['::ffff:192.0.2.7', false],
    ['2001:db8::1', false],
    [undefined, false],
  ])('counts %s as this machine: %s', (address, expected) => {
    expect(isOfThisMachine(address)).toBe(expected)
  })

  it('tunnels nothing for them', async () => {
    const { caught, answer } = await connectFrom('192.0.2.7', 'example.org:443')
    expect(caught).toBeUndefined()
    expect(answer).toMatch(/^HTTP\/1\.1 403 /)
  })

  it('still answers as twilio.com', async () => {
    expect((await connectFrom('192.0.2.7', 'api.twilio.com:443')).caught).toBe('api.twilio.com')
  })
})
