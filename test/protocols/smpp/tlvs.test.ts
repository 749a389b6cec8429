import { describe, expect, it } from 'vitest'
import {
  hasRightLength,
  hasUserDataHeader,
  makeTlv,
  statusName,
  TLV,
  type Tlv,
  tlv,
  tlvName,
  tlvNumber,
  tlvText,
  versionOf,
  wantsIntermediateNotification,
  wantsReceipt,
} from '../../../protocols/smpp/index.ts'

const tlvs: Tlv[] = [
  { tag: 0x001e, value: Uint8Array.of(0x61, 0x31, 0) },
  { tag: 0x0204, value: Uint8Array.of(1, 2) },
  { tag: 0x0204, value: Uint8Array.of(3, 4) },
  { tag: 0x1400, value: Uint8Array.of(0xff, 0xff, 0xff, 0xff) },
]

describe('optional parameters', () => {
  it('are read by name or tag, the last of equal ones [SMPP34 5.3]', () => {
    expect(tlvText(tlvs, 'receipted_message_id')).toBe('a1')
    expect(tlvNumber(tlvs, 'user_message_reference')).toBe(0x304)
    expect(tlvNumber(tlvs, 0x1400)).toBe(0xffffffff)
    expect(tlv(tlvs, 'message_payload')).toBeUndefined()
    expect(tlvText(tlvs, 'message_payload')).toBeUndefined()
    expect(tlvNumber([{ tag: 1, value: new Uint8Array(5) }], 1)).toBeUndefined()
    expect(tlvText([{ tag: 1, value: Uint8Array.of(0x41) }], 1)).toBe('A')
  })

  it('are made from numbers, texts and octets as the table says', () => {
    expect(makeTlv('receipted_message_id', 'a1')).toEqual({ tag: 0x1e, value: Uint8Array.of(0x61, 0x31, 0) })
    expect(makeTlv('source_port', 2948)).toEqual({ tag: 0x20a, value: Uint8Array.of(0x0b, 0x84) })
    expect(makeTlv('qos_time_to_live', 0xfffefdfc).value).toEqual(Uint8Array.of(0xff, 0xfe, 0xfd, 0xfc))
    expect(makeTlv('message_payload', Uint8Array.of(1, 2))).toEqual({ tag: 0x424, value: Uint8Array.of(1, 2) })
    expect(makeTlv('source_network_id', 'x').value).toEqual(Uint8Array.of(0x78, 0))
  })

  it('are not made with a value that does not fit', () => {
    expect(() => makeTlv('message_state', 256)).toThrow('message_state')
    expect(() => makeTlv('message_state', -1)).toThrow('message_state')
    expect(() => makeTlv('network_error_code', Uint8Array.of(1))).toThrow('network_error_code')
    expect(() => makeTlv('receipted_message_id', 'a'.repeat(65))).toThrow('receipted_message_id')
  })

  it('have lengths the standard allows or not [SMPP34 5.3.2, SMPP50 4.8.4]', () => {
    expect(hasRightLength({ tag: TLV.alert_on_message_delivery.tag, value: new Uint8Array(0) })).toBe(true)
    expect(hasRightLength({ tag: TLV.source_telematics_id.tag, value: new Uint8Array(1) })).toBe(true)
    expect(hasRightLength({ tag: TLV.source_telematics_id.tag, value: new Uint8Array(2) })).toBe(false)
    expect(hasRightLength({ tag: 0x3fff, value: new Uint8Array(99) })).toBe(true)
  })

  it('have names and tags that are each their own', () => {
    expect(tlvName(0x0424)).toBe('message_payload')
    expect(tlvName(0x1400)).toBeUndefined()
    expect(new Set(Object.values(TLV).map(({ tag }) => tag)).size).toBe(Object.keys(TLV).length)
  })
})

describe('small words of the protocol', () => {
  it('name a status', () => {
    expect(statusName(0x58)).toBe('ESME_RTHROTTLED')
    expect(statusName(0x400)).toBe('0x00000400')
  })

  it.each([
    [0, false, false],
    [1, true, true],
    [2, false, true],
    [3, true, false],
    [0x1d, true, true],
  ])('registered_delivery %i: a receipt on success %s, on failure %s [SMPP50 4.7.21]', (value, success, failure) => {
    expect(wantsReceipt(value, 'success')).toBe(success)
    expect(wantsReceipt(value, 'failure')).toBe(failure)
  })

  it('tell intermediate notifications and user data headers by their bits', () => {
    expect(wantsIntermediateNotification(0x10)).toBe(true)
    expect(wantsIntermediateNotification(0x0f)).toBe(false)
    expect(hasUserDataHeader(0x43)).toBe(true)
    expect(hasUserDataHeader(0x83)).toBe(false)
  })

  it.each([
    [0x00, 0x33],
    [0x33, 0x33],
    [0x34, 0x34],
    [0x40, 0x34],
    [0x50, 0x50],
    [0xff, 0x50],
  ])('interface_version %i is taken as %i [SMPP34 5.2.4]', (version, taken) => {
    expect(versionOf(version)).toBe(taken)
  })
})
