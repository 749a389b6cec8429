import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fromHex } from '../../../protocols/octets/index.ts'
import { encodePdu, makePdu, type Pdu, type PduFields, STATUS, type StatusName } from '../../../protocols/smpp/index.ts'
import { encodeGsm } from '../../../protocols/text/index.ts'
import { DEFAULT_RECEIPT_STYLE } from '../../../src/core/index.ts'
import { Esme } from '../../support/esme.ts'
import { openSmppWorld, type SmppTestWorld } from '../../support/smpp-world.ts'

const GOOD = { sourceAddr: '12025550150', destinationAddr: '12025550101', shortMessage: encodeGsm('x') }

let world: SmppTestWorld
beforeEach(async () => {
  world = await openSmppWorld()
})
afterEach(() => world.close())

function good(change: PduFields<'submit_sm'> = {}): Buffer {
  return Buffer.from(encodePdu(makePdu('submit_sm', { sequenceNumber: 5, ...GOOD, ...change }) as Pdu))
}

/** The octets with another command_length, as long as they then are. */
function resized(octets: Buffer, length: number): Buffer {
  const changed = Buffer.alloc(length)
  octets.copy(changed)
  changed.writeUInt32BE(length, 0)
  return changed
}

/** A submit_sm whose field at an offset is written over. */
function patched(octets: Buffer, offset: number, value: number): Buffer {
  const changed = Buffer.from(octets)
  changed[offset] = value
  return changed
}

/** Octets put in at an offset of a request. */
function inserted(octets: Buffer, at: number, text: string): Buffer {
  const changed = Buffer.concat([octets.subarray(0, at), Buffer.from(text), octets.subarray(at)])
  changed.writeUInt32BE(changed.length, 0)
  return changed
}

/** A submit_sm with a service_type of any length. */
function withServiceType(text: string): Buffer {
  const octets = good()
  const changed = Buffer.concat([octets.subarray(0, 16), Buffer.from(text), octets.subarray(16)])
  changed.writeUInt32BE(changed.length, 0)
  return changed
}

const tlv = (tag: number, ...octets: number[]) => ({ tag, value: Uint8Array.from(octets) })

