import { concat } from '../../../protocols/octets/index.ts'
import { ESM_CLASS, makePdu, makeTlv, type Pdu, REGISTERED_DELIVERY } from '../../../protocols/smpp/index.ts'
import { decodeUserData } from '../../../protocols/sms/index.ts'
import { dataCodingOf, decodeGsm, encodeLatin1, encodeUcs2, isLatin1 } from '../../../protocols/text/index.ts'
import type { Message, Offer, SmppAccount, SmsContent } from '../../core/index.ts'
import { knowsTlvs } from './binding.ts'
import { tlvsToDeliver } from './passed-tlvs.ts'
import { parseReference, type SubmissionReference } from './submission-reference.ts'
import { wireAddress } from './wire-address.ts'

/** The session that a deliver_sm goes to decides how it is written. */
export type Receiver = { readonly account: SmppAccount; readonly interfaceVersion: number }

/** [SMPP34 5.2.21] */
const SHORT_MESSAGE_MAX = 254
/** Receipts are between the sender and us; only what is asked of the recipient goes on. [SMPP34 5.2.17] */
const ACKNOWLEDGEMENTS = REGISTERED_DELIVERY.deliveryAcknowledgement | REGISTERED_DELIVERY.userAcknowledgement
const NO_OCTETS = new Uint8Array(0)

/** A message for an account as one deliver_sm for each short message of it; sequence numbers come later. [SMPP34 4.6] */
export function deliverMessage({ delivery, message }: Offer, content: SmsContent, receiver: Receiver): readonly Pdu[] {
  const source = wireAddress(message.from)
  const destination = wireAddress(delivery.recipient)
  const passed = passedOn(message, receiver)
  return content.segments.map((segment) => {
    const { dataCoding, octets } = inAlphabetOf(receiver.account, content, segment)
    const asPayload = octets.length > SHORT_MESSAGE_MAX && knowsTlvs(receiver.interfaceVersion)
    return makePdu('deliver_sm', {
      sourceAddrTon: source.ton,
      sourceAddrNpi: source.npi,
      sourceAddr: source.digits,
      destAddrTon: destination.ton,
      destAddrNpi: destination.npi,
      destinationAddr: destination.digits,
      serviceType: passed.serviceType,
      protocolId: passed.protocolId,
      registeredDelivery: passed.registeredDelivery & ACKNOWLEDGEMENTS,
      esmClass: passed.esmClass | (content.hasHeader ? ESM_CLASS.userDataHeader : 0),
      dataCoding,
      shortMessage: asPayload ? NO_OCTETS : octets.subarray(0, SHORT_MESSAGE_MAX),
      tlvs: asPayload ? [makeTlv('message_payload', octets), ...passed.tlvs] : passed.tlvs,
    })
  })
}

const NOTHING_PASSED = { serviceType: '', protocolId: 0, registeredDelivery: 0, esmClass: 0, tlvs: [] }

/** What another ESME said beside the message. */
function passedOn(
  { origin, reference }: Message,
  { interfaceVersion }: Receiver,
): Omit<SubmissionReference, 'sessionId'> {
  if (origin.kind !== 'smpp') return NOTHING_PASSED
  const submitted = parseReference(reference)
  return { ...submitted, tlvs: knowsTlvs(interfaceVersion) ? tlvsToDeliver(submitted.tlvs) : [] }
}

type Coded = { readonly dataCoding: number; readonly octets: Uint8Array }

/** data_coding 0 is the GSM alphabet on the air; an account that means another one by it gets its own. */
function inAlphabetOf({ alphabet }: SmppAccount, content: SmsContent, segment: Uint8Array): Coded {
  const { dataCoding, hasHeader } = content
  if (dataCoding === dataCodingOf(alphabet)) return { dataCoding: 0, octets: segment }
  if (dataCoding !== 0) return { dataCoding, octets: segment }
  const parts = decodeUserData(segment, hasHeader)
  if (!parts.ok) return { dataCoding, octets: segment }
  const { data } = parts.value
  const header = segment.subarray(0, segment.length - data.length)
  const text = decodeGsm(data)
  const readable = alphabet === 'ia5' ? /^[\0-\x7f]*$/.test(text) : isLatin1(text)
  if (readable) return { dataCoding: 0, octets: concat([header, encodeLatin1(text)]) }
  return { dataCoding: dataCodingOf('ucs2'), octets: concat([header, encodeUcs2(text)]) }
}
