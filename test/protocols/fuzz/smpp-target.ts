import { isDeepStrictEqual } from 'node:util'
import {
  decodePdu,
  encodePdu,
  findFault,
  INTERFACE_VERSION,
  inspectPdu,
  type Pdu,
  parseReceipt,
  parseTime,
  takeFrame,
} from '../../../protocols/smpp/index.ts'
import { decodeShortMessage } from '../../../protocols/sms/index.ts'

/** Everything that reads octets of SMPP, on whatever octets; throws where one of them does not keep what it promises. */
export function readSmpp(octets: Uint8Array): void {
  takeFrame(octets, 0)
  const shown = inspectPdu(octets).reduce((length, field) => length + field.octets.length / 2, 0)
  if (shown !== octets.length) throw new Error(`${shown} of ${octets.length} octets are shown`)
  const decoding = decodePdu(octets)
  if (decoding.kind === 'malformed' && decoding.malformed.offset > octets.length)
    throw new Error('a mistake beyond the PDU')
  if (decoding.kind === 'value') readPdu(decoding.pdu)
}

function readPdu(pdu: Pdu): void {
  const again = decodePdu(encodePdu(pdu))
  if (again.kind !== 'value' || !isDeepStrictEqual(again.pdu, pdu))
    throw new Error('it reads differently when written again')
  for (const version of Object.values(INTERFACE_VERSION)) findFault(pdu, version)
  if ('validityPeriod' in pdu) parseTime(pdu.validityPeriod)
  if (!('shortMessage' in pdu) || pdu.shortMessage === undefined) return
  const { shortMessage: own } = pdu
  const dataCoding = 'dataCoding' in pdu ? pdu.dataCoding : 0
  for (const hasHeader of [true, false]) decodeShortMessage({ octets: own, hasHeader, dataCoding })
  parseReceipt(new TextDecoder('latin1').decode(own))
}