const VIOLATIONS: readonly (readonly [string, Buffer, StatusName])[] = [
  ['a body cut off', resized(good(), 30), 'ESME_RINVCMDLEN'],
  ['an empty body', resized(good(), 16), 'ESME_RINVCMDLEN'],
  ['a string without NUL', resized(good(), 25), 'ESME_RINVCMDLEN'],
  ['a service_type that is too long', withServiceType('TOOLONG'), 'ESME_RINVSERTYP'],
  // Without a service_type the fields begin at 16: its NUL, TON, NPI, source_addr; then TON, NPI, destination_addr.
  ['a source address of 21 digits', inserted(good(), 19, '9'.repeat(10)), 'ESME_RINVSRCADR'],
  ['a destination address of 21 digits', inserted(good(), 33, '9'.repeat(10)), 'ESME_RINVDSTADR'],
  ['a schedule of 17 characters', inserted(good(), 48, '2'.repeat(17)), 'ESME_RINVSCHED'],
  ['a validity of 17 characters', inserted(good(), 49, '2'.repeat(17)), 'ESME_RINVEXPIRY'],
  ['a sm_length beyond the end', patched(good(), good().length - 2, 9), 'ESME_RINVMSGLEN'],
  ['255 octets of text', good({ shortMessage: new Uint8Array(255) }), 'ESME_RINVMSGLEN'],
  ['text and payload together', good({ tlvs: [tlv(0x0424, 65)] }), 'ESME_RINVMSGLEN'],
  ['a reserved esm_class', good({ esmClass: 0x04 }), 'ESME_RINVESMCLASS'],
  ['a priority of 4', good({ priorityFlag: 4 }), 'ESME_RINVPRTFLG'],
  ['a reserved registered_delivery', good({ registeredDelivery: 0x20 }), 'ESME_RINVREGDLVFLG'],
  ['a replace_if_present_flag of 2', good({ replaceIfPresentFlag: 2 }), 'ESME_RINVREPFLAG'],
  ['a predefined message', good({ smDefaultMsgId: 1 }), 'ESME_RINVDFTMSGID'],
  ['a schedule that is no time', good({ scheduleDeliveryTime: '9' }), 'ESME_RINVSCHED'],
  ['a schedule years ahead', good({ scheduleDeliveryTime: '020000000000000R' }), 'ESME_RINVSCHED'],
  ['a validity that is no time', good({ validityPeriod: '261332000000000+' }), 'ESME_RINVEXPIRY'],
  ['a validity that is over', good({ validityPeriod: '250101000000000+' }), 'ESME_RINVEXPIRY'],
  ['a validity years ahead', good({ validityPeriod: '020000000000000R' }), 'ESME_RINVEXPIRY'],
  ['a reserved source TON', good({ sourceAddrTon: 8 }), 'ESME_RINVSRCTON'],
  ['a reserved source NPI', good({ sourceAddrNpi: 99 }), 'ESME_RINVSRCNPI'],
  ['a reserved destination TON', good({ destAddrTon: 8 }), 'ESME_RINVDSTTON'],
  ['a reserved destination NPI', good({ destAddrNpi: 99 }), 'ESME_RINVDSTNPI'],
  ['a source that is no address', good({ sourceAddr: '*' }), 'ESME_RINVSRCADR'],
  ['an undialable number', good({ destinationAddr: '11234567890' }), 'ESME_RINVDSTADR'],
  ['no destination', good({ destinationAddr: '' }), 'ESME_RINVDSTADR'],
  ['a short code that nobody owns', good({ destinationAddr: '99999' }), 'ESME_RINVDSTADR'],
  ['a broken TLV', Buffer.concat([resized(good(), good().length + 3)]), 'ESME_RINVOPTPARSTREAM'],
  ['a TLV that is ours alone', good({ tlvs: [tlv(0x0420, 1)] }), 'ESME_ROPTPARNOTALLWD'],
  ['a TLV with a reserved value', good({ tlvs: [tlv(0x0201, 4)] }), 'ESME_RINVOPTPARAMVAL'],
  ['a TLV of the wrong length', good({ tlvs: [tlv(0x0204, 1)] }), 'ESME_RINVPARLEN'],
  [
    'a user data header that does not fit',
    good({ esmClass: 0x40, shortMessage: Uint8Array.of(200, 1) }),
    'ESME_RINVMSGLEN',
  ],
  ['a number that stands for a status', good({ destinationAddr: '15005552088' }), 'ESME_RTHROTTLED'],
]

