import { concat } from '../../../protocols/octets/index.ts'
import {
  ESM_CLASS,
  formatReceipt,
  MESSAGE_STATES,
  type MessageStateName,
  makePdu,
  makeTlv,
  type Pdu,
  type PduNamed,
  REGISTERED_DELIVERY,
  type Tlv,
  wantsReceipt,
} from '../../../protocols/smpp/index.ts'
import { encodeGsm, encodeLatin1, isGsm, isLatin1 } from '../../../protocols/text/index.ts'
import {
  type ReceiptStyle,
  type ReportDelivery,
  type SmppAccount,
  type Tidings,
  textOf,
  DEFAULT_RECEIPT_STYLE as USUAL,
} from '../../core/index.ts'
import { knowsTlvs } from './binding.ts'
import type { Receiver } from './deliver-message.ts'
import { formatMessageId } from './message-ids.ts'
import { failureState, GSM_NETWORK } from './message-states.ts'
import { tlvsToReturn } from './passed-tlvs.ts'
import { parseReference, type SubmissionReference } from './submission-reference.ts'
import { wireAddress } from './wire-address.ts'

/** [SMPP34 appendix B] */
const RECEIPT_TEXT_CHARACTERS = 20
const LINE_BREAKS = /[\r\n\f]+/g
/** Characters that have the same octets in ASCII, Latin-1 and the GSM alphabet; so have the items before the text. */
const ALIKE_EVERYWHERE = /^[ !"#%-?A-Za-z]*$/
const NO_OCTETS = new Uint8Array(0)
const BLANK = makePdu('deliver_sm', {})

type State = { readonly state: MessageStateName; readonly error: number }

/** What a report says to the ESME: a receipt, a notification on the way, or the recipient's own acknowledgement. */
export function deliverReport(tidings: Tidings, receiver: Receiver): readonly Pdu[] {
  const { report } = tidings.delivery
  const reference = parseReference(tidings.message.reference)
  if (report.status === 'read' || report.status === 'deleted') {
    return [acknowledgement(tidings, receiver, { esmClass: ESM_CLASS.userAcknowledgement, reference })]
  }
  const { registeredDelivery } = reference
  const acknowledges =
    report.status === 'delivered' && (registeredDelivery & REGISTERED_DELIVERY.deliveryAcknowledgement) !== 0
  if (!acknowledges) return [receipt(tidings, receiver, reference)]
  const ours = acknowledgement(tidings, receiver, { esmClass: ESM_CLASS.deliveryAcknowledgement, reference })
  return wantsReceipt(registeredDelivery, 'success') ? [receipt(tidings, receiver, reference), ours] : [ours]
}

/** A delivery receipt, or an intermediate notification while the message is under way. [SMPP34 5.2.12] */
function receipt(tidings: Tidings, receiver: Receiver, reference: SubmissionReference): Pdu {
  const { delivery, message } = tidings
  const isUnderWay = delivery.report.status === 'enroute'
  const state = stateOf(delivery.report)
  const id = formatMessageId(message.id, receiver)
  return carried(tidings, receiver, {
    esmClass: isUnderWay ? ESM_CLASS.intermediateNotification : ESM_CLASS.deliveryReceipt,
    octets: receiptText(tidings, receiver.account, { id, ...state }),
    tlvs: receiptTlvs(id, state, reference),
  })
}

/** What the recipient's own equipment or person says; the message it is about is named by TLVs. [SMPP34 5.2.12, 5.2.17] */
function acknowledgement(
  tidings: Tidings,
  receiver: Receiver,
  { esmClass, reference }: { readonly esmClass: number; readonly reference: SubmissionReference },
): Pdu {
  const { message } = tidings
  const tlvs = [makeTlv('receipted_message_id', formatMessageId(message.id, receiver)), ...tlvsToReturn(reference.tlvs)]
  return carried(tidings, receiver, { esmClass, octets: NO_OCTETS, tlvs })
}

type Said = { readonly esmClass: number; readonly octets: Uint8Array; readonly tlvs: readonly Tlv[] }

/** In deliver_sm, or in data_sm where the account wants that and its session knows it. [SMPP34 4.6, 4.7] */
function carried({ delivery, message }: Tidings, receiver: Receiver, { esmClass, octets, tlvs }: Said): Pdu {
  const source = wireAddress(delivery.recipient)
  const destination = wireAddress(message.from)
  const deliverSm = {
    ...BLANK,
    sourceAddrTon: source.ton,
    sourceAddrNpi: source.npi,
    sourceAddr: source.digits,
    destAddrTon: destination.ton,
    destAddrNpi: destination.npi,
    destinationAddr: destination.digits,
    esmClass,
    shortMessage: octets,
    tlvs,
  }
  if (!knowsTlvs(receiver.interfaceVersion)) return { ...deliverSm, tlvs: [] }
  if (styleOf(receiver.account).carrier === 'deliver_sm') return deliverSm
  return inDataSm(deliverSm)
}

function inDataSm({ shortMessage, tlvs, ...deliverSm }: PduNamed<'deliver_sm'>): Pdu {
  const { sourceAddrTon, sourceAddrNpi, sourceAddr, destAddrTon, destAddrNpi, destinationAddr, esmClass } = deliverSm
  const addresses = { sourceAddrTon, sourceAddrNpi, sourceAddr, destAddrTon, destAddrNpi, destinationAddr }
  return makePdu('data_sm', { ...addresses, esmClass, tlvs: [...tlvs, makeTlv('message_payload', shortMessage)] })
}

/** Accounts that were stored before a part of the style existed have its default. */
function styleOf({ receipt: style }: SmppAccount): ReceiptStyle {
  const { id, dates = USUAL.dates, errorDigits = USUAL.errorDigits } = style
  const { textLabel = USUAL.textLabel, carrier = USUAL.carrier } = style
  return { id, dates, errorDigits, textLabel, carrier }
}

function stateOf({ status, reason, code }: ReportDelivery['report']): State {
  if (status === 'enroute') return { state: 'ENROUTE', error: 0 }
  if (status === 'failed') return failureState(reason ?? 'unknown-error', code)
  return { state: 'DELIVERED', error: 0 }
}

function receiptText(
  { delivery, message }: Tidings,
  account: SmppAccount,
  { id, state, error }: State & { readonly id: string },
): Uint8Array {
  const items = formatReceipt(
    {
      id,
      submittedCount: 1,
      deliveredCount: state === 'DELIVERED' ? 1 : 0,
      submittedAt: message.acceptedAt,
      doneAt: delivery.report.at,
      state,
      error: String(error),
      text: '',
    },
    styleOf(account),
  )
  const beginning = textOf(message.content).slice(0, RECEIPT_TEXT_CHARACTERS).replace(LINE_BREAKS, ' ')
  if (ALIKE_EVERYWHERE.test(beginning)) return Buffer.from(items + beginning, 'latin1')
  return concat([encodeLatin1(items), encodeReadable(beginning, account.alphabet)])
}

/** The beginning of the message in the alphabet of the account, as far as that has its characters. */
function encodeReadable(text: string, alphabet: SmppAccount['alphabet']): Uint8Array {
  const isReadable = alphabet === 'gsm7' ? isGsm : alphabet === 'latin1' ? isLatin1 : isAscii
  const encode = alphabet === 'gsm7' ? encodeGsm : encodeLatin1
  return encode(Array.from(text, (character) => (isReadable(character) ? character : '?')).join(''))
}

function isAscii(text: string): boolean {
  return text.charCodeAt(0) < 0x80
}

function receiptTlvs(id: string, { state, error }: State, { tlvs: passed }: SubmissionReference): readonly Tlv[] {
  const tlvs = [makeTlv('receipted_message_id', id), makeTlv('message_state', MESSAGE_STATES[state].value)]
  if (error !== 0) tlvs.push(makeTlv('network_error_code', Uint8Array.of(GSM_NETWORK, error >> 8, error & 0xff)))
  return passed.length === 0 ? tlvs : [...tlvs, ...tlvsToReturn(passed)]
}
