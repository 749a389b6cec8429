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

function broadcast(text: string, ...areas: readonly string[]): { tlvs: Tlv[] } & typeof FROM {
  return {
    ...FROM,
    tlvs: [
      ...areas.map(area),
      makeTlv('broadcast_content_type', Uint8Array.of(0, 0, 1)),
      makeTlv('broadcast_rep_num', 1),
      makeTlv('broadcast_frequency_interval', Uint8Array.of(9, 0, 1)),
      makeTlv('message_payload', encodeGsm(text)),
    ],
  }
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

  it.each([
    ['no phone in its areas', broadcast('x', 'Atlantis'), 0x108],
    [
      'an area as a polygon',
      { ...FROM, tlvs: [makeTlv('broadcast_area_identifier', Uint8Array.of(2, 1)), ...broadcast('x').tlvs] },
      0x109,
    ],
    ['no area', broadcast('x'), 0xc3],
    ['no content type', { ...FROM, tlvs: [area('Harbour')] }, 0xc3],
    [
      'a broadcast to replace that is none',
      { ...broadcast('x', 'Harbour'), replaceIfPresentFlag: 1, messageId: '77' },
      0x110,
    ],
  ] as const)('with %s is refused [SMPP50 4.7.6]', async (_what, fields, commandStatus) => {
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
