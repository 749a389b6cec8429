import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { MESSAGE_STATES, makeTlv, type Pdu, type Tlv, tlvNumber } from '../../../protocols/smpp/index.ts'
import { encodeGsm } from '../../../protocols/text/index.ts'
import { newPhone } from '../../../src/core/index.ts'
import { Esme } from '../../support/esme.ts'
import { ANA, BEN, CLEO, number } from '../../support/memory-world.ts'
import { openSmppWorld, type SmppTestWorld } from '../../support/smpp-world.ts'

const V50 = { interfaceVersion: 0x50 }
const FROM = { sourceAddr: '12025550150' }

let world: SmppTestWorld
beforeEach(async () => {
  world = await openSmppWorld()
  await settle([ANA, 'Harbour'], [BEN, 'Harbour'], [CLEO, 'Old Town'])
})
afterEach(() => world.close())

function settle(...homes: readonly (readonly [ReturnType<typeof number>, string])[]): Promise<void> {
  return world.carrier.run((unit) => {
    for (const [phone, area] of homes) {
      const value = { ...(unit.read.phone(phone) ?? newPhone(phone)), area }
      unit.put({ layer: 'core', put: 'phone', value })
    }
  })
}

function area(name: string): Tlv {
  return makeTlv('broadcast_area_identifier', new TextEncoder().encode(`\0${name}`))
}

const CONTENT_TYPE = makeTlv('broadcast_content_type', Uint8Array.of(0, 0, 1))
const ONCE = [makeTlv('broadcast_rep_num', 1), makeTlv('broadcast_frequency_interval', Uint8Array.of(9, 0, 1))]

function broadcast(text: string, ...areas: readonly string[]): { tlvs: Tlv[] } & typeof FROM {
  const payload = makeTlv('message_payload', encodeGsm(text))
  return { ...FROM, tlvs: [...areas.map(area), CONTENT_TYPE, ...ONCE, payload] }
}

/** Said so often in Harbour, at an interval of a unit and a number. */
function repeated(times: number, [unit, count]: readonly [number, number]): { tlvs: Tlv[] } & typeof FROM {
  const interval = makeTlv('broadcast_frequency_interval', Uint8Array.of(unit, count >> 8, count & 0xff))
  const payload = makeTlv('message_payload', encodeGsm('storm'))
  return { ...FROM, tlvs: [area('Harbour'), CONTENT_TYPE, makeTlv('broadcast_rep_num', times), interval, payload] }
}

function idOf(response: Pdu): string {
  return ('messageId' in response && response.messageId) || ''
}

