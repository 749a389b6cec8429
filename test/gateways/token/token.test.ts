import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { type Partyline, startPartyline } from '../../../src/compose.ts'
import { tokenFor } from '../../../src/config/index.ts'
import { startCarrier } from '../../../src/kit/index.ts'

const TOKEN = 'open sesame/é'
let partyline: Partyline
let url: string

beforeAll(async () => {
  partyline = await startPartyline({ token: TOKEN.replace(/\W/g, '') })
  url = `http://127.0.0.1:${partyline.ports.http}`
})
afterAll(() => partyline.stop())
const token = TOKEN.replace(/\W/g, '')
const get = (path: string, headers: Record<string, string> = {}) => fetch(url + path, { headers, redirect: 'manual' })

describe('a carrier with a token', () => {
  it.each([
    '/carrier/info',
    '/carrier/worlds',
    '/carrier/export.json?credentials=true',
    '/metrics',
    '/',
    '/carrier/docs',
  ])('%s asks for it', async (path) => {
    expect((await get(path)).status).toBe(401)
    expect((await get(path, { authorization: 'Bearer wrong' })).status).toBe(401)
    expect((await get(path, { authorization: `Bearer ${token}` })).status).not.toBe(401)
  })

  it.each(['/carrier/health', '/carrier/ready'])('%s does not: health checks have no secrets', async (path) => {
    expect((await get(path)).status).toBe(200)
  })

  it('the accounts of MM7 and REST are asked for their own passwords', async () => {
    const basic = `Basic ${Buffer.from(`AC${'a'.repeat(32)}:partyline`).toString('base64')}`
    expect((await get('/v1/Conversations', { authorization: basic })).status).toBe(200)
    const mm7 = await fetch(`${url}/mm7`, { method: 'POST' })
    expect(mm7.headers.get('www-authenticate')).toContain('Basic')
  })

  it('a link with the token opens the viewer: it becomes a cookie that scripts cannot read', async () => {
    const entered = await get(`/?token=${token}`)
    expect([entered.status, entered.headers.get('location')]).toEqual([303, '/'])
    const [cookie, ...flags] = (entered.headers.get('set-cookie') ?? '').split('; ')
    expect(flags).toEqual(['Path=/', 'HttpOnly', 'SameSite=Lax'])
    expect((await get('/carrier/info', { cookie: cookie! })).status).toBe(200)
    expect((await get('/carrier/info', { cookie: 'partyline-token=%zz' })).status).toBe(401)
  })

  it('the page that asks for it says that another was wrong, and leads to where one wanted to go', async () => {
    const asked = await get('/messages?query=is:group&x=%22%3E%3Cb%3E')
    const page = await asked.text()
    expect(page).toContain('<input type="hidden" name="query" value="is:group">')
    expect(page).toContain('value="&#34;&#62;&#60;b&#62;"')
    expect(page).not.toContain('not its token')
    expect(await (await get('/messages?token=wrong')).text()).toContain('That is not its token')
    expect(asked.headers.get('content-security-policy')).toContain("default-src 'none'")
    const entered = await get(`/messages?query=is%3Agroup&token=${token}`)
    expect(entered.headers.get('location')).toBe('/messages?query=is%3Agroup')
  })

  it('a link never leads to another host', async () => {
    expect((await get(`//evil.example/?token=${token}`)).headers.get('location')).toBe('/evil.example/')
  })

  it('the feed asks for it too', async () => {
    const feed = `${url.replace('http', 'ws')}/carrier/feed`
    const outcome = (socket: WebSocket) =>
      new Promise((resolve) => {
        socket.once('message', () => resolve('open'))
        socket.once('error', ({ message }) => resolve(message))
      }).finally(() => socket.terminate())
    expect(await outcome(new WebSocket(feed))).toMatch(/401/)
    expect(await outcome(new WebSocket(feed, { headers: { authorization: `Bearer ${token}` } }))).toBe('open')
    expect(await outcome(new WebSocket(feed, { headers: { cookie: `partyline-token=${token}` } }))).toBe('open')
  })

  it('the kit shows it', async () => {
    const carrier = await startCarrier({ url, token })
    await using world = await carrier.world({ clock: 'frozen' })
    expect(await world.messages()).toEqual([])
    const stranger = await startCarrier({ url, token: 'wrong' })
    await expect(stranger.world()).rejects.toThrow(/401.*Authorization: Bearer/)
  })
})

describe('whether a token is needed', () => {
  it.each([
    ['127.0.0.1', null, false],
    ['localhost', null, false],
    ['::1', null, false],
    ['0.0.0.0', null, true],
    ['::', null, true],
    ['192.168.1.5', null, true],
    ['127.0.0.1', 'given', true],
  ])('on %s with %s', (host, given, needed) => {
    const made = tokenFor(host, given)
    expect(made !== undefined).toBe(needed)
    if (given !== null) expect(made).toBe(given)
  })

  it('one that is made is long and another each time', () => {
    expect(tokenFor('0.0.0.0', null)).toMatch(/^[0-9a-f]{32}$/)
    expect(tokenFor('0.0.0.0', null)).not.toBe(tokenFor('0.0.0.0', null))
  })
})
