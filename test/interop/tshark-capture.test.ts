import { execFileSync, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Carrier, startCarrier, type World } from '../../src/kit/index.ts'

const installed = spawnSync('tshark', ['--version']).status === 0

/** Octets that fill several segments. */
const PICTURE = Uint8Array.from({ length: 20_000 }, (_, at) => (at < 2 ? [0xff, 0xd8][at]! : at % 251))

describe.runIf(installed)('Wireshark opens the exported capture of a world', () => {
  const folder = mkdtempSync(join(tmpdir(), 'partyline-capture-'))
  const file = join(folder, 'world.pcapng')
  let carrier: Carrier
  let world: World

  beforeAll(async () => {
    carrier = await startCarrier({ clock: { mode: 'frozen', now: '2026-06-01T12:00:00Z' } })
    world = await carrier.world()
    await talk(world)
    writeFileSync(file, await exported(''))
  })
  afterAll(async () => {
    await carrier.stop()
    rmSync(folder, { recursive: true })
  })

  const exported = async (query: string) => {
    const response = await fetch(`${carrier.url}/carrier/worlds/${world.name}/export.pcap${query}`)
    expect(response.status).toBe(200)
    return Buffer.from(await response.arrayBuffer())
  }
  const tshark = (...args: string[]) =>
    execFileSync('tshark', ['-r', file, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  const fields = (filter: string, ...names: string[]) =>
    tshark('-Y', filter, '-T', 'fields', ...names.flatMap((name) => ['-e', name]))
      .split('\n')
      .filter(Boolean)

  it('every packet is decoded, none is malformed, no sequence number is out of place, every checksum is right', () => {
    const checks = ['-o', 'tcp.check_checksum:TRUE', '-o', 'ip.check_checksum:TRUE']
    const bad =
      '_ws.malformed || _ws.expert.severity >= warning || tcp.analysis.flags || tcp.checksum.status == 0 || ip.checksum.status == 0'
    expect(tshark(...checks, '-Y', bad)).toBe('')
    const payload = fields('tcp.len > 0', 'frame.number')
    expect(payload.length).toBeGreaterThan(30)
    // Octets that no dissector took, alone or put together with what follows.
    expect(tshark('-Y', 'data || (tcp.len > 0 && !smpp && !http && !tcp.segment_data)')).toBe('')
  })

  it('SMPP: the bind without its password, the submit as it came, its receipt and what the phone answered', () => {
    const commands = fields('smpp', 'smpp.command_id', 'smpp.message')
    const ids = commands.map((line) => line.split('\t')[0])
    expect(ids).toEqual(expect.arrayContaining(['0x00000009', '0x80000009', '0x00000004', '0x80000004', '0x00000005']))
    const texts = commands.map((line) => Buffer.from(line.split('\t')[1] ?? '', 'hex').toString())
    expect(texts.join('\n')).toContain('stat:DELIVRD')
    expect(fields('smpp.command_id == 9', 'smpp.password').join('')).not.toContain(world.facts.smpp.password)
    expect(fields('smpp.command_id == 0x80000004', 'smpp.message_id')).toHaveLength(1)
  })

  it('MM1: the m-send.req of a group with its picture and of an answer to all, and an m-retrieve.conf for each phone', () => {
    const pdus = fields('mmse', 'mmse.message_type', 'mmse.to').map((line) => line.split('\t')[0])
    expect(pdus.filter((type) => type === '0x80' || type === '128')).toHaveLength(2)
    expect(pdus.filter((type) => type === '0x84' || type === '132').length).toBeGreaterThanOrEqual(2)
  })

  it('MM7: the SubmitReq without its password, its answer, and a DeliverReq', () => {
    const xml = tshark('-V', '-Y', 'xml')
    for (const name of ['SubmitReq', 'SubmitRsp', 'DeliverReq', 'DeliverRsp']) expect(xml).toContain(name)
    // The media of both, text and picture.
    const parts = tshark('-V', '-Y', 'mime_multipart && xml')
    for (const text of ['News for both', 'Good news', 'image/jpeg']) expect(parts).toContain(text)
    expect(fields('http.authorization', 'http.authorization')).toEqual([])
  })

  it('pushes: the m-notification.ind that each phone got before it fetched', () => {
    const notified = fields('udp && mmse', 'mmse.message_type', 'mmse.from').map((line) => line.split('\t')[0])
    expect(notified.length).toBeGreaterThanOrEqual(4)
    expect([...new Set(notified)]).toEqual([expect.stringMatching(/^(0x82|130)$/)])
  })

  it('REST and webhooks: what the application asked for, and what it was told', () => {
    const uris = fields('http.request', 'http.request.method', 'http.request.uri')
    expect(uris.filter((line) => /^POST\t\/v1\/Conversations\/CH\w+\/Messages$/.test(line))).toHaveLength(1)
    expect(uris.filter((line) => line === 'POST\t/hooks')).toHaveLength(1)
    expect(tshark('-V', '-Y', 'urlencoded-form')).toMatch(/onMessageAdded/)
  })

  it('the hosts have names', () => {
    expect(tshark('-N', 'n', '-Y', 'smpp')).toContain(`esme ${world.facts.smpp.systemId}`)
  })

  it('credentials are there when somebody asks for them', async () => {
    writeFileSync(file, await exported('?credentials=true'))
    expect(fields('smpp.command_id == 9', 'smpp.password').join('')).toContain(world.facts.smpp.password)
    expect(fields('http.authorization', 'http.authorization').length).toBeGreaterThan(0)
  })
})

/** One of everything that passes a link. */
async function talk(world: World): Promise<void> {
  const [ana, ben, cleo] = await world.phones('Ana', 'Ben', 'Cleo')
  const esme = await world.esme()
  const id = await esme.submit({ from: world.numbersOf('smpp')[0]!, to: ana.number, text: 'Your code is 1234' })
  await esme.receipt(id)
  await ana.reply(await ana.waitFor('code'), 'Thanks')
  await esme.waitFor(({ text }) => text === 'Thanks')
  const media = [{ contentType: 'image/jpeg', filename: 'a.jpg', octets: PICTURE }]
  await ana.send([ben.number, cleo.number], { text: 'Look at this', media })
  await cleo.waitFor({ contains: 'Look', media: 1 })
  const vasp = await world.vasp()
  await vasp.submit({ from: world.numbersOf('mm7')[0]!, to: [ana.number, ben.number], text: 'News for both', media })
  await ben.reply(await ben.waitFor('News'), 'Good news')
  await vasp.waitFor(({ text }) => text === 'Good news')
  await tellApplication(world, [ana.number, ben.number])
  await world.idle()
}

/** A conversation of an application that listens. */
async function tellApplication(world: World, people: readonly string[]): Promise<void> {
  const application = createServer((_request, response) => void response.end('{}')).listen(0, '127.0.0.1')
  await once(application, 'listening')
  const { port } = application.address() as AddressInfo
  const twilio = await world.twilio()
  const { sid } = await twilio.conversations.v1.conversations.create()
  const conversation = twilio.conversations.v1.conversations(sid)
  await conversation.participants.create({ identity: 'agent', 'messagingBinding.projectedAddress': world.business })
  for (const address of people) await conversation.participants.create({ 'messagingBinding.address': address })
  await conversation.webhooks.create({
    target: 'webhook',
    'configuration.url': `http://127.0.0.1:${port}/hooks`,
    'configuration.filters': ['onMessageAdded'],
  })
  await conversation.messages.create({ author: 'agent', body: 'Welcome', xTwilioWebhookEnabled: 'true' })
  await world.idle()
  application.close()
}
