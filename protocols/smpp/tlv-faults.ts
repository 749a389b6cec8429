import { STATUS } from './command-status.ts'
import { INTERFACE_VERSION } from './flags.ts'
import type { CommandName } from './pdus/index.ts'
import { hasRightLength, type Tlv, type TlvName, tlvName, tlvNumber } from './tlvs.ts'

/** What is wrong with an optional parameter: its name, and in words why. */
export type TlvFault = { readonly commandStatus: number; readonly path: string; readonly says?: string }

/** Parameters that the message centre alone sends. [SMPP34 5.3.2, SMPP50 4.8.4] */
const FROM_THE_CENTRE: ReadonlySet<TlvName> = new Set([
  'sc_interface_version',
  'additional_status_info_text',
  'delivery_failure_reason',
  'dpf_result',
  'ms_availability_status',
  'congestion_state',
  'broadcast_error_status',
  'broadcast_area_success',
  'broadcast_end_time',
])

/** [SMPP50 4.4.1.1] */
const OF_BROADCASTS: ReadonlySet<TlvName> = new Set([
  'broadcast_channel_indicator',
  'broadcast_content_type',
  'broadcast_content_type_info',
  'broadcast_message_class',
  'broadcast_rep_num',
  'broadcast_frequency_interval',
  'broadcast_area_identifier',
  'broadcast_service_group',
])

/** Requests with few parameters, or none. [SMPP34 4.8.1, 4.9.1, SMPP50 4.5.3.1] */
const KNOWN_TO: { readonly [Name in CommandName]?: ReadonlySet<TlvName> } = {
  query_sm: new Set(),
  cancel_sm: new Set(),
  replace_sm: new Set(['message_payload']),
}

/** The highest value that is not reserved. [SMPP34 5.3.2.1, 5.3.2.2, 5.3.2.10, 5.3.2.14, 5.3.2.26, 5.3.2.29, 5.3.2.34, 5.3.2.39] */
const HIGHEST: { readonly [Name in TlvName]?: number } = {
  dest_addr_subunit: 4,
  source_addr_subunit: 4,
  payload_type: 1,
  privacy_indicator: 3,
  number_of_messages: 99,
  set_dpf: 1,
  more_messages_to_send: 1,
  display_time: 2,
  dest_addr_np_resolution: 2,
}

/** [SMPP50 4.7.6] Statuses of their own, which 3.4 does not know. */
const STATUS_SINCE_50: { readonly [Name in TlvName]?: number } = {
  source_addr_subunit: STATUS.ESME_RINVSRCADDRSUBUNIT,
  dest_addr_subunit: STATUS.ESME_RINVDSTADDRSUBUNIT,
}

type Place = { readonly command: CommandName; readonly version: number }

/** The first optional parameter of a request that has a wrong length, has no place there, or a reserved value. */
export function tlvFault(tlvs: readonly Tlv[], place: Place): TlvFault | undefined {
  for (let i = 0; i < tlvs.length; i++) {
    const tlv = tlvs[i]!
    if (!hasRightLength(tlv)) return { commandStatus: STATUS.ESME_RINVPARLEN, path: `tlvs[${i}]` }
    const name = tlvName(tlv.tag)
    const fault = name && faultOf(name, tlv, place)
    if (fault) return fault
  }
  return undefined
}

function faultOf(name: TlvName, tlv: Tlv, { command, version }: Place): TlvFault | undefined {
  if (!isAllowed(name, command)) {
    const says = `${name} has no place in ${command}`
    return { commandStatus: STATUS.ESME_ROPTPARNOTALLWD, path: name, says }
  }
  const highest = HIGHEST[name]
  if (highest === undefined || (tlvNumber([tlv], name) ?? 0) <= highest) return undefined
  const own = version >= INTERFACE_VERSION.v50 ? STATUS_SINCE_50[name] : undefined
  return { commandStatus: own ?? STATUS.ESME_RINVOPTPARAMVAL, path: name }
}

function isAllowed(name: TlvName, command: CommandName): boolean {
  if (FROM_THE_CENTRE.has(name)) return false
  if (OF_BROADCASTS.has(name)) return command === 'broadcast_sm' || command === 'cancel_broadcast_sm'
  return KNOWN_TO[command]?.has(name) ?? true
}
