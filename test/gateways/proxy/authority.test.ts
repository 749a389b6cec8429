import { createPrivateKey, X509Certificate } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { connect, createServer, type TLSSocket } from 'node:tls'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createAuthority, LEAF_MS } from '../../../src/gateways/proxy/authority.ts'
import { makeKey, makeLeaf } from '../../../src/gateways/proxy/certificate.ts'
import { createLeaves } from '../../../src/gateways/proxy/leaves.ts'
import { startProxyWorld, temporaryFolder } from './proxy-world.ts'

const NOW = Date.now()
const DOMAINS = ['twilio.com']
const parts = (folder: string, changes: { domains?: string[]; now?: () => number } = {}) => ({
  folder,
  domains: DOMAINS,
  now: () => NOW,
  ...changes,
})

/** What a client that trusts only the CA says of a leaf it issued. */
async function verdictOn(name: string, ca: string, leaf: { cert: string; key: string }): Promise<string> {
  const server = createServer(leaf).listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await new Promise((resolve) => server.once('listening', resolve))
  // A TCP server's address is never a string.
  const { port } = server.address() as { port: number }
  const client: TLSSocket = connect({ port, host: '127.0.0.1', servername: name, ca })
  return new Promise((resolve) => {
    client.once('error', (error) => resolve(error.message))
    client.once('secureConnect', () => {
      client.destroy()
      resolve('trusted')
    })
  })
}

describe('the CA of a user', () => {
  it('is kept in a folder of its own that only the user may open', async () => {
    const folder = join(temporaryFolder(), 'data', 'ca')
    const authority = createAuthority(parts(folder))
    expect(existsSync(authority.path)).toBe(false)
    await authority.open()
    expect(readdirSync(folder).sort()).toEqual(['ca.key', 'ca.pem'])
    expect((statSync(folder).mode & 0o777).toString(8)).toBe('700')
    expect((statSync(join(folder, 'ca.key')).mode & 0o777).toString(8)).toBe('600')
    expect(new X509Certificate(readFileSync(authority.path)).ca).toBe(true)
  })

  it('is the same after a restart', async () => {
    const folder = temporaryFolder()
    const first = await createAuthority(parts(folder)).open()
    expect(await createAuthority(parts(folder)).open()).toEqual(first)
  })

  it('is made once, however many ask at once', async () => {
    const authority = createAuthority(parts(temporaryFolder()))
    const [one, two] = await Promise.all([authority.open(), authority.open()])
    expect(one).toBe(two)
  })

  it.each([
    ['it was cut', (folder: string) => truncateSync(join(folder, 'ca.pem'), 100)],
    ['its key is another', (folder: string) => writeFileSync(join(folder, 'ca.key'), makeKey())],
  ])('is made anew when %s', async (_why, spoil) => {
    const folder = temporaryFolder()
    const first = await createAuthority(parts(folder)).open()
    spoil(folder)
    const second = await createAuthority(parts(folder)).open()
    expect(second.certificate).not.toBe(first.certificate)
    expect(new X509Certificate(second.certificate).checkPrivateKey(createPrivateKey(second.key))).toBe(true)
  })

  it('is made anew when other domains are to be caught, or when a leaf would outlive it', async () => {
    const folder = temporaryFolder()
    const first = await createAuthority(parts(folder)).open()
    const wider = await createAuthority(parts(folder, { domains: ['twilio.com', 'carrier.example'] })).open()
    expect(wider.certificate).not.toBe(first.certificate)
    const late = () => Date.parse(new X509Certificate(wider.certificate).validTo) - LEAF_MS
    const domains = ['twilio.com', 'carrier.example']
    expect((await createAuthority(parts(folder, { domains, now: late })).open()).certificate).not.toBe(
      wider.certificate,
    )
  })

  it('of a carrier that keeps nothing ends with it', async () => {
    const world = await startProxyWorld({ folder: null })
    expect(existsSync(world.caPath)).toBe(true)
    await world.stop()
    expect(existsSync(dirname(world.caPath))).toBe(false)
  })

  it('is asked again when its folder could not be made', async () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'data'), 'in the way')
    const authority = createAuthority(parts(join(folder, 'data', 'ca')))
    await expect(authority.open()).rejects.toThrow()
    await expect(authority.open()).rejects.toThrow()
  })
})

describe('what the CA may vouch for [RFC5280 4.2.1.10]', () => {
  it.each([
    ['api.twilio.com', 'trusted'],
    ['conversations.ashburn.us1.twilio.com', 'trusted'],
    ['localhost', 'trusted'],
    ['example.com', 'permitted subtree violation'],
    ['nottwilio.com', 'permitted subtree violation'],
  ])('%s is %s, even with a leaf that it signed', async (name, verdict) => {
    const identity = await createAuthority(parts(temporaryFolder())).open()
    const key = makeKey()
    const lifetime = { from: new Date(NOW - 1_000), until: new Date(NOW + 3_600_000) }
    const cert = await makeLeaf(identity, { ...lifetime, name, key })
    expect(await verdictOn(name, identity.certificate, { cert, key })).toBe(verdict)
  })

  it('domains beyond 127 octets are written with a long length', async () => {
    const domains = Array.from({ length: 30 }, (_, at) => `carrier-${at}.example`)
    const identity = await createAuthority(parts(temporaryFolder(), { domains })).open()
    const key = makeKey()
    const lifetime = { from: new Date(NOW - 1_000), until: new Date(NOW + 3_600_000) }
    const cert = await makeLeaf(identity, { ...lifetime, name: 'api.carrier-29.example', key })
    expect(await verdictOn('api.carrier-29.example', identity.certificate, { cert, key })).toBe('trusted')
  })
})

describe('leaves', () => {
  it('are minted once per name', async () => {
    const leafFor = createLeaves(createAuthority(parts(temporaryFolder())), () => NOW)
    const [one, two] = await Promise.all([leafFor('api.twilio.com'), leafFor('api.twilio.com')])
    expect(one).toBe(two)
    expect(await leafFor('mcs.us1.twilio.com')).not.toBe(one)
  })

  it('of names nobody asked for lately are forgotten', async () => {
    const leafFor = createLeaves(createAuthority(parts(temporaryFolder())), () => NOW)
    const first = await leafFor('first.twilio.com')
    for (let count = 0; count < 256; count += 1) await leafFor(`host-${count}.twilio.com`)
    expect(await leafFor('first.twilio.com')).not.toBe(first)
  })

  it.each(['', 'a b.twilio.com', `${'x'.repeat(64)}.twilio.com`, '.twilio.com'])('are refused to %j', async (name) => {
    const leafFor = createLeaves(createAuthority(parts(temporaryFolder())), () => NOW)
    await expect(leafFor(name)).rejects.toThrow('is no host name')
  })
})
