import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { encodeGsm } from '../../../protocols/text/index.ts'
import { Esme } from '../../support/esme.ts'
import { openSmppWorld, type SmppTestWorld } from '../../support/smpp-world.ts'

let world: SmppTestWorld
beforeEach(async () => {
  world = await openSmppWorld({ closeGraceMs: 50 })
})
afterEach(() => world.close())

const control = () => world.gateway.controlOf('main')
const onlyId = () => world.gateway.sessions()[0]?.id ?? ''

describe('a session seen from outside', () => {
  it('shows its last PDUs field by field, with their octets', async () => {
    const esme = await Esme.bound(world.port)
    await esme.ask('submit_sm', {
      sourceAddr: '12025550150',
      destinationAddr: '12025550101',
      shortMessage: encodeGsm('hi'),
      tlvs: [{ tag: 0x0204, value: Uint8Array.of(0, 9) }],
    })
    const details = control().find(onlyId())
    expect(details).toMatchObject({ state: 'bound_trx', systemId: 'esme', window: 1000, queued: 0, flows: true })
    expect(details?.lastPdus.map(({ direction, fields }) => [direction, fields[1]?.meaning])).toEqual([
      ['received', 'bind_transceiver'],
      ['sent', 'bind_transceiver_resp'],
      ['received', 'submit_sm'],
      ['sent', 'submit_sm_resp'],
    ])
    const submitted = details?.lastPdus[2]
    const octetsOfFields = submitted?.fields.map(({ octets }) => octets).join('')
    expect(submitted?.octets.startsWith('000000')).toBe(true)
    expect(submitted?.octets).toContain(octetsOfFields?.slice(0, 32))
    expect(submitted?.fields.find(({ name }) => name === 'destination_addr')).toMatchObject({ value: '12025550101' })
    expect(submitted?.fields.at(-1)).toEqual({
      name: 'user_message_reference',
      offset: expect.any(Number),
      octets: '020400020009',
      value: 9,
      meaning: '0x0204',
    })
  })

  it('keeps only so many PDUs, and only so many octets of one', async () => {
    const esme = await Esme.bound(world.port)
    for (let i = 0; i < 30; i++) await esme.ask('enquire_link')
    const value = new Uint8Array(60_000)
    await esme.ask('data_sm', { destinationAddr: '12025550101', dataCoding: 4, tlvs: [{ tag: 0x0424, value }] })
    const { lastPdus = [] } = control().find(onlyId()) ?? {}
    expect(lastPdus).toHaveLength(20)
    expect(Math.max(...lastPdus.map(({ octets }) => octets.length))).toBe(2 * 4_096)
  })

  it('of another world is not there', async () => {
    await Esme.bound(world.port)
    const other = world.gateway.controlOf('other')
    expect([other.list(), other.find(onlyId()), other.close(onlyId()), other.unbind(onlyId())]).toEqual([
      [],
      undefined,
      false,
      false,
    ])
    expect(await other.enquireLink(onlyId())).toBeUndefined()
  })
})

describe('a session acted upon', () => {
  it('is asked whether it lives', async () => {
    const esme = await Esme.bound(world.port)
    const alive = control().enquireLink(onlyId())
    const enquiry = await esme.nextPdu()
    expect(enquiry.command).toBe('enquire_link')
    esme.answer(enquiry)
    expect(await alive).toBe(true)
  })

  it('is unbound, or cut off', async () => {
    const first = await Esme.bound(world.port)
    expect(control().unbind(onlyId())).toBe(true)
    expect(await first.nextPdu()).toMatchObject({ command: 'unbind' })
    first.answer({ command: 'unbind', commandStatus: 0, sequenceNumber: 1, tlvs: [] })
    await first.closed
    const second = await Esme.bound(world.port)
    expect(control().close(onlyId())).toBe(true)
    await second.closed
    expect(world.gateway.sessions()).toEqual([])
  })
})

describe('outbind', () => {
  it('calls an ESME, which then binds on the connection [SMPP34 2.2.1, 4.1.7]', async () => {
    const waiting = createServer().listen(0, '127.0.0.1')
    await once(waiting, 'listening')
    const called = once(waiting, 'connection')
    const { port } = waiting.address() as AddressInfo
    const result = control().outbind({ host: '127.0.0.1', port, systemId: 'centre', password: 'knock' })
    const [socket] = (await called) as [Socket]
    const esme = Esme.over(socket)
    expect(await esme.nextPdu()).toMatchObject({ command: 'outbind', systemId: 'centre', password: 'knock' })
    expect(await esme.bind('receiver')).toMatchObject({ command: 'bind_receiver_resp', commandStatus: 0 })
    expect(await result).toEqual({ sessionId: onlyId() })
    expect(control().list()).toMatchObject([{ state: 'bound_rx', systemId: 'esme' }])
    await esme.close()
    waiting.close()
  })

  it('says why nobody was reached', async () => {
    const closed = createServer().listen(0, '127.0.0.1')
    await once(closed, 'listening')
    const { port } = closed.address() as AddressInfo
    await new Promise((resolve) => closed.close(resolve))
    expect(await control().outbind({ host: '127.0.0.1', port })).toMatchObject({
      failed: expect.stringContaining('ECONNREFUSED'),
    })
  })
})
