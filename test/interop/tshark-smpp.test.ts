import { beforeAll, describe, expect, it } from 'vitest'
import { commandId, encodePdu, type Pdu } from '../../protocols/smpp/index.ts'
import { goodVectors } from '../protocols/smpp/vectors.ts'
import { type Dissection, dissect, tsharkInstalled } from '../support/tshark.ts'

/** What tshark is asked for, by the field of ours that it shall agree with. */
const ASKED = {
  systemId: 'smpp.system_id',
  password: 'smpp.password',
  systemType: 'smpp.system_type',
  addressRange: 'smpp.address_range',
  serviceType: 'smpp.service_type',
  sourceAddr: 'smpp.source_addr',
  destinationAddr: 'smpp.destination_addr',
  esmeAddr: 'smpp.esme_addr',
  messageId: 'smpp.message_id',
  priorityFlag: 'smpp.priority_flag',
  replaceIfPresentFlag: 'smpp.replace_if_present_flag',
  dataCoding: 'smpp.data_coding',
  smDefaultMsgId: 'smpp.sm_default_msg_id',
  errorCode: 'smpp.error_code',
} as const

const HEADER = [
  'smpp.command_id',
  'smpp.command_status',
  'smpp.sequence_number',
  'smpp.sm_length',
  'smpp.opt_param_tag',
]
const MALFORMED = '_ws.malformed'

/** How tshark shows an empty service_type. */
const EMPTY_SERVICE_TYPE = '(Default)'

/** Left out: tshark 4.0 takes broadcast_rep_num for one octet and shows only ASCII in addresses. */
const MISREAD = ['broadcast-sm', 'submit-sm-payload']

const compared = goodVectors.filter(({ name }) => !MISREAD.includes(name))

describe.runIf(tsharkInstalled)('tshark reads what we encode', () => {
  let rows: readonly Dissection[] = []

  beforeAll(() => {
    const fields = [...HEADER, ...Object.values(ASKED), MALFORMED]
    rows = dissect(
      compared.map(({ pdu }) => encodePdu(pdu)),
      fields,
    )
  })

  it('as one PDU each', () => {
    expect(rows).toHaveLength(compared.length)
  })

  it.each(compared.map(({ name, pdu }, i) => ({ name, pdu, i })))('$name', ({ pdu, i }) => {
    const row = Object.fromEntries(Object.entries(rows[i]!).map(([field, [first = '']]) => [field, first]))
    expect(Number(row['smpp.command_id'])).toBe(commandId(pdu.command))
    expect(Number(row['smpp.command_status'])).toBe(pdu.commandStatus)
    expect(Number(row['smpp.sequence_number'])).toBe(pdu.sequenceNumber)
    if ('shortMessage' in pdu) expect(Number(row['smpp.sm_length'])).toBe(pdu.shortMessage?.length)
    expect(row[MALFORMED]).toBe('')
    for (const [ours, theirs] of Object.entries(ASKED)) expectSame(ours, fieldOf(pdu, ours), row[theirs])
  })
})

function expectSame(name: string, ours: unknown, theirs: string | undefined): void {
  if (typeof ours === 'number') expect([name, Number(theirs)]).toEqual([name, ours])
  if (typeof ours === 'string') expect([name, theirs === EMPTY_SERVICE_TYPE ? '' : theirs]).toEqual([name, ours])
}

function fieldOf(pdu: Pdu, name: string): unknown {
  return Object.entries(pdu).find(([key]) => key === name)?.[1]
}