describe('what is wrong with a submit_sm, and its answer', () => {
  it.each(VIOLATIONS)('%s [SMPP34 5.1.3, 5.2.5, 5.2.6, 5.2.8, 5.2.9]', async (_name, octets, status) => {
    const esme = await Esme.bound(world.port)
    esme.sendOctets(octets)
    const answer = await esme.nextPdu()
    expect(answer).toMatchObject({
      command: 'submit_sm_resp',
      commandStatus: STATUS[status],
      sequenceNumber: octets.readUInt32BE(12),
    })
    expect(world.logged.filter((line) => line.startsWith('SMPP refused submit_sm: '))).toHaveLength(1)
    expect(world.read.messages({ limit: 10 })).toEqual([])
    expect(await esme.ask('submit_sm', GOOD)).toMatchObject({ commandStatus: STATUS.ESME_ROK })
  })

  it('unknown TLVs and unknown responses are passed over', async () => {
    const esme = await Esme.bound(world.port)
    esme.sendOctets(fromHex('00000010 80004242 00000000 00000001'))
    expect(await esme.ask('submit_sm', { ...GOOD, tlvs: [tlv(0x3fff, 1, 2, 3)] })).toMatchObject({ commandStatus: 0 })
  })

  it('an unknown response is ignored, and the log says so once', async () => {
    const esme = await Esme.bound(world.port)
    esme.sendOctets(fromHex('00000010 80004242 00000000 00000001'))
    esme.sendOctets(fromHex('00000010 80000005 00000000 00000077'))
    expect(await esme.ask('enquire_link')).toMatchObject({ command: 'enquire_link_resp' })
    expect(world.logged.filter((line) => line.startsWith('SMPP refused'))).toEqual([
      'SMPP refused 0x80004242: unknown command_id',
      'SMPP refused deliver_sm_resp: it answers no request of ours',
    ])
  })

  it.each(['deliver_sm', 'alert_notification', 'outbind'] as const)(
    '%s from an ESME is the wrong way',
    async (command) => {
      const esme = await Esme.bound(world.port)
      const answer = await esme.ask(command, {})
      expect(answer).toMatchObject(
        command === 'deliver_sm'
          ? { command: 'deliver_sm_resp', commandStatus: STATUS.ESME_RINVBNDSTS }
          : { command: 'generic_nack', commandStatus: STATUS.ESME_RINVCMDID },
      )
      expect(await esme.ask('submit_sm', GOOD)).toMatchObject({ commandStatus: 0 })
    },
  )

  it('an error of ours is answered with RSYSERR, logged once, and leaves no trace', async () => {
    const esme = await Esme.bound(world.port)
    const { carrier } = world.world
    const { submit } = carrier
    carrier.submit = () => Promise.reject(new Error('a bug of ours'))
    expect(await esme.ask('submit_sm', GOOD)).toMatchObject({
      command: 'submit_sm_resp',
      commandStatus: STATUS.ESME_RSYSERR,
    })
    carrier.submit = submit
    expect(world.logged.filter((line) => line.includes('error of ours'))).toHaveLength(1)
    expect(world.read.messages({ limit: 1 })).toEqual([])
    expect(await esme.ask('submit_sm', GOOD)).toMatchObject({ commandStatus: 0 })
  })

  it('255 octets of text are right for an ESME of 5.0 [SMPP50 4.7.28]', async () => {
    const esme = await Esme.bound(world.port, 'transceiver', { interfaceVersion: 0x50 })
    expect(await esme.ask('submit_sm', { ...GOOD, shortMessage: new Uint8Array(255).fill(0x61) })).toMatchObject({
      commandStatus: 0,
    })
  })

  it('an unknown command is nacked and the session goes on', async () => {
    const esme = await Esme.bound(world.port)
    esme.sendOctets(fromHex('00000010 00004242 00000000 00000063'))
    expect(await esme.nextPdu()).toMatchObject({ command: 'generic_nack', commandStatus: 3, sequenceNumber: 0x63 })
    expect(await esme.ask('enquire_link')).toMatchObject({ command: 'enquire_link_resp', commandStatus: 0 })
  })

  it('a source that another account owns is refused where sources are the own ones', async () => {
    await world.changeAccount({ sources: 'owned' })
    const esme = await Esme.bound(world.port)
    const answer = await esme.ask('submit_sm', { ...GOOD, sourceAddr: '15017122661' })
    expect(answer).toMatchObject({ commandStatus: STATUS.ESME_RINVSRCADR })
  })

  it('more than the rate of the account is throttled', async () => {
    await world.changeAccount({ rate: 2 })
    const esme = await Esme.bound(world.port)
    for (let i = 0; i < 5; i++) esme.send('submit_sm', GOOD)
    const statuses: number[] = []
    for (let i = 0; i < 5; i++) statuses.push((await esme.nextPdu()).commandStatus)
    // Refusals need no commit, so they overtake.
    expect(statuses.sort()).toEqual([0, 0, STATUS.ESME_RTHROTTLED, STATUS.ESME_RTHROTTLED, STATUS.ESME_RTHROTTLED])
  })
})

describe('an account that is changed while a session is bound', () => {
  it('is as it is now', async () => {
    const esme = await Esme.bound(world.port)
    await world.changeAccount({ rate: 1, receipt: { ...DEFAULT_RECEIPT_STYLE, id: 'hex', dates: 10 } })
    const answer = await esme.ask('submit_sm', GOOD)
    expect(world.read.message(Number.parseInt(('messageId' in answer && answer.messageId) || '', 16))).toBeDefined()
    expect(await esme.ask('submit_sm', GOOD)).toMatchObject({ commandStatus: STATUS.ESME_RTHROTTLED })
  })
})

