import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { decodePdu, encodePdu, INSERT_ADDRESS, textPart } from '../../protocols/mms/index.ts'
import { Esme } from '../support/esme.ts'
import { ANA, BEN, type Carrier, CLEO, P1, P2, startCarrier, VASP_NUMBER, type World } from '../support/journey.ts'
import { jpeg } from '../support/mm7-envelopes.ts'
import { elements, mm7Post, submitReq } from '../support/raw-mm7.ts'
import { countRows } from '../support/store-trace.ts'

const UNDIALABLE = '+11234567890'
const MMS = 'application/vnd.wap.mms-message'

let folder: string
let carrier: Carrier
let world: World
let before: ReturnType<typeof countRows>
const trace = () => countRows(join(folder, 'partyline.db'))

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'partyline-bad-input-'))
  carrier = await startCarrier({ database: join(folder, 'partyline.db') })
  world = carrier.main
  // So that nothing is tried again, however long the file takes.
  await world.put('/clock', { mode: 'frozen' })
})
afterAll(async () => {
  await carrier.stop()
  rmSync(folder, { recursive: true, force: true })
})
beforeEach(() => {
  before = trace()
})

/** Nothing of what was refused is in the store, nor on its way there. */
async function leavesNoTrace() {
  await world.idle()
  expect(trace()).toEqual(before)
}

async function works() {
  const text = `still here ${performance.now()}`
  await world.phone(ANA).sends({ to: [BEN, CLEO], text })
  await world.phone(CLEO).shows(`"${text}"`)
  await world.idle()
}