describe('broadcast_sm', () => {
  it('reaches every phone in the areas it names, once [SMPP50 4.4.1]', async () => {
    const esme = await Esme.bound(world.port, 'transmitter', V50)
    const response = await esme.ask('broadcast_sm', broadcast('storm', 'Harbour', 'Harbour'))
    expect(response).toMatchObject({ command: 'broadcast_sm_resp', commandStatus: 0 })
    const offers = await world.offered(2)
    expect(offers.map(({ delivery }) => delivery.recipient).toSorted()).toEqual([ANA, BEN])
    expect(offers[0]?.message.content).toMatchObject({ text: 'storm' })
  })

  it('reaches more phones than one message has room for, and is one broadcast [SMPP50 4.4.1]', async () => {
    const crowd = Array.from({ length: 600 }, (_, i) => number(`+1303555${1000 + i}`))
    await settle(...crowd.map((phone) => [phone, 'Stadium'] as const))
    const esme = await Esme.bound(world.port, 'transceiver', V50)
    const response = await esme.ask('broadcast_sm', broadcast('goal', 'Stadium'))
    expect(new Set((await world.offered(600)).map(({ delivery }) => delivery.recipient)).size).toBe(600)
    await world.agenda.idle()
    const queried = await esme.ask('query_broadcast_sm', { messageId: idOf(response), ...FROM })
    expect(tlvNumber(queried.tlvs, 'broadcast_area_success')).toBe(100)
    expect(tlvNumber(queried.tlvs, 'message_state')).toBe(MESSAGE_STATES.DELIVERED.value)
  })

  it('tells which areas it did not reach, and reaches the others [SMPP50 4.4.1.2]', async () => {
    const esme = await Esme.bound(world.port, 'transmitter', V50)
    const response = await esme.ask('broadcast_sm', broadcast('storm', 'Old Town', 'Atlantis'))
    expect(response).toMatchObject({ commandStatus: 0 })
    expect(tlvNumber(response.tlvs, 'broadcast_error_status')).toBe(0x108)
    expect(response.tlvs).toContainEqual(area('Atlantis'))
    expect((await world.offered(1)).map(({ delivery }) => delivery.recipient)).toEqual([CLEO])
  })

  it('lists each area that failed with its own status, arcs and polygons too [SMPP50 4.4.1.2, 4.8.4.4.1]', async () => {
    const esme = await Esme.bound(world.port, 'transmitter', V50)
    const polygon = makeTlv('broadcast_area_identifier', Uint8Array.of(2, 1, 2, 3))
    const wish = broadcast('storm', 'Harbour', 'Atlantis')
    const { commandStatus, tlvs } = await esme.ask('broadcast_sm', { ...wish, tlvs: [polygon, ...wish.tlvs] })
    expect(commandStatus).toBe(0)
    expect(tlvs.slice(0, -1)).toEqual([
      makeTlv('broadcast_error_status', 0x109),
      polygon,
      makeTlv('broadcast_error_status', 0x108),
      area('Atlantis'),
    ])
  })

  const without = (tag: Tlv, wish = broadcast('x', 'Harbour')) => ({
    ...wish,
    tlvs: wish.tlvs.filter(({ tag: own }) => own !== tag.tag),
  })
  const withTlv = (tlv: Tlv) => ({ ...without(tlv), tlvs: [...without(tlv).tlvs, tlv] })
  it.each([
    ['no phone in its areas', broadcast('x', 'Atlantis'), 0x108],
    ['an area without a name', broadcast('x', ''), 0x109],
    ['only a polygon', withTlv(makeTlv('broadcast_area_identifier', Uint8Array.of(2, 1))), 0x109],
    ['an area format that nobody knows', withTlv(makeTlv('broadcast_area_identifier', Uint8Array.of(9, 1))), 0x109],
    ['256 areas', broadcast('x', ...Array.from({ length: 256 }, () => 'Harbour')), 0x10a],
    ['no area', broadcast('x'), 0xc3],
    ['no content type', without(CONTENT_TYPE), 0xc3],
    ['a content type of no network', withTlv(makeTlv('broadcast_content_type', Uint8Array.of(9, 0, 1))), 0x10b],
    ['no number of repetitions', without(ONCE[0]!), 0xc3],
    ['no interval', without(ONCE[1]!), 0xc3],
    ['an interval in no unit', repeated(2, [7, 1]), 0x107],
    ['an interval of no minutes', repeated(2, [9, 0]), 0x107],
    ['repetitions for centuries', repeated(500, [0x0e, 1]), 0x110],
    ['a reserved message class', withTlv(makeTlv('broadcast_message_class', 4)), 0x10c],
    ['a reserved channel', withTlv(makeTlv('broadcast_channel_indicator', 2)), 0x112],
    ['an interval of two octets', withTlv({ tag: 0x0605, value: Uint8Array.of(9, 1) }), 0xc2],
    ['a priority of 5', { ...broadcast('x', 'Harbour'), priorityFlag: 5 }, 0x06],
    [
      'a broadcast to replace that is none',
      { ...broadcast('x', 'Harbour'), replaceIfPresentFlag: 1, messageId: '77' },
      0x13,
    ],
  ] as const)('with %s is refused [SMPP50 4.7.6, 4.8.4.7, 4.8.4.8, 4.8.4.12]', async (_what, fields, commandStatus) => {
    const esme = await Esme.bound(world.port, 'transmitter', V50)
    expect(await esme.ask('broadcast_sm', { ...fields })).toMatchObject({ command: 'broadcast_sm_resp', commandStatus })
    expect(world.read.messages({ limit: 1 })).toEqual([])
  })

  it('is unknown to an ESME of 3.4 [SMPP50 2.8]', async () => {
    const esme = await Esme.bound(world.port, 'transceiver')
    for (const command of ['broadcast_sm', 'query_broadcast_sm', 'cancel_broadcast_sm'] as const) {
      expect(await esme.ask(command, {})).toMatchObject({ command: 'generic_nack', commandStatus: 0x03 })
    }
  })
})

