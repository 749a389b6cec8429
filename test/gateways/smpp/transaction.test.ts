import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeTlv, tlvNumber } from '../../../protocols/smpp/index.ts'
import { encodeGsm } from '../../../protocols/text/index.ts'
import { Esme } from '../../support/esme.ts'
import { ANA } from '../../support/memory-world.ts'
import { openSmppWorld, type SmppTestWorld } from '../../support/smpp-world.ts'

const TRANSACTION = {
  sourceAddr: '12025550150',
  destinationAddr: '12025550101',
  esmClass: 2,
  tlvs: [makeTlv('message_payload', encodeGsm('now or never'))],
}
const SET_DPF = makeTlv('set_dpf', 1)

let world: SmppTestWorld
beforeEach(async () => {
  world = await openSmppWorld()
})
afterEach(() => world.close())

describe('data_sm in transaction mode', () => {
  it('is answered when the phone has it [SMPP34 2.10.3, 4.7.2]', async () => {
    const esme = await Esme.bound(world.port)
    const response = await esme.ask('data_sm', TRANSACTION)
    expect(response).toMatchObject({ command: 'data_sm_resp', commandStatus: 0 })
    expect(world.offers).toHaveLength(1)
  })

  it('fails when the phone cannot have it now, and is not tried again [SMPP34 4.7.2]', async () => {
    world.answerOffers(() => ({ kind: 'wait', reason: 'absent-subscriber' }))
    const esme = await Esme.bound(world.port)
    const response = await esme.ask('data_sm', { ...TRANSACTION, registeredDelivery: 1 })
    expect(response).toMatchObject({ command: 'data_sm_resp', commandStatus: 0xfe })
    expect(tlvNumber(response.tlvs, 'delivery_failure_reason')).toBe(0)
    expect(tlvNumber(response.tlvs, 'dpf_result')).toBeUndefined()
    await world.agenda.advance(3_600_000)
    expect(world.offers).toHaveLength(1)
    expect(await esme.ask('enquire_link')).toMatchObject({ command: 'enquire_link_resp' })
  })

  it('fails for good when the network says so [SMPP34 5.3.2.33]', async () => {
    world.answerOffers(() => ({ kind: 'failed', reason: 'unknown-number' }))
    const esme = await Esme.bound(world.port)
    const { tlvs, commandStatus } = await esme.ask('data_sm', { ...TRANSACTION, tlvs: [...TRANSACTION.tlvs, SET_DPF] })
    expect(commandStatus).toBe(0xfe)
    expect(tlvNumber(tlvs, 'delivery_failure_reason')).toBe(2)
    expect(tlvNumber(tlvs, 'network_error_code')).toBe(0x030001)
    expect(tlvNumber(tlvs, 'dpf_result')).toBeUndefined()
  })
})

describe('alert_notification', () => {
  beforeEach(() => world.answerOffers(() => ({ kind: 'wait', reason: 'absent-subscriber' })))

  it('comes when the phone of a failed transaction is back and the flag was set, once [SMPP34 4.12, 5.3.2.28 to 5.3.2.30]', async () => {
    const esme = await Esme.bound(world.port)
    const { tlvs } = await esme.ask('data_sm', { ...TRANSACTION, tlvs: [...TRANSACTION.tlvs, SET_DPF] })
    expect(tlvNumber(tlvs, 'dpf_result')).toBe(1)
    world.gateway.phoneAvailable(world.world, ANA)
    world.gateway.phoneAvailable(world.world, ANA)
    const alert = await esme.nextPdu()
    expect(alert).toMatchObject({ command: 'alert_notification', sourceAddr: '12025550101', esmeAddr: '12025550150' })
    expect(tlvNumber(alert.tlvs, 'ms_availability_status')).toBe(0)
    expect(await esme.ask('enquire_link')).toMatchObject({ command: 'enquire_link_resp' })
  })

  it('waits for the account to be bound again, when nobody of it hears that the phone is back [SMPP34 4.12]', async () => {
    const first = await Esme.bound(world.port)
    await first.ask('data_sm', { ...TRANSACTION, tlvs: [...TRANSACTION.tlvs, SET_DPF] })
    await first.ask('unbind')
    await first.closed
    await world.gateway.phoneAvailable(world.world, ANA)
    const transmitter = await Esme.bound(world.port, 'transmitter')
    const receiver = await Esme.bound(world.port, 'receiver')
    expect(await receiver.nextPdu()).toMatchObject({ command: 'alert_notification', sourceAddr: '12025550101' })
    expect(await transmitter.ask('enquire_link')).toMatchObject({ command: 'enquire_link_resp' })
    const next = await Esme.bound(world.port)
    expect(await next.ask('enquire_link')).toMatchObject({ command: 'enquire_link_resp' })
  })

  it('comes for messages that wait for the phone, where they asked for it [SMPP34 5.3.2.29]', async () => {
    const esme = await Esme.bound(world.port)
    const { sourceAddr, destinationAddr } = TRANSACTION
    await esme.ask('submit_sm', { sourceAddr, destinationAddr, tlvs: [SET_DPF] })
    await esme.ask('submit_sm', { sourceAddr: '12025550159', destinationAddr })
    await world.offered(2)
    await world.agenda.idle()
    world.gateway.phoneAvailable(world.world, ANA)
    expect(await esme.nextPdu()).toMatchObject({ command: 'alert_notification', esmeAddr: '12025550150' })
    expect(await esme.ask('enquire_link')).toMatchObject({ command: 'enquire_link_resp' })
  })

  it('is nothing for an ESME of 3.3 or one that only transmits', async () => {
    const old = await Esme.bound(world.port, 'transceiver', { interfaceVersion: 0x33 })
    const transmitter = await Esme.bound(world.port, 'transmitter')
    await transmitter.ask('data_sm', { ...TRANSACTION, tlvs: [...TRANSACTION.tlvs, SET_DPF] })
    world.gateway.phoneAvailable(world.world, ANA)
    expect(await old.ask('enquire_link')).toMatchObject({ command: 'enquire_link_resp' })
    expect(await transmitter.ask('enquire_link')).toMatchObject({ command: 'enquire_link_resp' })
  })
})
