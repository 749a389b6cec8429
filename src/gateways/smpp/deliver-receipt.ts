import { concat } from '../../../protocols/octets/index.ts'
import {
  ESM_CLASS,
  formatReceipt,
  MESSAGE_STATES,
  type MessageStateName,
  makePdu,
  makeTlv,
  type Pdu,
  type Tlv,
} from '../../../protocols/smpp/index.ts'
import { encodeGsm, encodeLatin1, isGsm, isLatin1 } from '../../../protocols/text/index.ts'
import { type ReportDelivery, type SmppAccount, type Tidings, textOf } from '../../core/index.ts'
import { knowsTlvs } from './binding.ts'
import type { Receiver } from './deliver-message.ts'
import { formatMessageId } from './message-ids.ts'
import { failureState } from './message-states.ts'
import { parseReference } from './submission-reference.ts'
import { wireAddress } from './wire-address.ts'

/** network_error_code, type GSM. [SMPP34 5.3.2.31] */
const GSM_NETWORK = 3
/** [SMPP34 appendix B] */
const RECEIPT_TEXT_CHARACTERS = 20
const LINE_BREAKS = /[\r\n\f]+/g
/** Characters that have the same octets in ASCII, Latin-1 and the GSM alphabet; so have the items before the text. */
const ALIKE_EVERYWHERE = /^[ !"#%-?A-Za-z]*$/

type State = { readonly state: MessageStateName; readonly error: number }

/** A report as a delivery receipt, or as an intermediate notification while the message is under way. [SMPP34 5.2.12] */
export function deliverReceipt(tidings: Tidings, receiver: Receiver): Pdu {
  const { delivery, message } = tidings
  const source = wireAddress(delivery.recipient)
  const destination = wireAddress(message.from)
  const isUnderWay = delivery.report.status === 'enroute'
  const state = stateOf(delivery.report)
  const id = formatMessageId(message.id, receiver)
  return makePdu('deliver_sm', {
    sourceAddrTon: source.ton,
    sourceAddrNpi: source.npi,
    sourceAddr: source.digits,
    destAddrTon: destination.ton,
    destAddrNpi: destination.npi,
    destinationAddr: destination.digits,
    esmClass: isUnderWay ? ESM_CLASS.intermediateNotification : ESM_CLASS.deliveryReceipt,
    shortMessage: receiptText(tidings, receiver.account, { id, ...state }),
    tlvs: knowsTlvs(receiver.interfaceVersion) ? receiptTlvs(id, state, message.reference) : [],
  })
}

function stateOf({ status, reason, code }: ReportDelivery['report']): State {
  if (status === 'enroute') return { state: 'ENROUTE', error: 0 }
  if (status === 'failed') return failureState(reason ?? 'unknown-error', code)
  return { state: 'DELIVERED', error: 0 }
}

function receiptText(
  { delivery, message }: Tidings,
  { alphabet, receipt }: SmppAccount,
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
    receipt.dates,
  )
  const beginning = textOf(message.content).slice(0, RECEIPT_TEXT_CHARACTERS).replace(LINE_BREAKS, ' ')
  if (ALIKE_EVERYWHERE.test(beginning)) return encodeLatin1(items + beginning)
  return concat([encodeLatin1(items), encodeReadable(beginning, alphabet)])
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

function receiptTlvs(id: string, { state, error }: State, reference: string | null): readonly Tlv[] {
  const tlvs = [makeTlv('receipted_message_id', id), makeTlv('message_state', MESSAGE_STATES[state].value)]
  if (error !== 0) tlvs.push(makeTlv('network_error_code', Uint8Array.of(GSM_NETWORK, error >> 8, error & 0xff)))
  const { userMessageReference } = parseReference(reference)
  if (userMessageReference !== undefined) tlvs.push(makeTlv('user_message_reference', userMessageReference))
  return tlvs
}