describe('a broadcast under way', () => {
  beforeEach(() =>
    world.answerOffers(({ delivery }) =>
      delivery.recipient === BEN ? { kind: 'wait', reason: 'absent-subscriber' } : { kind: 'delivered' },
    ),
  )

  it('is queried by its id, area by area [SMPP50 4.6.1, 4.6.1.3, 4.8.4.4.1, 4.8.4.5]', async () => {
    const esme = await Esme.bound(world.port, 'transceiver', V50)
    const messageId = idOf(await esme.ask('broadcast_sm', broadcast('storm', 'Harbour', 'Old Town')))
    await world.offered(3)
    await world.agenda.idle()
    const queried = await esme.ask('query_broadcast_sm', { messageId, ...FROM })
    expect(queried).toMatchObject({ command: 'query_broadcast_sm_resp', commandStatus: 0, messageId })
    expect(tlvNumber(queried.tlvs, 'message_state')).toBe(MESSAGE_STATES.ENROUTE.value)
    const success = makeTlv('broadcast_area_success', 50)
    expect(queried.tlvs.slice(1, -1)).toEqual([
      area('Harbour'),
      success,
      area('Old Town'),
      makeTlv('broadcast_area_success', 100),
    ])
    expect(await esme.ask('query_broadcast_sm', { messageId, sourceAddr: '12025550199' })).toMatchObject({
      commandStatus: 0x10e,
    })
    expect(await esme.ask('query_broadcast_sm', { messageId: '12' })).toMatchObject({ commandStatus: 0x10e })
  })

  it('is queried by its user_message_reference [SMPP50 4.6.1.1]', async () => {
    const esme = await Esme.bound(world.port, 'transceiver', V50)
    const reference = makeTlv('user_message_reference', 7)
    const wish = broadcast('storm', 'Harbour')
    const messageId = idOf(await esme.ask('broadcast_sm', { ...wish, tlvs: [...wish.tlvs, reference] }))
    const queried = await esme.ask('query_broadcast_sm', { ...FROM, tlvs: [reference] })
    expect(queried).toMatchObject({ commandStatus: 0, messageId })
    expect(tlvNumber(queried.tlvs, 'user_message_reference')).toBe(7)
  })

  it('is cancelled by its id, or by source and service_type [SMPP50 4.6.2]', async () => {
    const esme = await Esme.bound(world.port, 'transceiver', V50)
    const messageId = idOf(await esme.ask('broadcast_sm', broadcast('storm', 'Harbour')))
    await world.offered(2)
    await world.agenda.idle()
    expect(await esme.ask('cancel_broadcast_sm', { messageId, ...FROM })).toMatchObject({ commandStatus: 0 })
    expect(await esme.ask('cancel_broadcast_sm', { messageId, ...FROM })).toMatchObject({ commandStatus: 0x10f })
    await esme.ask('broadcast_sm', { ...broadcast('again', 'Harbour'), serviceType: 'CBS' })
    await world.agenda.idle()
    expect(await esme.ask('cancel_broadcast_sm', FROM)).toMatchObject({ commandStatus: 0x10f })
    expect(await esme.ask('cancel_broadcast_sm', { ...FROM, serviceType: 'CBS' })).toMatchObject({ commandStatus: 0 })
  })

  it('is replaced by another [SMPP50 4.4.1.1]', async () => {
    const esme = await Esme.bound(world.port, 'transceiver', V50)
    const messageId = idOf(await esme.ask('broadcast_sm', broadcast('storm', 'Harbour')))
    await world.offered(2)
    await world.agenda.idle()
    const wish = { ...broadcast('all clear', 'Harbour'), replaceIfPresentFlag: 1, messageId }
    expect(await esme.ask('broadcast_sm', wish)).toMatchObject({ commandStatus: 0 })
    const ends = world.read.deliveriesOf(Number(messageId)).map(({ progress }) => progress.state)
    expect(ends.toSorted()).toEqual(['delivered', 'failed'])
  })
})