describe('SMPP', () => {
  const login = () => ({ systemId: world.info.smpp.systemId, password: world.info.smpp.password })
  const submit = (destinationAddr: string) => ({
    sourceAddr: '12025550150',
    destinationAddr,
    shortMessage: new TextEncoder().encode('hi'),
  })
  const goes = async () => {
    const esme = await Esme.bound(world.info.smpp.port, 'transceiver', login())
    expect(await esme.ask('submit_sm', submit(ANA.slice(1)))).toMatchObject({ commandStatus: 0 })
    await esme.close()
    await world.idle()
  }

  it.each([
    ['a request of another protocol', 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'],
    ['a length below the header', '\0\0\0\x04\0\0\0\x04'],
    ['a length of four gigabytes', `${'\xff'.repeat(4)}\0\0\0\x04${'\0'.repeat(8)}`],
    ['noise', Array.from({ length: 4_000 }, (_, i) => String.fromCharCode((i * 7_919) % 251)).join('')],
  ])('garbage on the port: %s is nacked and the connection closed [SMPP34 3.2]', async (_what, octets) => {
    const esme = await Esme.connect(world.info.smpp.port)
    esme.sendOctets(Buffer.from(octets, 'latin1'))
    expect(await esme.nextPdu()).toMatchObject({ command: 'generic_nack', commandStatus: 2 })
    await esme.closed
    await leavesNoTrace()
    await goes()
  })

  it.each([
    ['an unknown system_id', { systemId: 'nobody' }, 0x0f],
    ['a wrong password', { password: 'guess' }, 0x0e],
    ['the password of another case', { password: 'SECRET' }, 0x0e],
  ])('wrong credentials: %s [SMPP34 5.1.3]', async (_what, wrong, commandStatus) => {
    const esme = await Esme.connect(world.info.smpp.port)
    expect(await esme.bind('transceiver', { ...login(), ...wrong })).toMatchObject({ commandStatus })
    await esme.closed
    await leavesNoTrace()
    await goes()
  })

  it('a message before the bind is 0x04, and the connection may still bind [SMPP34 2.3]', async () => {
    const esme = await Esme.connect(world.info.smpp.port)
    expect(await esme.ask('submit_sm', submit(ANA.slice(1)))).toMatchObject({ commandStatus: 0x04 })
    await leavesNoTrace()
    expect(await esme.bind('transceiver', login())).toMatchObject({ commandStatus: 0 })
    await esme.close()
    await goes()
  })

  it.each([
    ['an undialable number', UNDIALABLE.slice(1)],
    ['a number with one digit too many', '141586753093'],
    ['a short code that nobody owns', '99999'],
    ['no number', 'nobody'],
  ])('%s is 0x0B, and the session goes on [SMPP34 5.1.3]', async (_what, destinationAddr) => {
    const esme = await Esme.bound(world.info.smpp.port, 'transceiver', login())
    before = trace()
    expect(await esme.ask('submit_sm', submit(destinationAddr))).toMatchObject({ commandStatus: 0x0b })
    await leavesNoTrace()
    expect(await esme.ask('submit_sm', submit(ANA.slice(1)))).toMatchObject({ commandStatus: 0 })
    await esme.close()
    await world.idle()
  })
})

describe('MM7', () => {
  const picture = jpeg(2_000)
  const good = (to: readonly string[] = [ANA, BEN]) =>
    submitReq(world.info, { from: VASP_NUMBER, to, picture, text: 'hello' })
  const changed = (change: (body: string) => string) => {
    const { contentType, body } = good()
    return { contentType, body: Buffer.from(change(body.toString('latin1')), 'latin1') }
  }
  const DTD =
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
  const afterProlog = (body: string) => body.replace('<SOAP-ENV:Envelope', `${DTD}<SOAP-ENV:Envelope`)

  afterEach(async () => {
    const { xml } = await mm7Post(world.info, good())
    expect(elements(xml, 'StatusCode')).toEqual(['1000'])
    await world.idle()
  })

  it.each([
    [
      'a multipart cut off in the picture',
      () => ({ ...good(), body: good().body.subarray(0, 2_500) }),
      '4004',
      'truncated',
    ],
    [
      'a multipart without its closing line',
      () => changed((body) => body.replace('--soap--', '')),
      '4004',
      'truncated',
    ],
    ['XML with a DTD', () => changed(afterProlog), '4004', 'doctype'],
    [
      'XML that uses what its DTD declares',
      () => changed((body) => afterProlog(body).replace('Open house', '&b;&c;')),
      '4004',
      'doctype',
    ],
    ['XML cut off', () => changed((body) => body.replace('</SOAP-ENV:Envelope>', '')), '4004', ''],
    ['no recipients', () => good([]), '2002', ''],
  ])('%s is a fault that says what and where', async (_what, octets, status, details) => {
    const { xml } = await mm7Post(world.info, octets())
    expect(elements(xml, 'StatusCode')).toEqual([status])
    expect(elements(xml, 'TransactionID')).toEqual(['vas-0001'])
    expect(elements(xml, 'Details')[0]).toContain(details)
    await leavesNoTrace()
  })

  it.each([
    ['a wrong password', { password: 'guess' }],
    ['an unknown user', { user: 'nobody' }],
    ['no credentials', { user: '', password: '' }],
  ])('wrong credentials: %s is 401 with 4001', async (_what, login) => {
    const { status, xml } = await mm7Post(world.info, good(), login)
    expect([status, elements(xml, 'StatusCode')]).toEqual([401, ['4001']])
    await leavesNoTrace()
  })

  it('undialable numbers only: refused with each of them named', async () => {
    const { xml } = await mm7Post(world.info, good([UNDIALABLE, '+141586753093']))
    expect(elements(xml, 'StatusCode')).toEqual(['2002'])
    expect(elements(xml, 'Details')[0]).toContain(UNDIALABLE)
    await leavesNoTrace()
  })

  it('a number of somebody else as sender is refused', async () => {
    const octets = submitReq(world.info, { from: P1, to: [ANA], picture, text: 'hello' })
    const { xml } = await mm7Post(world.info, octets)
    expect(elements(xml, 'StatusCode')).not.toEqual(['1000'])
    expect(elements(xml, 'Details')[0]).toContain(P1)
    await leavesNoTrace()
  })
})

describe('Conversations', () => {
  const conversations = () => world.twilio().conversations.v1.conversations
  const address = (number: string) => ({ 'messagingBinding.address': number })
  const projected = (number: string, identity?: string) => ({
    ...(identity !== undefined && { identity }),
    'messagingBinding.projectedAddress': number,
  })

  /** A conversation of its own, with these phones and the agent at P1. */
  async function chatWith(...numbers: readonly string[]) {
    const { sid } = await conversations().create()
    const chat = conversations()(sid)
    for (const number of numbers) await chat.participants.create(address(number))
    await chat.participants.create(projected(P1, 'agent'))
    before = trace()
    return chat
  }
  type Chat = Awaited<ReturnType<typeof chatWith>>
  let chat: Chat
  afterEach(async () => {
    await chat.messages.create({ author: 'agent', body: 'still here' })
    await world.idle()
    await chat.remove()
  })

  it('+141586753093 has one digit too many, and the message says so', async () => {
    chat = await chatWith(ANA)
    await expect(chat.participants.create(address('+141586753093'))).rejects.toMatchObject({
      status: 400,
      code: 50407,
      message: expect.stringMatching(/\+141586753093 .*one digit too many/),
    })
    await leavesNoTrace()
  })

  it.each([
    ['an undialable Address', address(UNDIALABLE), 50407],
    ['an Address that is no number', address('Ana'), 50407],
    ['an Address elsewhere', address('+447700900123'), 50407],
    ['a number of the account as Address', address(P2), 50407],
    ['a toll-free number as ProjectedAddress', projected('+18005550100'), 50407],
    ['a short code as ProjectedAddress', projected('55225'), 50407],
    ['a foreign number as ProjectedAddress', projected('+12025550150', 'other'), 50439],
    ['Address and ProjectedAddress together', { ...address(CLEO), ...projected(P2) }, 50407],
    ['the same Address again', address(ANA), 50437],
  ])('%s is refused with its code', async (_what, participant, code) => {
    chat = await chatWith(ANA, BEN)
    await expect(chat.participants.create(participant)).rejects.toMatchObject({ code })
    await leavesNoTrace()
  })

  it('the eleventh participant is 50436', async () => {
    chat = await chatWith(...Array.from({ length: 9 }, (_, i) => `+1312555010${i}`))
    await expect(chat.participants.create(address('+13125550110'))).rejects.toMatchObject({ code: 50436 })
    await leavesNoTrace()
  })

  it('the roster of another conversation is 50438 with its SID at the end', async () => {
    chat = await chatWith(ANA, BEN)
    const { sid } = await conversations().create()
    const second = conversations()(sid)
    await second.participants.create(address(ANA))
    await second.participants.create(projected(P1, 'agent'))
    before = trace()
    const owner = (await chat.fetch()).sid
    await expect(second.participants.create(address(BEN))).rejects.toMatchObject({
      status: 409,
      code: 50438,
      message: expect.stringMatching(new RegExp(`${owner}$`)),
    })
    await leavesNoTrace()
    await second.remove()
  })

  it.each([
    ['somebody who is not in the group', 'stranger'],
    ['nobody', undefined],
  ])('a message of %s is 50513', async (_what, author) => {
    chat = await chatWith(ANA, BEN)
    const wish = { body: 'hi', ...(author !== undefined && { author }) }
    await expect(chat.messages.create(wish)).rejects.toMatchObject({ status: 400, code: 50513 })
    await leavesNoTrace()
  })

  it.each([
    ['a wrong token', { token: 'guess' }],
    ['an account of nobody', { sid: `AC${'9'.repeat(32)}` }],
  ])('wrong credentials: %s is 401 with 20003', async (_what, login) => {
    chat = await chatWith(ANA)
    const stranger = world.twilio(login)
    await expect(stranger.conversations.v1.conversations.create()).rejects.toMatchObject({ status: 401, code: 20003 })
    await leavesNoTrace()
  })
})

describe('MM1', () => {
  const post = async (octets: Uint8Array) => {
    const headers = { 'content-type': MMS, 'x-msisdn': ANA }
    const response = await fetch(`${world.info.url}/mm1`, { method: 'POST', headers, body: Buffer.from(octets) })
    const pdu = decodePdu(new Uint8Array(await response.arrayBuffer()))
    return { status: response.status, pdu: pdu.ok ? pdu.value : undefined }
  }
  const sendReq = (to: string) =>
    encodePdu({
      type: 'm-send.req',
      transactionId: 'T1',
      mmsVersion: '1.2',
      from: INSERT_ADDRESS,
      to: [to],
      body: { contentType: { media: 'application/vnd.wap.multipart.mixed', parameters: {} }, parts: [textPart('Hi')] },
    })
  const refused = { type: 'm-send.conf', transactionId: 'T1' }

  it('octets that are no PDU are answered with an error', async () => {
    const { pdu } = await post(Buffer.from('GET / HTTP/1.1'))
    expect(pdu).toMatchObject({ type: 'm-send.conf', responseStatus: 226 })
    await leavesNoTrace()
    await works()
  })

  it('a multipart cut off is answered with its transaction', async () => {
    const whole = sendReq(`${BEN}/TYPE=PLMN`)
    const { pdu } = await post(whole.subarray(0, whole.length - 2))
    expect(pdu).toMatchObject({ ...refused, responseStatus: 226, responseText: expect.stringMatching(/\S/) })
    await leavesNoTrace()
    await works()
  })

  it('an undialable number is answered as unresolved', async () => {
    const { pdu } = await post(sendReq(`${UNDIALABLE}/TYPE=PLMN`))
    expect(pdu).toMatchObject({ ...refused, responseText: expect.stringContaining(UNDIALABLE) })
    await leavesNoTrace()
    await works()
  })
})

describe('the HTTP port', () => {
  it('octets that are no HTTP are answered 400 and the connection closed', async () => {
    const socket = connect(Number(new URL(world.info.url).port), '127.0.0.1')
    let answer = ''
    socket.on('data', (chunk) => {
      answer += chunk
    })
    socket.write('\0\0\0\x10\0\0\0\x15\0\0\0\0\0\0\0\x01')
    await once(socket, 'close')
    expect(answer).toMatch(/^HTTP\/1\.1 400 /)
    await leavesNoTrace()
    await works()
  })

  it.each([
    'GET /% HTTP/1.1',
    'GET // HTTP/1.1',
    'GET /../../etc/passwd HTTP/1.1',
    'GET /carrier/% HTTP/1.1',
    'GET /carrier/phones/%ff HTTP/1.1',
    'GET /carrier/worlds/%/phones HTTP/1.1',
    'GET /mm1/% HTTP/1.1',
    'GET /mm1/0 HTTP/1.1',
    'GET /v1/Conversations/% HTTP/1.1',
    'GET /%/v1/Conversations HTTP/1.1',
    'OPTIONS * HTTP/1.1',
    'GET http:// HTTP/1.1',
    'GET http://[::1/ HTTP/1.1',
    'CONNECT nowhere HTTP/1.1',
    'CONNECT :0 HTTP/1.1',
    'GET /carrier/worlds/%/feed HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket',
    'GET /%/feed HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket',
    'GET /carrier/feed HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket',
    'GET http://[/ HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket',
  ])('%j is answered, and the port stays open', async (head) => {
    const socket = connect(Number(new URL(world.info.url).port), '127.0.0.1')
    let answer = ''
    socket.on('data', (chunk) => {
      answer += chunk
    })
    socket.write(`${head}\r\nHost: localhost\r\nConnection: close\r\n\r\n`)
    await once(socket, 'close')
    expect(answer).toMatch(/^HTTP\/1\.1 [2-4]\d\d /)
    await leavesNoTrace()
    await works()
  })

  it.each([
    ['JSON cut off', '/carrier/wait', '{"phone":', 400],
    ['JSON that is no object', '/carrier/wait', '[1]', 400],
    ['a route that is not there', '/carrier/nothing', '{}', 404],
    ['a world that is not there', '/carrier/worlds/nowhere/wait', '{}', 404],
  ])('%s is a problem that says what', async (_what, path, body, status) => {
    const headers = { 'content-type': 'application/json' }
    const response = await fetch(world.info.url + path, { method: 'POST', headers, body })
    expect(response.headers.get('content-type')).toContain('application/problem+json')
    expect([response.status, await response.json()]).toEqual([
      status,
      expect.objectContaining({ status, detail: expect.stringMatching(/\S/) }),
    ])
    await leavesNoTrace()
    await works()
  })
})
