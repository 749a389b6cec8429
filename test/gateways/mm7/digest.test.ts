import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { element, envelope, postMm7, sender, to } from '../../support/mm7-envelopes.ts'
import { ACCOUNT, ANA, type Mm7TestWorld, openMm7World, SHOP } from '../../support/mm7-world.ts'

let shop: Mm7TestWorld
beforeEach(async () => {
  shop = await openMm7World()
})
afterEach(() => shop.close())

const REQUEST = envelope('SubmitReq', sender(SHOP) + to(ANA))

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex')
}

async function askForNonce(): Promise<string> {
  const { headers } = await postMm7(shop.url, REQUEST, {})
  return /nonce="(\w+)"/.exec(headers.get('www-authenticate') ?? '')?.[1] ?? ''
}

type Change = { user?: string; password?: string; nonce?: string; uri?: string; qop?: boolean; method?: string }

function digest(nonce: string, change: Change = {}): string {
  const { user = ACCOUNT.user, password = ACCOUNT.password, uri = '/mm7', qop = true, method = 'POST' } = change
  const given = change.nonce ?? nonce
  const identity = md5(`${user}:partyline:${password}`)
  const counted = qop ? `${given}:00000001:0a4f113b:auth` : given
  const response = md5(`${identity}:${counted}:${md5(`${method}:${uri}`)}`)
  const more = qop ? ', qop=auth, nc=00000001, cnonce="0a4f113b"' : ''
  return `Digest username="${user}", realm="partyline", nonce="${given}", uri="${uri}", response="${response}"${more}`
}

describe('Digest authentication', () => {
  it.each([
    ['with qop [RFC7616 3.4]', {}],
    ['without qop, as older clients answer [RFC2617 3.2.2.1]', { qop: false }],
  ])('admits the right answer %s', async (_, change: Change) => {
    const nonce = await askForNonce()
    const posted = await postMm7(shop.url, REQUEST, { Authorization: digest(nonce, change) })
    expect([posted.httpStatus, element(posted.xml, 'StatusCode')]).toEqual([200, '1000'])
  })

  it('admits an absolute URI of the same path', async () => {
    const nonce = await askForNonce()
    const posted = await postMm7(shop.url, REQUEST, { Authorization: digest(nonce, { uri: shop.url }) })
    expect(posted.httpStatus).toBe(200)
  })

  it.each([
    ['a wrong password', { password: 'guess' }],
    ['an unknown user', { user: 'nobody' }],
    ['the answer for another path', { uri: '/mm1' }],
    ['the answer for another method', { method: 'GET' }],
  ])('refuses %s', async (_, change: Change) => {
    const nonce = await askForNonce()
    const posted = await postMm7(shop.url, REQUEST, { Authorization: digest(nonce, change) })
    expect(posted.httpStatus).toBe(401)
    expect(posted.headers.get('www-authenticate')).not.toContain('stale')
    expect(shop.messageCount()).toBe(0)
  })

  it('says that a nonce is stale which is not of this process', async () => {
    const posted = await postMm7(shop.url, REQUEST, { Authorization: digest('', { nonce: 'abc123' }) })
    expect(posted.httpStatus).toBe(401)
    expect(posted.headers.get('www-authenticate')).toContain('stale=true')
  })

  it('refuses an Authorization that is longer than any client sends', async () => {
    const nonce = await askForNonce()
    const long = `${digest(nonce)}, opaque="${'x'.repeat(5_000)}"`
    expect((await postMm7(shop.url, REQUEST, { Authorization: long })).httpStatus).toBe(401)
  })
})
