import {
  hasUserDataHeader,
  parseTime,
  REGISTERED_DELIVERY,
  STATUS,
  type Tlv,
  tlv,
  tlvNumber,
  wantsIntermediateNotification,
  wantsReceipt,
} from '../../../protocols/smpp/index.ts'
import { decodeShortMessage } from '../../../protocols/sms/index.ts'
import { dataCodingOf, decodeText, encodingOf } from '../../../protocols/text/index.ts'
import {
  type Address,
  type Instant,
  magicSubmitStatus,
  type ReportRequest,
  type SmsContent,
  type Submission,
} from '../../core/index.ts'
import type { OperationContext } from './operations/operation.ts'
import { type Rejection, reject } from './rejection.ts'
import { formatReference } from './submission-reference.ts'
import { airData } from './user-data.ts'

/** What submit_sm, submit_multi and data_sm have in common. */
export type MessageFields = {
  readonly serviceType: string
  readonly sourceAddrTon: number
  readonly sourceAddrNpi: number
  readonly sourceAddr: string
  readonly esmClass: number
  readonly protocolId?: number
  readonly registeredDelivery: number
  readonly dataCoding: number
  readonly shortMessage?: Uint8Array
  readonly priorityFlag?: number
  readonly scheduleDeliveryTime?: string
  readonly validityPeriod?: string
  readonly smDefaultMsgId?: number
  readonly tlvs: readonly Tlv[]
}

/** [SMPP34 5.2.5] Seven is the reserved extension of GSM; nothing lies beyond. */
const TON_MAX = 7
/** [SMPP34 5.2.6] WAP client id. */
const NPI_MAX = 18
/** [SMPP34 5.2.14] 0 is bulk on ANSI-136 and ordinary on GSM, 1 is ordinary, higher is more urgent. */
const HIGH_PRIORITY_FROM = 2
const NO_OCTETS = new Uint8Array(0)

/** A submission from an ESME's message; what is wrong with it otherwise. */
export function submissionFrom(
  context: OperationContext,
  fields: MessageFields,
  to: readonly Address[],
): Submission | Rejection {
  const from = sourceOf(context, fields)
  if (typeof from !== 'string') return from
  if (fields.smDefaultMsgId) return reject(STATUS.ESME_RINVDFTMSGID, 'there are no predefined messages here')
  const content = contentOf(context, fields)
  if ('rejected' in content) return content
  const { account, sessionId } = context
  const { protocolId = 0, esmClass, registeredDelivery, serviceType, tlvs } = fields
  return {
    origin: { kind: 'smpp', key: account.systemId },
    from,
    to,
    content,
    report: reportOf(fields.registeredDelivery),
    priority: (fields.priorityFlag ?? 0) >= HIGH_PRIORITY_FROM ? 'high' : 'normal',
    reference: formatReference({ sessionId, protocolId, esmClass, registeredDelivery, serviceType, tlvs }),
    evidence: context.evidence,
    ...timesOf(context, fields),
  }
}

export type SourceFields = Pick<MessageFields, 'sourceAddrTon' | 'sourceAddrNpi' | 'sourceAddr'>

/** Who sends; an empty address means the account's first number. [SMPP34 4.4.1, source_addr] */
export function sourceOf(context: OperationContext, fields: SourceFields): Address | Rejection {
  const { sourceAddr, sourceAddrTon, sourceAddrNpi } = fields
  if (sourceAddrTon > TON_MAX) return reject(STATUS.ESME_RINVSRCTON, `source_addr_ton ${sourceAddrTon} is reserved`)
  if (sourceAddrNpi > NPI_MAX) return reject(STATUS.ESME_RINVSRCNPI, `source_addr_npi ${sourceAddrNpi} is reserved`)
  const address = sourceAddr === '' ? firstNumber(context) : context.parseAddress(sourceAddr)
  if (address) return address
  const explanation = sourceAddr === '' ? 'the account owns no number to send from' : `${sourceAddr} is no address`
  return reject(STATUS.ESME_RINVSRCADR, explanation)
}

export type DestinationFields = {
  readonly destAddrTon: number
  readonly destAddrNpi: number
  readonly destinationAddr: string
}

