import { fromHex, toHex } from '../../../protocols/octets/index.ts'
import { ESM_CLASS, REGISTERED_DELIVERY, TLV, type Tlv } from '../../../protocols/smpp/index.ts'

/** What receipts, and deliveries to other ESMEs, need to know of a submission: kept as the message's reference. */
export type SubmissionReference = {
  readonly sessionId: string
  /** What the ESME asked to hear from the recipient itself. [SMPP34 5.2.17] */
  readonly registeredDelivery: number
  /** Acknowledgement types and reply path. [SMPP34 5.2.12] */
  readonly esmClass: number
  readonly protocolId: number
  readonly serviceType: string
  /** Optional parameters that go on with the message or come back with its receipts, unknown ones too. */
  readonly tlvs: readonly Tlv[]
}

/** Acted upon when the message comes in; they say nothing more later. */
const SPENT: ReadonlySet<number> = new Set([
  TLV.message_payload.tag,
  TLV.sar_msg_ref_num.tag,
  TLV.sar_total_segments.tag,
  TLV.sar_segment_seqnum.tag,
  TLV.source_port.tag,
  TLV.destination_port.tag,
  TLV.qos_time_to_live.tag,
  TLV.more_messages_to_send.tag,
])

const ACKNOWLEDGEMENTS = REGISTERED_DELIVERY.deliveryAcknowledgement | REGISTERED_DELIVERY.userAcknowledgement
const KEPT_OF_ESM_CLASS = ESM_CLASS.typeMask | ESM_CLASS.replyPath
const NO_TLVS: readonly Tlv[] = []
const NOTHING_SPECIAL = { registeredDelivery: 0, esmClass: 0, protocolId: 0, serviceType: '', tlvs: NO_TLVS } as const

/** Most submissions need no more than their session. */
export function formatReference(reference: SubmissionReference): string {
  const { sessionId, protocolId, serviceType } = reference
  const acknowledged = (reference.registeredDelivery & ACKNOWLEDGEMENTS) !== 0
  const registeredDelivery = acknowledged ? reference.registeredDelivery : 0
  const esmClass = reference.esmClass & KEPT_OF_ESM_CLASS
  const tlvs = reference.tlvs.length === 0 ? NO_TLVS : reference.tlvs.filter(({ tag }) => !SPENT.has(tag))
  if (!serviceType && registeredDelivery + esmClass + protocolId + tlvs.length === 0) return sessionId
  return [sessionId, registeredDelivery, esmClass, protocolId, tlvs.map(written).join(','), serviceType].join(';')
}

export function parseReference(reference: string | null): SubmissionReference {
  if (!reference?.includes(';')) return { ...NOTHING_SPECIAL, sessionId: reference ?? '' }
  const [sessionId = '', registeredDelivery, esmClass, protocolId, tlvs = '', ...serviceType] = reference.split(';')
  return {
    sessionId,
    registeredDelivery: Number(registeredDelivery ?? 0),
    esmClass: Number(esmClass ?? 0),
    protocolId: Number(protocolId ?? 0),
    serviceType: serviceType.join(';'),
    tlvs: tlvs === '' ? NO_TLVS : tlvs.split(',').map(read),
  }
}

/** The session that a message's reference names. */
export function sessionOf(reference: string | null): string {
  return parseReference(reference).sessionId
}

function written({ tag, value }: Tlv): string {
  return `${tag.toString(16)}:${toHex(value)}`
}

function read(text: string): Tlv {
  const [tag = '', value = ''] = text.split(':')
  return { tag: Number.parseInt(tag, 16), value: fromHex(value) }
}
