import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EncodeError } from '../../../protocols/octets/index.ts'
import {
  COMMAND_LENGTH_MAX,
  commandId,
  commandName,
  decodePdu,
  encodePdu,
  genericNack,
  isResponseId,
  makePdu,
  pduLength,
  respond,
  responseName,
  takeFrame,
} from '../../../protocols/smpp/index.ts'
import { PDUS } from '../../../protocols/smpp/pdus/index.ts'
import { anyPdu } from './generated.ts'

const text = (characters: string) => Uint8Array.from(characters, (character) => character.charCodeAt(0))

describe('the codec', () => {
  it('decodes what it encodes, whatever the PDU [SMPP34 3.1]', () => {
    fc.assert(
      fc.property(anyPdu, (pdu) => {
        const octets = encodePdu(pdu)
        expect(octets).toHaveLength(pduLength(pdu))
        expect(decodePdu(octets)).toEqual({ kind: 'value', pdu })
      }),
      { numRuns: 300 },
    )
  })

  it('answers any octets with a value, unknown or malformed', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (octets) => {
        expect(['value', 'unknown', 'malformed']).toContain(decodePdu(octets).kind)
      }),
    )
  })

  it('answers any body of a known command, and encodes what it accepts to the same octets', () => {
    const body = fc.uint8Array({ maxLength: 200 })
    fc.assert(
      fc.property(fc.constantFrom(...PDUS), body, ({ id }, octets) => {
        const frame = new Uint8Array(16 + octets.length)
        new DataView(frame.buffer).setUint32(0, frame.length)
        new DataView(frame.buffer).setUint32(4, id)
        frame.set(octets, 16)
        const answer = decodePdu(frame)
        expect(answer.kind).not.toBe('unknown')
        if (answer.kind === 'value') expect(encodePdu(answer.pdu)).toEqual(frame)
      }),
      { numRuns: 500 },
    )
  })

  it('answers any damage to a PDU', () => {
    fc.assert(
      fc.property(anyPdu, fc.nat(), fc.nat(255), (pdu, place, octet) => {
        const octets = encodePdu(pdu)
        octets[place % octets.length] = octet
        expect(['value', 'unknown', 'malformed']).toContain(decodePdu(octets).kind)
      }),
    )
  })
})

describe('encoding', () => {
  const submit = (fields: Parameters<typeof makePdu<'submit_sm'>>[1]) => () => encodePdu(makePdu('submit_sm', fields))

  it('throws on what a field cannot carry [SMPP34 3.1, 5.2.8, 5.2.22]', () => {
    expect(submit({ sourceAddr: '1'.repeat(21) })).toThrow(EncodeError)
    expect(submit({ sourceAddr: 'a\0b' })).toThrow('source_addr')
    expect(submit({ sourceAddr: '€' })).toThrow('source_addr')
    expect(submit({ esmClass: 256 })).toThrow('esm_class')
    expect(submit({ esmClass: Number.NaN })).toThrow('esm_class')
    expect(submit({ shortMessage: new Uint8Array(256) })).toThrow('short_message')
    expect(submit({ tlvs: [{ tag: 0x424, value: new Uint8Array(0x10000) }] })).toThrow('tlvs')
  })

  it('gives a refusal without fields no body [SMPP34 4.4.2]', () => {
    expect(encodePdu(respond({ command: 'submit_sm', sequenceNumber: 3 }, 0x58))).toHaveLength(16)
  })

  it('puts an empty field in front of the TLVs of a refusal', () => {
    const tlvs = [{ tag: 0x0428, value: Uint8Array.of(90) }]
    const octets = encodePdu(respond({ command: 'submit_sm', sequenceNumber: 3 }, 0x58, { tlvs }))
    expect(decodePdu(octets)).toMatchObject({ pdu: { messageId: '', tlvs } })
  })
})

describe('frames', () => {
  it.each([
    ['zero', [0, 0, 0, 0], 0],
    ['below a header', [0, 0, 0, 15], 15],
    ['above the maximum', [0, 2, 0, 0], 0x20000],
    ['the first letters of another protocol', [...text('HTTP')], 1213486160],
  ])('are impossible with a command_length of %s [SMPP34 5.1.1]', (_, octets, commandLength) => {
    const sequenceNumber = undefined
    expect(takeFrame(Uint8Array.from(octets), 0)).toEqual({ kind: 'unframeable', commandLength, sequenceNumber })
  })

  it('give the sequence number to answer with, if it was read', () => {
    const octets = Uint8Array.from([0, 0, 0, 8, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 1, 2])
    expect(takeFrame(octets, 0)).toEqual({ kind: 'unframeable', commandLength: 8, sequenceNumber: 0x102 })
  })

  it('may be as long as the maximum and no longer', () => {
    const octets = new Uint8Array(40)
    octets[3] = 40
    expect(takeFrame(octets, 0, 40)).toEqual({ kind: 'frame', start: 0, end: 40 })
    expect(takeFrame(octets, 0, 39).kind).toBe('unframeable')
    expect(COMMAND_LENGTH_MAX).toBeGreaterThan(0xffff + 16)
  })
})

describe('commands', () => {
  it('have the ids of the standard [SMPP34 5.1.2.1, SMPP50 4.7.5]', () => {
    const ids = Object.fromEntries(
      PDUS.filter(({ form }) => form === 'request').map(({ command, id }) => [command, id]),
    )
    expect(ids).toEqual({
      generic_nack: 0x80000000,
      bind_receiver: 0x01,
      bind_transmitter: 0x02,
      query_sm: 0x03,
      submit_sm: 0x04,
      deliver_sm: 0x05,
      unbind: 0x06,
      replace_sm: 0x07,
      cancel_sm: 0x08,
      bind_transceiver: 0x09,
      outbind: 0x0b,
      enquire_link: 0x15,
      submit_multi: 0x21,
      alert_notification: 0x102,
      data_sm: 0x103,
      broadcast_sm: 0x111,
      query_broadcast_sm: 0x112,
      cancel_broadcast_sm: 0x113,
    })
  })

  it('have responses with the upper bit set, but for two [SMPP34 5.1.2]', () => {
    const silent = PDUS.filter(({ form, command }) => form === 'request' && !responseName(command))
    expect(silent.map(({ command }) => command)).toEqual(['generic_nack', 'outbind', 'alert_notification'])
    expect(commandId('submit_sm_resp')).toBe(0x80000004)
    expect(commandName(0x80000004)).toBe('submit_sm_resp')
    expect(commandName(0x22)).toBeUndefined()
    expect(isResponseId(0x80000022)).toBe(true)
    expect(isResponseId(0x22)).toBe(false)
  })

  it('are answered under their own sequence number', () => {
    const request = makePdu('bind_transceiver', { sequenceNumber: 77, systemId: 'partner' })
    expect(respond(request, 0, { systemId: 'centre' })).toEqual({
      command: 'bind_transceiver_resp',
      commandStatus: 0,
      sequenceNumber: 77,
      systemId: 'centre',
      tlvs: [],
    })
    expect(encodePdu(genericNack(5, 3))).toEqual(Uint8Array.from([0, 0, 0, 16, 0x80, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 5]))
  })
})
