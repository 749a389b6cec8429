import { TLV, type Tlv, type TlvName } from '../../../protocols/smpp/index.ts'

/** What a deliver_sm may carry on from the submission. [SMPP34 4.6.1, SMPP50 4.3.1.1] */
const DELIVERED: readonly TlvName[] = [
  'user_message_reference',
  'payload_type',
  'privacy_indicator',
  'callback_num',
  'callback_num_pres_ind',
  'callback_num_atag',
  'source_subaddress',
  'dest_subaddress',
  'user_response_code',
  'language_indicator',
  'its_reply_type',
  'its_session_info',
  'ussd_service_op',
  'display_time',
  'sms_signal',
  'ms_validity',
  'ms_msg_wait_facilities',
  'alert_on_message_delivery',
  'receipted_message_id',
  'source_network_id',
  'dest_network_id',
  'billing_identification',
]
const DELIVERED_TAGS: ReadonlySet<number> = new Set(DELIVERED.map((name) => TLV[name].tag))

/** [SMPP34 5.3.1] Tags that vendors and carriers give meanings of their own. */
function isVendor({ tag }: Tlv): boolean {
  return tag >= 0x1400 && tag <= 0x3fff
}

export function tlvsToDeliver(tlvs: readonly Tlv[]): readonly Tlv[] {
  return tlvs.filter((tlv) => DELIVERED_TAGS.has(tlv.tag) || isVendor(tlv))
}

/** A receipt gives back what tells the ESME which of its messages it is about. [SMPP34 5.3.2.17] */
export function tlvsToReturn(tlvs: readonly Tlv[]): readonly Tlv[] {
  return tlvs.filter((tlv) => tlv.tag === TLV.user_message_reference.tag || isVendor(tlv))
}
