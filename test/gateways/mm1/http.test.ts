import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import {
  decodePdu,
  encodePdu,
  INSERT_ADDRESS,
  MMS_MEDIA,
  RESPONSE_STATUS,
  textPart,
} from '../../../protocols/mms/index.ts'
import { createMm1Http } from '../../../src/gateways/mm1/index.ts'
import { ANA, BEN, CLEO, HandsetWorld } from '../../support/handset-world.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

/** A world whose MMSC listens on a port of its own. */
async function listening() {
  const w = await new HandsetWorld().begin()
  const asked: (number | undefined)[] = []
  const find = (world: string, id: number | undefined) => {
    asked.push(id)
    const wait = (ms: number) => w.advance(ms)
    return world === 'main' ? { handle: w.mm1.handle.bind(w.mm1), wait } : undefined
  }
  const server = createServer(createMm1Http({ find, onFault: (error) => w.faults.push(error) }))
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const fetched = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(url + path, init)
    const octets = new Uint8Array(await response.arrayBuffer())
    const pdu = decodePdu(octets)
    return { response, octets, pdu: pdu.ok ? pdu.value : undefined }
  }
  return { w, asked, fetched }
}

const sendReq = encodePdu({
  type: 'm-send.req',
  transactionId: 'T1',
  mmsVersion: '1.2',
  from: INSERT_ADDRESS,
  to: [BEN, CLEO],
  body: { contentType: { media: 'application/vnd.wap.multipart.mixed', parameters: {} }, parts: [textPart('Hi')] },
})

describe('MM1 over HTTP', () => {
  it.each([
    ['X-MSISDN', '+12025550101'],
    ['X-MDN', '2025550101'],
    ['x-up-calling-line-id', '12025550101'],
    ['X-VzW-MDN', '12025550101'],
  ])('takes %s: %s for the subscriber', async (header, value) => {
    const { w, fetched } = await listening()
    const { response, pdu } = await fetched('/mm1', { method: 'POST', headers: { [header]: value }, body: sendReq })
    expect(response.headers.get('content-type')).toBe(MMS_MEDIA)
    expect(pdu).toMatchObject({ type: 'm-send.conf', responseStatus: RESPONSE_STATUS.Ok })
    await w.settle()
    expect(w.screen(BEN)).toEqual([`${ANA},${CLEO} < ${ANA}: Hi`])
  })

  it.each([
    ['in its MMSC URL', '/mm1/as/12025550101', {}],
    ['in its MMSC URL with a plus', '/mm1/as/+12025550101', {}],
    ['as user of Basic', '/mm1', { Authorization: `Basic ${btoa('+12025550101:')}` }],
    ['as Bearer token', '/mm1', { Authorization: 'Bearer +12025550101' }],
  ])('takes a handset that was set up with its number %s', async (_, path, headers) => {
    const { fetched } = await listening()
    const { pdu } = await fetched(path, { method: 'POST', headers, body: sendReq })
    expect(pdu).toMatchObject({ type: 'm-send.conf', responseStatus: RESPONSE_STATUS.Ok })
  })

  it('believes the network, whatever the handset was set up with', async () => {
    const { w, fetched } = await listening()
    await fetched('/mm1/as/12025550102', { method: 'POST', headers: { 'X-MDN': '2025550101' }, body: sendReq })
    expect(w.carrier.read.messages({ limit: 1 })).toMatchObject([{ from: ANA }])
  })

  it('refuses a handset that does not say who it is', async () => {
    const { fetched } = await listening()
    const { pdu } = await fetched('/mm1', { method: 'POST', body: sendReq })
    expect(pdu).toMatchObject({ responseStatus: RESPONSE_STATUS['Error-permanent-service-denied'] })
  })

  it('names the delivery: in the URL, in the URL with the transaction id, in an answer', async () => {
    const { w, asked, fetched } = await listening()
    await w.turn(BEN, { autoDownload: false })
    await w.send(ANA, [BEN, CLEO], 'Hi')
    const { transactionId } = w.handsets.notifications(BEN)[0]!
    const id = Number.parseInt(transactionId, 36)
    const acknowledge = encodePdu({ type: 'm-acknowledge.ind', transactionId, mmsVersion: '1.2' })
    expect((await fetched(`/mm1/${transactionId}`)).pdu).toMatchObject({
      type: 'm-retrieve.conf',
      from: `${ANA}/TYPE=PLMN`,
    })
    await fetched(`/mm1/${transactionId}${transactionId}`)
    const { response, octets } = await fetched('/mm1', { method: 'POST', body: acknowledge })
    expect([response.status, octets.length]).toEqual([200, 0])
    expect(asked).toEqual([id, id, id])
    expect(w.carrier.read.delivery(id)!.progress.state).toBe('delivered')
  })

  it('holds a retrieval back on the clock of the world, and gives none at all, where a rule says so', async () => {
    const { w, fetched } = await listening()
    await w.turn(BEN, { autoDownload: false })
    await w.send(ANA, [BEN], 'Hi', { subject: 'Sunday' })
    const { transactionId } = w.handsets.notifications(BEN)[0]!
    const before = w.clock.now()
    w.fault('mm1.retrieve', { delayMs: 4_000 }, { kind: 'first', count: 1 })
    expect((await fetched(`/mm1/${transactionId}`)).pdu).toMatchObject({ type: 'm-retrieve.conf', subject: 'Sunday' })
    expect(w.clock.now() - before).toBe(4_000)
    w.fault('mm1.retrieve', { drop: true })
    await expect(fetched(`/mm1/${transactionId}`)).rejects.toThrow('fetch failed')
  })

  it('answers 404 where there is no such world', async () => {
    const { fetched } = await listening()
    expect((await fetched('/mm1/1', { headers: { 'X-Partyline-World': 'w9' } })).response.status).toBe(404)
  })

  it.each([
    ['more octets than anybody sends', 'POST', new Uint8Array(12 * 1024 * 1024 + 1), 413],
    ['a method that MM1 has not', 'PUT', new Uint8Array(1), 405],
  ])('%s', async (_, method, body, status) => {
    const { fetched } = await listening()
    expect((await fetched('/mm1', { method, body })).response.status).toBe(status)
  })
})