export function destinationOf(context: OperationContext, fields: DestinationFields): Address | Rejection {
  const { destinationAddr, destAddrTon, destAddrNpi } = fields
  if (destAddrTon > TON_MAX) return reject(STATUS.ESME_RINVDSTTON, `dest_addr_ton ${destAddrTon} is reserved`)
  if (destAddrNpi > NPI_MAX) return reject(STATUS.ESME_RINVDSTNPI, `dest_addr_npi ${destAddrNpi} is reserved`)
  const address = context.parseAddress(destinationAddr)
  if (!address) return reject(STATUS.ESME_RINVDSTADR, `"${destinationAddr}" is no address`)
  const magic = magicSubmitStatus(address)
  return magic ? reject(magic, `${address} is the number that stands for this status`) : address
}

/** The message itself: short_message or message_payload, never both (findFault sees to that). */
export function contentOf(
  { account, nextReference }: OperationContext,
  {
    dataCoding,
    esmClass,
    shortMessage,
    tlvs,
  }: Pick<MessageFields, 'dataCoding' | 'esmClass' | 'shortMessage' | 'tlvs'>,
): SmsContent | Rejection {
  const octets = (tlvs.length > 0 && tlv(tlvs, 'message_payload')) || (shortMessage ?? NO_OCTETS)
  // What data_coding 0 means is between the account and us; on the air it always means the GSM alphabet.
  const defaultAlphabet = account.alphabet
  const airCoding = dataCoding === 0 ? dataCodingOf(defaultAlphabet) : dataCoding
  if (hasUserDataHeader(esmClass)) {
    const decoded = decodeShortMessage({ octets, hasHeader: true, dataCoding, defaultAlphabet })
    if (!decoded.ok) return reject(STATUS.ESME_RINVMSGLEN, 'the user data header does not fit into the message')
    return { kind: 'sms', text: decoded.value.text, dataCoding: airCoding, hasHeader: true, segments: [octets] }
  }
  const encoding = encodingOf(dataCoding, defaultAlphabet)
  const onAir = airData(octets, encoding, { tlvs, nextReference })
  const { hasHeader, segments } = onAir
  return { kind: 'sms', text: decodeText(encoding, octets), dataCoding: airCoding, hasHeader, segments }
}

/** schedule_delivery_time, validity_period and qos_time_to_live on the world's clock. [SMPP34 7.1.1, 5.3.2.9] */
export function timesOf(
  { world }: OperationContext,
  {
    scheduleDeliveryTime,
    validityPeriod,
    tlvs,
  }: Pick<MessageFields, 'scheduleDeliveryTime' | 'validityPeriod' | 'tlvs'>,
): { notBefore?: Instant; expiresAt?: Instant } {
  const secondsToLive = tlvs.length > 0 ? tlvNumber(tlvs, 'qos_time_to_live') : undefined
  if (!scheduleDeliveryTime && !validityPeriod && secondsToLive === undefined) return {}
  const now = world.clock.now()
  const notBefore = instantOf(scheduleDeliveryTime ?? '', now)
  const expiresAt =
    instantOf(validityPeriod ?? '', notBefore ?? now) ??
    (secondsToLive === undefined ? undefined : now + secondsToLive * 1000)
  return { ...(notBefore !== undefined && { notBefore }), ...(expiresAt !== undefined && { expiresAt }) }
}

/** What registered_delivery asks for. [SMPP34 5.2.17] */
export function reportOf(registeredDelivery: number): ReportRequest {
  return REPORTS[registeredDelivery & 0x1f]!
}

const REPORTS: readonly ReportRequest[] = Array.from({ length: 0x20 }, (_, registeredDelivery) => ({
  delivered:
    wantsReceipt(registeredDelivery, 'success') ||
    (registeredDelivery & REGISTERED_DELIVERY.deliveryAcknowledgement) !== 0,
  failed: wantsReceipt(registeredDelivery, 'failure'),
  intermediate: wantsIntermediateNotification(registeredDelivery),
  read: (registeredDelivery & REGISTERED_DELIVERY.userAcknowledgement) !== 0,
}))

function instantOf(text: string, now: Instant): Instant | undefined {
  const time = parseTime(text)
  if (time?.kind === 'absolute') return time.at
  return time?.kind === 'relative' ? now + time.offsetMs : undefined
}

function firstNumber({ world, account }: OperationContext): Address | undefined {
  const owned = world.carrier.read
    .numbers()
    .find(({ owner }) => owner.kind === 'smpp' && owner.account === account.systemId)
  return owned?.number
}
