import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { decodePdu, encodePdu, makePdu, takeFrame } from '../../../protocols/smpp/index.ts'
import { encodeGsm } from '../../../protocols/text/index.ts'
import { Esme, textOf } from '../../support/esme.ts'
import { openSmppWorld, type SmppTestWorld } from '../../support/smpp-world.ts'

const TO_ANA = { sourceAddr: '12025550150', destinationAddr: '12025550101', shortMessage: encodeGsm('hello') }

let world: SmppTestWorld
beforeEach(async () => {
  world = await openSmppWorld({ closeGraceMs: 50 })
})
afterEach(() => world.close())

/** A client that connects now works as if nothing had been. */
async function everythingWorks(): Promise<void> {
  world.behave()
  const esme = await Esme.bound(world.port)
  expect(await esme.ask('submit_sm', TO_ANA)).toMatchObject({ command: 'submit_sm_resp', commandStatus: 0 })
  await esme.close()
}

describe('a fault at smpp.bind', () => {
  it('status: refuses the bind with it and closes', async () => {
    world.misbehave('smpp.bind', { status: 0x0d }, { kind: 'first', count: 1 })
    const esme = await Esme.connect(world.port)
    expect(await esme.bind()).toMatchObject({ command: 'bind_transceiver_resp', commandStatus: 0x0d })
    await esme.closed
    await everythingWorks()
  })

  it("delay: answers late, on the world's clock", async () => {
    world.misbehave('smpp.bind', { delayMs: 5_000 })
    const esme = await Esme.connect(world.port)
    const response = esme.bind()
    await seen(() => world.gateway.sessions()[0]?.pdus.received === 1)
    await world.agenda.advance(4_999)
    expect(world.gateway.sessions()).toMatchObject([{ state: 'open' }])
    await world.agenda.advance(1)
    expect(await response).toMatchObject({ commandStatus: 0 })
    expect(world.gateway.sessions()).toMatchObject([{ state: 'bound_trx' }])
  })

  it('drop: never answers', async () => {
    world.misbehave('smpp.bind', { drop: true })
    const esme = await Esme.connect(world.port)
    esme.send('bind_transceiver', { systemId: 'esme', password: 'secret', interfaceVersion: 0x34 })
    expect(await esme.ask('enquire_link')).toMatchObject({ command: 'enquire_link_resp' })
    await everythingWorks()
  })

  it('close: closes without an answer', async () => {
    world.misbehave('smpp.bind', { close: true })
    const esme = await Esme.connect(world.port)
    await expect(esme.bind()).rejects.toThrow('closed')
    await everythingWorks()
  })
})

describe('a fault at smpp.submit', () => {
  it('status: answers with it and takes nothing', async () => {
    const esme = await Esme.bound(world.port)
    world.misbehave('smpp.submit', { status: 0x14 }, { kind: 'every', count: 2 })
    const statuses: number[] = []
    for (let i = 0; i < 4; i++) statuses.push((await esme.ask('submit_sm', TO_ANA)).commandStatus)
    expect(statuses).toEqual([0, 0x14, 0, 0x14])
    expect(world.read.messages({ limit: 10 })).toHaveLength(2)
    expect(world.logged.filter((line) => line.includes('a fault rule'))).toHaveLength(2)
  })

  it('delay: the receipt comes before the answer', async () => {
    const esme = await Esme.bound(world.port)
    world.misbehave('smpp.submit', { delayMs: 60_000 })
    esme.send('submit_sm', { ...TO_ANA, registeredDelivery: 1 })
    expect(textOf(await esme.nextDelivery())).toContain('stat:DELIVRD')
    await world.agenda.advance(60_000)
    expect(await esme.nextPdu()).toMatchObject({ command: 'submit_sm_resp', commandStatus: 0 })
  })

  it('drop: takes the message, and the answer is lost without using up the window', async () => {
    await world.changeAccount({ window: 1 })
    const esme = await Esme.bound(world.port)
    world.misbehave('smpp.submit', { drop: true }, { kind: 'first', count: 1 })
    esme.send('submit_sm', TO_ANA)
    await world.offered(1)
    expect(await esme.ask('submit_sm', TO_ANA)).toMatchObject({ sequenceNumber: 3, commandStatus: 0 })
    expect(world.read.messages({ limit: 10 })).toHaveLength(2)
  })

  it('close: takes the message and drops the link before the answer', async () => {
    const esme = await Esme.bound(world.port)
    world.misbehave('smpp.submit', { close: true })
    await expect(esme.ask('submit_sm', TO_ANA)).rejects.toThrow('closed')
    expect(world.read.messages({ limit: 10 })).toHaveLength(1)
    await everythingWorks()
  })

  it('looks at sender, recipient and text', async () => {
    const esme = await Esme.bound(world.port)
    const seen: object[] = []
    const matches = (subject: object) => seen.push(subject) === 0
    world.world.faults?.post({
      id: 'x',
      at: 'smpp.submit',
      query: '',
      matches,
      when: { kind: 'always' },
      then: { status: 8 },
    })
    const destAddress = [{ destFlag: 1, destAddrTon: 1, destAddrNpi: 1, destinationAddr: '12025550102' }] as const
    await esme.ask('submit_sm', TO_ANA)
    await esme.ask('submit_multi', { ...TO_ANA, destAddress })
    const common = { from: '+12025550150', text: 'hello', transport: 'sms', account: 'esme' }
    expect(seen).toEqual([
      { ...common, to: ['+12025550101'] },
      { ...common, to: ['+12025550102'] },
    ])
  })
})

