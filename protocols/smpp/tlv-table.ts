/** Optional parameters: tag, kind of value, and how many octets. [SMPP34 5.3.2, SMPP50 4.8.4] */

export type TlvKind = 'uint' | 'cString' | 'octets'
export type TlvRow = { readonly tag: number; readonly kind: TlvKind; readonly min: number; readonly max: number }

const uint = (tag: number, octets: number): TlvRow => ({ tag, kind: 'uint', min: octets, max: octets })
const cString = (tag: number, max: number): TlvRow => ({ tag, kind: 'cString', min: 1, max })
const octets = (tag: number, min: number, max: number): TlvRow => ({ tag, kind: 'octets', min, max })

const ANY = 0xffff

export const TLV = {
  dest_addr_subunit: uint(0x0005, 1),
  dest_network_type: uint(0x0006, 1),
  dest_bearer_type: uint(0x0007, 1),
  dest_telematics_id: uint(0x0008, 2),
  source_addr_subunit: uint(0x000d, 1),
  source_network_type: uint(0x000e, 1),
  source_bearer_type: uint(0x000f, 1),
  source_telematics_id: uint(0x0010, 1),
  qos_time_to_live: uint(0x0017, 4),
  payload_type: uint(0x0019, 1),
  additional_status_info_text: cString(0x001d, 256),
  receipted_message_id: cString(0x001e, 65),
  ms_msg_wait_facilities: uint(0x0030, 1),
  privacy_indicator: uint(0x0201, 1),
  source_subaddress: octets(0x0202, 2, 23),
  dest_subaddress: octets(0x0203, 2, 23),
  user_message_reference: uint(0x0204, 2),
  user_response_code: uint(0x0205, 1),
  source_port: uint(0x020a, 2),
  destination_port: uint(0x020b, 2),
  sar_msg_ref_num: uint(0x020c, 2),
  language_indicator: uint(0x020d, 1),
  sar_total_segments: uint(0x020e, 1),
  sar_segment_seqnum: uint(0x020f, 1),
  sc_interface_version: uint(0x0210, 1),
  callback_num_pres_ind: uint(0x0302, 1),
  callback_num_atag: octets(0x0303, 0, 65),
  number_of_messages: uint(0x0304, 1),
  callback_num: octets(0x0381, 4, 19),
  dpf_result: uint(0x0420, 1),
  set_dpf: uint(0x0421, 1),
  ms_availability_status: uint(0x0422, 1),
  network_error_code: octets(0x0423, 3, 3),
  message_payload: octets(0x0424, 0, ANY),
  delivery_failure_reason: uint(0x0425, 1),
  more_messages_to_send: uint(0x0426, 1),
  message_state: uint(0x0427, 1),
  congestion_state: uint(0x0428, 1),
  ussd_service_op: uint(0x0501, 1),
  broadcast_channel_indicator: uint(0x0600, 1),
  broadcast_content_type: octets(0x0601, 3, 3),
  broadcast_content_type_info: octets(0x0602, 1, 255),
  broadcast_message_class: uint(0x0603, 1),
  broadcast_rep_num: uint(0x0604, 2),
  broadcast_frequency_interval: octets(0x0605, 3, 3),
  broadcast_area_identifier: octets(0x0606, 1, ANY),
  broadcast_error_status: uint(0x0607, 4),
  broadcast_area_success: uint(0x0608, 1),
  broadcast_end_time: cString(0x0609, 17),
  broadcast_service_group: octets(0x060a, 1, 255),
  billing_identification: octets(0x060b, 1, 1024),
  source_network_id: cString(0x060d, 65),
  dest_network_id: cString(0x060e, 65),
  source_node_id: octets(0x060f, 6, 6),
  dest_node_id: octets(0x0610, 6, 6),
  dest_addr_np_resolution: uint(0x0611, 1),
  dest_addr_np_information: octets(0x0612, 10, 10),
  dest_addr_np_country: octets(0x0613, 1, 5),
  display_time: uint(0x1201, 1),
  sms_signal: uint(0x1203, 2),
  /** One octet, or four in SMPP 5.0. */
  ms_validity: octets(0x1204, 1, 4),
  /** Without a value in SMPP 3.4. */
  alert_on_message_delivery: octets(0x130c, 0, 1),
  its_reply_type: uint(0x1380, 1),
  its_session_info: octets(0x1383, 2, 2),
} as const satisfies Record<string, TlvRow>