describe('streams that are no PDUs', () => {
  it.each([
    ['an HTTP request', Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')],
    ['a command_length of 0', Buffer.from(fromHex('00000000 00000015 00000000 00000001'))],
    ['a command_length of 15', Buffer.from(fromHex('0000000f 00000015 00000000 000000'))],
    ['a command_length of 4 GB', Buffer.from(fromHex('ffffffff'))],
    ['a command_length above the maximum', Buffer.from(fromHex('00011001 00000004 00000000 00000009')), 9],
    ['a command_length of 4 with its number', Buffer.from(fromHex('00000004 00000015 00000000 00000007')), 7],
  ])('%s is nacked and closed, and the next connection works', async (_name, octets, sequenceNumber?: number) => {
    const esme = await Esme.connect(world.port)
    esme.sendOctets(octets)
    const nack = await esme.nextPdu()
    expect(nack).toMatchObject({ command: 'generic_nack', commandStatus: STATUS.ESME_RINVCMDLEN })
    if (sequenceNumber !== undefined) expect(nack.sequenceNumber).toBe(sequenceNumber)
    await esme.closed
    expect(await (await Esme.bound(world.port)).ask('enquire_link')).toMatchObject({ commandStatus: 0 })
  })

  it('PDUs may come octet by octet', async () => {
    const esme = await Esme.bound(world.port)
    for (const octet of good()) esme.sendOctets(Uint8Array.of(octet))
    expect(await esme.nextPdu()).toMatchObject({ command: 'submit_sm_resp', commandStatus: 0, sequenceNumber: 5 })
  })
})

describe('binds that are refused', () => {
  it.each([
    ['an unknown system_id', { systemId: 'nobody' }, 'ESME_RINVSYSID'],
    ['a wrong password', { password: 'wrong' }, 'ESME_RINVPASWD'],
  ] as const)('%s is answered, then the connection is closed', async (_name, fields, status) => {
    const esme = await Esme.connect(world.port)
    expect(await esme.bind('transmitter', fields)).toMatchObject({
      command: 'bind_transmitter_resp',
      commandStatus: STATUS[status],
    })
    await esme.closed
  })

  it.each([
    ['system_id', `${'x'.repeat(20)}\0secret\0\0\x34\0\0\0`, 'ESME_RINVSYSID'],
    ['password', `esme\0${'x'.repeat(9)}\0\0\x34\0\0\0`, 'ESME_RINVPASWD'],
    ['system_type', `esme\0secret\0${'x'.repeat(13)}\0\x34\0\0\0`, 'ESME_RINVSYSTYP'],
    ['address_range', `esme\0secret\0\0\x34\0\0${'x'.repeat(41)}\0`, 'ESME_RBINDFAIL'],
  ] as const)('a %s that is too long is answered with its own status', async (_field, text, status) => {
    const esme = await Esme.connect(world.port)
    const body = Buffer.from(text, 'latin1')
    esme.sendOctets(resized(Buffer.concat([fromHex('00000000 00000009 00000000 00000001'), body]), 16 + body.length))
    expect(await esme.nextPdu()).toMatchObject({ command: 'bind_transceiver_resp', commandStatus: STATUS[status] })
    await esme.closed
  })

  it('one session more than the account may have fails, until one of them ends', async () => {
    await world.changeAccount({ maxSessions: 2 })
    const first = await Esme.bound(world.port)
    await Esme.bound(world.port)
    const third = await Esme.connect(world.port)
    expect(await third.bind()).toMatchObject({ commandStatus: STATUS.ESME_RBINDFAIL })
    expect(await first.ask('unbind')).toMatchObject({ command: 'unbind_resp' })
    expect(await (await Esme.connect(world.port)).bind()).toMatchObject({ commandStatus: 0 })
  })
})
