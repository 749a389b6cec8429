import { describe, expect, it } from 'vitest'
import { findFault, makePdu, makeTlv, type Pdu, STATUS, type StatusName } from '../../../protocols/smpp/index.ts'

const payload = makeTlv('message_payload', 'hello')
const octets = (length: number) => new Uint8Array(length)
const smes = (count: number) =>
  Array.from(
    { length: count },
    () => ({ destFlag: 1, destAddrTon: 1, destAddrNpi: 1, destinationAddr: '1555' }) as const,
  )

type Row = [string, number, Pdu, StatusName | undefined]

const rows: Row[] = [
  ['an ordinary message', 0x34, makePdu('submit_sm', { shortMessage: octets(254) }), undefined],
  ['any TON and NPI', 0x34, makePdu('submit_sm', { sourceAddrTon: 9, destAddrNpi: 200 }), undefined],
  ['255 octets under 3.4', 0x34, makePdu('submit_sm', { shortMessage: octets(255) }), 'ESME_RINVMSGLEN'],
  ['255 octets under 5.0', 0x50, makePdu('submit_sm', { shortMessage: octets(255) }), undefined],
  ['text and payload', 0x34, makePdu('submit_sm', { shortMessage: octets(1), tlvs: [payload] }), 'ESME_RINVMSGLEN'],
  ['a payload alone', 0x34, makePdu('submit_sm', { tlvs: [payload] }), undefined],
  ['a receipt from an ESME', 0x34, makePdu('submit_sm', { esmClass: 0x04 }), 'ESME_RINVESMCLASS'],
  ['a reserved type', 0x34, makePdu('submit_sm', { esmClass: 0x3c }), 'ESME_RINVESMCLASS'],
  ['a user data header and a reply path', 0x34, makePdu('submit_sm', { esmClass: 0xc3 }), undefined],
  ['priority 4 under 3.4', 0x34, makePdu('submit_sm', { priorityFlag: 4 }), 'ESME_RINVPRTFLG'],
  ['priority 4 under 5.0', 0x50, makePdu('submit_sm', { priorityFlag: 4 }), undefined],
  ['a schedule that is no time', 0x34, makePdu('submit_sm', { scheduleDeliveryTime: 'now' }), 'ESME_RINVSCHED'],
  ['a validity that is no time', 0x34, makePdu('submit_sm', { validityPeriod: '1d' }), 'ESME_RINVEXPIRY'],
  ['a reserved receipt bit', 0x34, makePdu('submit_sm', { registeredDelivery: 0x21 }), 'ESME_RINVREGDLVFLG'],
  ['a replace flag of 2', 0x34, makePdu('submit_sm', { replaceIfPresentFlag: 2 }), 'ESME_RINVREPFLAG'],
  ['a port of one octet', 0x34, makePdu('submit_sm', { tlvs: [{ tag: 0x20a, value: octets(1) }] }), 'ESME_RINVPARLEN'],
  ['an unknown TLV', 0x34, makePdu('submit_sm', { tlvs: [{ tag: 0x1400, value: octets(9) }] }), undefined],
  ['no destination', 0x34, makePdu('submit_multi', {}), 'ESME_RINVNUMDESTS'],
  ['254 destinations', 0x34, makePdu('submit_multi', { destAddress: smes(254) }), undefined],
  ['255 destinations under 3.4', 0x34, makePdu('submit_multi', { destAddress: smes(255) }), 'ESME_RINVNUMDESTS'],
  ['255 destinations under 5.0', 0x50, makePdu('submit_multi', { destAddress: smes(255) }), undefined],
  ['data_sm of a reserved type', 0x34, makePdu('data_sm', { esmClass: 0x20 }), 'ESME_RINVESMCLASS'],
  ['data_sm with a reserved receipt bit', 0x34, makePdu('data_sm', { registeredDelivery: 0x80 }), 'ESME_RINVREGDLVFLG'],
  ['replace_sm with a bad time', 0x34, makePdu('replace_sm', { validityPeriod: 'x' }), 'ESME_RINVEXPIRY'],
  ['replace_sm of 255 octets', 0x34, makePdu('replace_sm', { shortMessage: octets(255) }), 'ESME_RINVMSGLEN'],
  ['replace_sm with a reserved bit', 0x34, makePdu('replace_sm', { registeredDelivery: 0x40 }), 'ESME_RINVREGDLVFLG'],
  [
    'broadcast_sm with a replace flag of 2',
    0x50,
    makePdu('broadcast_sm', { replaceIfPresentFlag: 2 }),
    'ESME_RINVREPFLAG',
  ],
  ['broadcast_sm of priority 5', 0x50, makePdu('broadcast_sm', { priorityFlag: 5 }), 'ESME_RINVPRTFLG'],
  ['unbind', 0x34, makePdu('unbind', {}), undefined],
  ...(['sc_interface_version', 'congestion_state', 'dpf_result', 'broadcast_rep_num'] as const).map(
    (name): Row => [
      `${name} from an ESME`,
      0x34,
      makePdu('submit_sm', { tlvs: [makeTlv(name, 1)] }),
      'ESME_ROPTPARNOTALLWD',
    ],
  ),
  ['query_sm with a payload', 0x34, makePdu('query_sm', { tlvs: [payload] }), 'ESME_ROPTPARNOTALLWD'],
  ['cancel_sm with a port', 0x34, makePdu('cancel_sm', { tlvs: [makeTlv('source_port', 1)] }), 'ESME_ROPTPARNOTALLWD'],
  [
    'query_sm with a TLV of a vendor',
    0x34,
    makePdu('query_sm', { tlvs: [{ tag: 0x1400, value: octets(9) }] }),
    undefined,
  ],
  ['replace_sm with a payload', 0x50, makePdu('replace_sm', { tlvs: [payload] }), undefined],
  [
    'replace_sm with a port',
    0x50,
    makePdu('replace_sm', { tlvs: [makeTlv('source_port', 1)] }),
    'ESME_ROPTPARNOTALLWD',
  ],
  ...(
    [
      ['privacy_indicator', 3],
      ['payload_type', 1],
      ['set_dpf', 1],
      ['more_messages_to_send', 1],
      ['number_of_messages', 99],
      ['display_time', 2],
      ['dest_addr_np_resolution', 2],
      ['dest_addr_subunit', 4],
    ] as const
  ).flatMap(([name, highest]): Row[] => [
    [`${name} ${highest}`, 0x34, makePdu('data_sm', { tlvs: [makeTlv(name, highest)] }), undefined],
    [`${name} above`, 0x34, makePdu('submit_sm', { tlvs: [makeTlv(name, highest + 1)] }), 'ESME_RINVOPTPARAMVAL'],
  ]),
  [
    'a source subunit of 5.0',
    0x50,
    makePdu('submit_sm', { tlvs: [makeTlv('source_addr_subunit', 5)] }),
    'ESME_RINVSRCADDRSUBUNIT',
  ],
  [
    'a destination subunit of 5.0',
    0x50,
    makePdu('data_sm', { tlvs: [makeTlv('dest_addr_subunit', 9)] }),
    'ESME_RINVDSTADDRSUBUNIT',
  ],
]

describe('faults of a well-formed request', () => {
  it.each(rows)(
    '%s (version %i) [SMPP34 5.2, 5.2.14, 5.2.21, 5.2.24, 5.3.2, SMPP50 4.7.6, 4.7.19, 4.8.4]',
    (_, version, pdu, status) => {
      expect(findFault(pdu, version)?.commandStatus).toBe(status && STATUS[status])
    },
  )

  it('say in which field they lie', () => {
    expect(findFault(makePdu('submit_sm', { esmClass: 4 }), 0x34)?.path).toBe('esm_class')
  })
})
