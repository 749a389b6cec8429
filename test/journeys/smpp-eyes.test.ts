import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { tlvText } from '../../protocols/smpp/index.ts'
import { encodeGsm } from '../../protocols/text/index.ts'
import { Esme } from '../support/esme.ts'
import { ANA, type Carrier, ESME_NUMBER, startCarrier } from '../support/journey.ts'

// An ESME over TLS on a whole carrier: what the control API shows of it, the log of its PDUs, and what its phone says.

const folder = mkdtempSync(join(tmpdir(), 'partyline-'))
const pduLog = join(folder, 'pdus.jsonl')
let carrier: Carrier
let esme: Esme

beforeAll(async () => {
  carrier = await startCarrier({ smpps: { port: 0 }, pduLog })
  const { smpp } = (await carrier.main.ask('/info')).body as {
    smpp: { tlsPort: number; systemId: string; password: string }
  }
  const ca = await (await fetch(`${carrier.url}/carrier/ca.pem`)).text()
  esme = await Esme.connectSecurely(smpp.tlsPort, ca)
  await esme.bind('transceiver', { systemId: smpp.systemId, password: smpp.password })
})
afterAll(async () => {
  await esme?.close()
  await carrier?.stop()
  rmSync(folder, { recursive: true, force: true })
})

it('submits over TLS, and the session shows it octet by octet', async () => {
  const addresses = { sourceAddr: ESME_NUMBER.slice(1), destinationAddr: ANA.slice(1) }
  const response = await esme.ask('submit_sm', { ...addresses, shortMessage: encodeGsm('over TLS') })
  expect(response).toMatchObject({ command: 'submit_sm_resp', commandStatus: 0 })
  const [listed] = (await carrier.main.ask('/sessions')).body.sessions as { readonly id: string }[]
  const { body } = await carrier.main.ask(`/sessions/${listed?.id}`)
  const passed = body.lastPdus as { readonly octets: string; readonly fields: readonly { readonly name: string }[] }[]
  expect(passed.at(-2)?.fields.map(({ name }) => name)).toContain('short_message')
  expect(passed.at(-2)?.octets).toContain(Buffer.from('over TLS').toString('hex'))
})

it('writes every PDU to the log, decoded', () => {
  const lines = readFileSync(pduLog, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(lines.map(({ direction, fields }) => `${direction} ${fields[1][2]}`)).toEqual([
    'received bind_transceiver',
    'sent bind_transceiver_resp',
    'received submit_sm',
    'sent submit_sm_resp',
  ])
  expect(lines[2]).toMatchObject({ systemId: 'esme', octets: expect.stringMatching(/^[0-9a-f]+$/) })
})

it('is told by the phone itself: on reading, and on coming back', async () => {
  const addresses = { sourceAddr: ESME_NUMBER.slice(1), destinationAddr: ANA.slice(1) }
  const response = await esme.ask('submit_sm', {
    ...addresses,
    registeredDelivery: 0x08,
    shortMessage: encodeGsm('read me'),
  })
  const messageId = ('messageId' in response && response.messageId) || ''
  await carrier.main.idle()
  const { body } = await carrier.main.ask(`/phones/${ANA}/messages`)
  const last = (body.messages as { readonly id: string }[]).at(-1)
  await carrier.main.post(`/phones/${ANA}/messages/${last?.id}/read`, {})
  const acknowledgement = await esme.nextDelivery()
  expect(acknowledgement).toMatchObject({ esmClass: 0x10, sourceAddr: ANA.slice(1) })
  expect(tlvText(acknowledgement.tlvs, 'receipted_message_id')).toBe(messageId)

  await carrier.main.put(`/phones/${ANA}`, { state: 'off' })
  const setDpf = { tag: 0x0421, value: Uint8Array.of(1) }
  await esme.ask('submit_sm', { ...addresses, shortMessage: encodeGsm('later'), tlvs: [setDpf] })
  await new Promise((resolve) => setImmediate(resolve))
  await carrier.main.put(`/phones/${ANA}`, { state: 'online' })
  expect(await esme.nextPdu()).toMatchObject({ command: 'alert_notification', sourceAddr: ANA.slice(1) })
})

it('ends with its account', async () => {
  await carrier.main.ask('/accounts/smpp/esme', { method: 'DELETE' })
  await esme.closed
  expect((await carrier.main.ask('/sessions')).body.sessions).toEqual([])
})
