import { describe, expect, it } from 'vitest'
import { parseAbsolute } from '../../../src/gateways/proxy/forward.ts'
import { belongsTo, parseAuthority } from '../../../src/gateways/proxy/names.ts'

describe('hosts are decided on as resolvers would read them', () => {
  it.each([
    ['api.twilio.com:443', 'api.twilio.com'],
    ['API.TWILIO.COM.:443', 'api.twilio.com'],
    ['api.twi\u00adlio.com:443', 'api.twilio.com'],
    ['api\u3002twilio\u3002com:443', 'api.twilio.com'],
    ['[::1]:443', '[::1]'],
    ['127.1:443', '127.0.0.1'],
  ])('CONNECT %j means %s', (target, host) => {
    expect(parseAuthority(target)?.host).toBe(host)
  })

  it.each(['', 'x', ':1', 'x:', 'x:y', 'x:123456', 'u@x:1', 'a/b:1', 'x?:1', '[x:1', 'a b:1'])(
    'CONNECT %j means nothing',
    (target) => expect(parseAuthority(target)).toBeUndefined(),
  )

  it.each([
    ['http://API.twilio.com./x', 'api.twilio.com', '/x'],
    ['http://user:word@api%2etwilio.com?y', 'api.twilio.com', '/?y'],
    ['http://elsewhere.example\\@api.twilio.com/', 'api.twilio.com', '/'],
    ['http://api.twilio.com#@elsewhere.example/', 'api.twilio.com', '/#@elsewhere.example/'],
  ])('a request for %j goes to %s', (target, host, path) => {
    expect(parseAbsolute(target)).toMatchObject({ host, path })
  })

  it.each(['/x', '*', 'http://', 'http:///x', 'http://a b/', 'x'])('%j is no absolute target', (target) => {
    expect(parseAbsolute(target)).toBeUndefined()
  })

  it.each([
    ['twilio.com', true],
    ['mcs.us1.twilio.com', true],
    ['Twilio.Com.', true],
    ['nottwilio.com', false],
    ['twilio.com.example', false],
    ['', false],
  ])('%j belongs to twilio.com: %s', (host, caught) => {
    expect(belongsTo(['twilio.com'])(host)).toBe(caught)
  })
})
