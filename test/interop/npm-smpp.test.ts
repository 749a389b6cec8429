import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parseReceipt } from '../../protocols/smpp/index.ts'
import { ANA, ESME_NUMBER, sms } from '../support/memory-world.ts'
import { connectNpmSmpp, type NpmPdu, type NpmSession } from '../support/npm-smpp.ts'
import { openSmppWorld, type SmppTestWorld } from '../support/smpp-world.ts'

const TO_ANA = { source_addr: '12025550150', destination_addr: '12025550101' }

describe('the npm package smpp as an ESME', () => {
  let world: SmppTestWorld
  let session: NpmSession
  beforeEach(async () => {
    world = await openSmppWorld()
    session = await connectNpmSmpp(world.port)
  })
  afterEach(async () => {
    session.destroy()
    await world.close()
  })

  const request = (command: string, fields: object = {}) =>
    new Promise<NpmPdu>((resolve) => void session[command]?.(fields, resolve))

  const bind = (command = 'bind_transceiver') =>
    request(command, { system_id: 'esme', password: 'secret', interface_version: 0x34 })

  /** The next deliver_sm, which is answered. */
  async function nextDelivery(): Promise<NpmPdu> {
    const [pdu] = (await once(session, 'deliver_sm')) as [NpmPdu]
    session.send(pdu.response({ command_status: 0 }))
    return pdu
  }

  it.each(['bind_transmitter', 'bind_receiver', 'bind_transceiver'])('binds by %s', async (command) => {
    expect(await bind(command)).toMatchObject({ command_status: 0, system_id: 'partyline', sc_interface_version: 0x34 })
    expect(await request('enquire_link')).toMatchObject({ command_status: 0 })
    expect(await request('unbind')).toMatchObject({ command: 'unbind_resp', command_status: 0 })
  })

  it('sends a text to a phone and gets its receipt', async () => {
    await bind()
    const receiptComes = nextDelivery()
    const wish = { ...TO_ANA, data_coding: 0, registered_delivery: 1, short_message: 'héllo {ana}' }
    const response = await request('submit_sm', wish)
    expect(response).toMatchObject({ command_status: 0 })
    const receipt = await receiptComes
    expect(receipt).toMatchObject({ esm_class: 4, message_state: 2, receipted_message_id: response.message_id })
    expect(parseReceipt(receipt.short_message.message)).toMatchObject({ id: response.message_id, state: 'DELIVERED' })
    const [offer] = await world.offered(1)
    expect(offer?.message.content).toMatchObject({ text: 'héllo {ana}' })
  })

  it('sends UCS-2 and a long message_payload', async () => {
    await bind()
    await request('submit_sm', { ...TO_ANA, data_coding: 8, short_message: 'Привет 👋' })
    await request('submit_sm', { ...TO_ANA, data_coding: 0, message_payload: { message: 'x'.repeat(400) } })
    const offers = await world.offered(2)
    expect(offers.map(({ message }) => message.content)).toMatchObject([
      { text: 'Привет 👋', segments: [{ length: 18 }] },
      { text: 'x'.repeat(400), hasHeader: true, segments: [{ length: 159 }, { length: 159 }, { length: 100 }] },
    ])
  })

  it("gets a phone's text", async () => {
    await bind('bind_receiver')
    const comes = nextDelivery()
    const origin = { kind: 'handset', key: ANA } as const
    await world.carrier.submit({ origin, from: ANA, to: [ESME_NUMBER], content: sms('hi there') })
    expect(await comes).toMatchObject({
      source_addr: '12025550101',
      destination_addr: '12025550150',
      short_message: { message: 'hi there' },
    })
  })

  it('lists the destinations of a submit_multi that cannot be reached', async () => {
    await bind()
    const dest_address = [
      { dest_addr_ton: 1, dest_addr_npi: 1, destination_addr: '12025550101' },
      { dest_addr_ton: 1, dest_addr_npi: 1, destination_addr: '11234567890' },
    ]
    const response = await request('submit_multi', { ...TO_ANA, dest_address, data_coding: 0, short_message: 'x' })
    expect(response).toMatchObject({
      command_status: 0,
      unsuccess_sme: [{ destination_addr: '11234567890', error_status_code: 0x0b }],
    })
  })

  it('asks after a message and cancels one', async () => {
    await bind()
    const wish = { ...TO_ANA, data_coding: 0, short_message: 'x', schedule_delivery_time: '000000010000000R' }
    const { message_id } = await request('submit_sm', wish)
    expect(await request('query_sm', { message_id, ...TO_ANA })).toMatchObject({ message_state: 1 })
    expect(await request('cancel_sm', { message_id, ...TO_ANA })).toMatchObject({ command_status: 0 })
    expect(await request('query_sm', { message_id, ...TO_ANA })).toMatchObject({ message_state: 4 })
  })
})