const MINUTE = 60_000

describe('a broadcast that is repeated', () => {
  const texts = (phone: string) => world.offers.filter(({ delivery }) => delivery.recipient === phone).length
  const stateOf = async (esme: Esme, messageId: string) => {
    const queried = await esme.ask('query_broadcast_sm', { messageId })
    return tlvNumber(queried.tlvs, 'message_state')
  }

  it('reaches at its interval who has come into the area since, and nobody twice [SMPP50 4.8.4.11, 4.8.4.13]', async () => {
    const esme = await Esme.bound(world.port, 'transceiver', V50)
    const messageId = idOf(await esme.ask('broadcast_sm', repeated(3, [0x09, 10])))
    await world.offered(2)
    await world.agenda.advance(5 * MINUTE)
    await settle([CLEO, 'Harbour'])
    expect(texts(CLEO)).toBe(0)
    await world.agenda.advance(5 * MINUTE)
    expect([texts(ANA), texts(BEN), texts(CLEO)]).toEqual([1, 1, 1])
    expect(await stateOf(esme, messageId)).toBe(MESSAGE_STATES.ENROUTE.value)
    await world.agenda.advance(10 * MINUTE)
    expect([texts(ANA), texts(BEN), texts(CLEO)]).toEqual([1, 1, 1])
    expect(await stateOf(esme, messageId)).toBe(MESSAGE_STATES.DELIVERED.value)
    expect(world.events('broadcast.repeated')).toMatchObject([
      { messageId, areas: ['Harbour'], added: 1, left: 1 },
      { messageId, areas: ['Harbour'], added: 0, left: 0 },
    ])
    await settle([number('+12025550109'), 'Harbour'])
    await world.agenda.advance(60 * MINUTE)
    expect(world.offers).toHaveLength(3)
  })

  it('counts those it reached later, and is one broadcast all the while [SMPP50 4.6.1.3, 4.8.4.5]', async () => {
    const crowd = Array.from({ length: 300 }, (_, i) => number(`+1303555${1000 + i}`))
    const esme = await Esme.bound(world.port, 'transceiver', V50)
    const reference = makeTlv('user_message_reference', 7)
    const wish = repeated(0, [0x08, 30])
    const messageId = idOf(await esme.ask('broadcast_sm', { ...wish, tlvs: [...wish.tlvs, reference] }))
    await settle(...crowd.map((phone) => [phone, 'Harbour'] as const))
    await world.agenda.advance(30_000)
    await settle([CLEO, 'Harbour'])
    await world.agenda.advance(30_000)
    expect(world.offers).toHaveLength(303)
    const queried = await esme.ask('query_broadcast_sm', { tlvs: [reference] })
    expect(queried).toMatchObject({ commandStatus: 0, messageId })
    expect(tlvNumber(queried.tlvs, 'broadcast_area_success')).toBe(100)
    const added = world.read.messages({ limit: 1 })[0]?.id
    expect(await esme.ask('query_broadcast_sm', { messageId: String(added) })).toMatchObject({ commandStatus: 0x10e })
  })

  it.each([
    ['seconds', [0x08, 2], 2_000],
    ['hours', [0x0a, 1], 3_600_000],
    ['days', [0x0b, 1], 86_400_000],
    ['weeks', [0x0c, 1], 7 * 86_400_000],
    ['months', [0x0d, 1], 30 * 86_400_000],
    ['as often as possible', [0x00, 0], 2_000],
  ] as const)('takes its interval in %s [SMPP50 4.8.4.11]', async (_unit, interval, ms) => {
    const esme = await Esme.bound(world.port, 'transceiver', V50)
    await esme.ask('broadcast_sm', repeated(2, interval))
    await settle([CLEO, 'Harbour'])
    await world.agenda.advance(ms - 1)
    expect(texts(CLEO)).toBe(0)
    await world.agenda.advance(1)
    expect(texts(CLEO)).toBe(1)
  })

  it('begins at its schedule and ends with its validity, before all repetitions were said [SMPP50 4.4.1.1]', async () => {
    const esme = await Esme.bound(world.port, 'transceiver', V50)
    const times = { scheduleDeliveryTime: '000000010000000R', validityPeriod: '000000000500000R' }
    const messageId = idOf(await esme.ask('broadcast_sm', { ...repeated(0, [0x09, 2]), ...times }))
    expect(await stateOf(esme, messageId)).toBe(MESSAGE_STATES.SCHEDULED.value)
    await world.agenda.advance(60 * MINUTE)
    expect([texts(ANA), texts(BEN)]).toEqual([1, 1])
    await world.agenda.advance(60 * MINUTE)
    expect(world.events('broadcast.repeated')).toHaveLength(2)
    expect(await stateOf(esme, messageId)).toBe(MESSAGE_STATES.DELIVERED.value)
  })

  it('is said once when it is immediate, whatever it asks for [SMPP50 4.7.19]', async () => {
    const esme = await Esme.bound(world.port, 'transceiver', V50)
    const messageId = idOf(await esme.ask('broadcast_sm', { ...repeated(9, [0x08, 1]), priorityFlag: 1 }))
    await world.offered(2)
    await world.agenda.idle()
    expect(await stateOf(esme, messageId)).toBe(MESSAGE_STATES.DELIVERED.value)
  })

  it('is cancelled between two repetitions [SMPP50 4.6.2]', async () => {
    const esme = await Esme.bound(world.port, 'transceiver', V50)
    const messageId = idOf(await esme.ask('broadcast_sm', repeated(0, [0x09, 1])))
    await world.agenda.advance(MINUTE)
    expect(await esme.ask('cancel_broadcast_sm', { messageId })).toMatchObject({ commandStatus: 0 })
    expect(await esme.ask('cancel_broadcast_sm', { messageId })).toMatchObject({ commandStatus: 0x10f })
    await world.agenda.advance(10 * MINUTE)
    expect(world.events('broadcast.repeated')).toHaveLength(1)
  })

  it('is replaced between two repetitions, found by its user_message_reference [SMPP50 4.4.1.1]', async () => {
    const esme = await Esme.bound(world.port, 'transceiver', V50)
    const reference = makeTlv('user_message_reference', 9)
    const wish = repeated(0, [0x09, 1])
    await esme.ask('broadcast_sm', { ...wish, tlvs: [...wish.tlvs, reference] })
    await world.agenda.idle()
    const other = broadcast('all clear', 'Harbour')
    const replacing = { ...other, replaceIfPresentFlag: 1, tlvs: [...other.tlvs, reference] }
    expect(await esme.ask('broadcast_sm', replacing)).toMatchObject({ commandStatus: 0 })
    await world.agenda.advance(10 * MINUTE)
    expect(world.events('broadcast.repeated')).toEqual([])
  })
})