describe('a fault at smpp.link', () => {
  it('drop: the link stays open and is dead both ways; another session gets the receipt', async () => {
    const esme = await Esme.bound(world.port)
    world.misbehave('smpp.link', { drop: true }, { kind: 'first', count: 1 })
    esme.send('submit_sm', { ...TO_ANA, registeredDelivery: 1 })
    await world.offered(1)
    esme.send('enquire_link')
    const other = await Esme.bound(world.port)
    expect(textOf(await other.nextDelivery())).toContain('stat:DELIVRD')
    expect(esme.heardNothing).toBe(true)
    expect(esme.socket.readyState).toBe('open')
    await esme.close()
    await everythingWorks()
  })

  it('close: the link drops instead of the PDU', async () => {
    const esme = await Esme.bound(world.port)
    world.misbehave('smpp.link', { close: true }, { kind: 'first', count: 1 })
    await expect(esme.ask('enquire_link')).rejects.toThrow('closed')
    await everythingWorks()
  })

  it('corrupt: the PDU is garbled and the stream goes on', async () => {
    const esme = await Esme.bound(world.port)
    world.misbehave('smpp.link', { corrupt: true }, { kind: 'first', count: 2 })
    const frames = framesOf(esme, 3)
    esme.sendOctets(encodePdu(makePdu('submit_sm', { ...TO_ANA, sequenceNumber: 5 })))
    await world.offered(1)
    esme.sendOctets(encodePdu(makePdu('enquire_link', { sequenceNumber: 6 })))
    esme.sendOctets(encodePdu(makePdu('enquire_link', { sequenceNumber: 7 })))
    const [answer, unknown, plain] = (await frames).map((frame) => decodePdu(frame))
    expect(answer?.kind).toBe('malformed')
    expect(unknown).toMatchObject({ kind: 'unknown', header: { sequenceNumber: 6 } })
    expect(plain).toMatchObject({ kind: 'value', pdu: { command: 'enquire_link_resp', sequenceNumber: 7 } })
  })

  it('truncate: only so many octets of the PDU come, then the end', async () => {
    const esme = await Esme.bound(world.port)
    world.misbehave('smpp.link', { truncate: 10 }, { kind: 'first', count: 1 })
    const chunks: Buffer[] = []
    esme.socket.removeAllListeners('data').on('data', (chunk) => chunks.push(chunk))
    esme.send('enquire_link')
    await esme.closed
    expect(Buffer.concat(chunks)).toHaveLength(10)
    await everythingWorks()
  })

  it("slow: octets come at their rate, on the world's clock", async () => {
    const esme = await Esme.bound(world.port)
    world.misbehave('smpp.link', { slow: 80 }, { kind: 'first', count: 1 })
    const chunks: Buffer[] = []
    let heard = () => {}
    esme.socket.removeAllListeners('data').on('data', (chunk) => {
      chunks.push(chunk)
      heard()
    })
    const cameAltogether = async (count: number) => {
      while (Buffer.concat(chunks).length < count) await new Promise<void>((resolve) => (heard = resolve))
      return Buffer.concat(chunks).length
    }
    esme.send('enquire_link')
    await seen(() => world.gateway.sessions()[0]?.pdus.sent === 2)
    await world.agenda.advance(100)
    expect(await cameAltogether(8)).toBe(8)
    await world.agenda.advance(100)
    expect(await cameAltogether(16)).toBe(16)
    await esme.close()
    await everythingWorks()
  })
})

/** Lets the gateway go on until it has come so far. */
async function seen(hasCome: () => boolean): Promise<void> {
  while (!hasCome()) await new Promise((resolve) => setImmediate(resolve))
}

/** The next frames as octets, whatever they hold. */
function framesOf(esme: Esme, count: number): Promise<Uint8Array[]> {
  const frames: Uint8Array[] = []
  let octets = Buffer.alloc(0)
  return new Promise((resolve) => {
    esme.socket.removeAllListeners('data').on('data', (chunk: Buffer) => {
      octets = Buffer.concat([octets, chunk])
      for (let frame = takeFrame(octets, 0); frame.kind === 'frame'; frame = takeFrame(octets, 0)) {
        frames.push(octets.subarray(0, frame.end))
        octets = octets.subarray(frame.end)
      }
      if (frames.length === count) resolve(frames)
    })
  })
}
