/** [MMSENC 7.3.48] Response-Status by the standard's name. */
export const RESPONSE_STATUS = {
  Ok: 0x80,
  'Error-unspecified': 0x81,
  'Error-service-denied': 0x82,
  'Error-message-format-corrupt': 0x83,
  'Error-sending-address-unresolved': 0x84,
  'Error-message-not-found': 0x85,
  'Error-network-problem': 0x86,
  'Error-content-not-accepted': 0x87,
  'Error-unsupported-message': 0x88,
  'Error-transient-failure': 0xc0,
  'Error-transient-sending-address-unresolved': 0xc1,
  'Error-transient-message-not-found': 0xc2,
  'Error-transient-network-problem': 0xc3,
  'Error-transient-partial-success': 0xc4,
  'Error-permanent-failure': 0xe0,
  'Error-permanent-service-denied': 0xe1,
  'Error-permanent-message-format-corrupt': 0xe2,
  'Error-permanent-sending-address-unresolved': 0xe3,
  'Error-permanent-message-not-found': 0xe4,
  'Error-permanent-content-not-accepted': 0xe5,
  'Error-permanent-reply-charging-limitations-not-met': 0xe6,
  'Error-permanent-reply-charging-request-not-accepted': 0xe7,
  'Error-permanent-reply-charging-forwarding-denied': 0xe8,
  'Error-permanent-reply-charging-not-supported': 0xe9,
  'Error-permanent-address-hiding-not-supported': 0xea,
  'Error-permanent-lack-of-prepaid': 0xeb,
} as const

/** [MMSENC 7.3.50] Retrieve-Status by the standard's name. */
export const RETRIEVE_STATUS = {
  Ok: 0x80,
  'Error-transient-failure': 0xc0,
  'Error-transient-message-not-found': 0xc1,
  'Error-transient-network-problem': 0xc2,
  'Error-permanent-failure': 0xe0,
  'Error-permanent-service-denied': 0xe1,
  'Error-permanent-message-not-found': 0xe2,
  'Error-permanent-content-unsupported': 0xe3,
} as const

/** [MMSENC 7.3] Store-Status by the standard's name. */
export const STORE_STATUS = {
  Success: 0x80,
  'Error-transient-failure': 0xc0,
  'Error-transient-network-problem': 0xc1,
  'Error-permanent-failure': 0xe0,
  'Error-permanent-service-denied': 0xe1,
  'Error-permanent-message-format-corrupt': 0xe2,
  'Error-permanent-message-not-found': 0xe3,
  'Error-permanent-mmbox-full': 0xe4,
} as const

const FIRST_TRANSIENT = 0xc0
const FIRST_PERMANENT = 0xe0

/** What a status asks of the one who gets it. [MMSENC 7.3.48] Unknown values count as their group. */
export function statusGroup(status: number): 'ok' | 'transient' | 'permanent' {
  if (status === RESPONSE_STATUS.Ok) return 'ok'
  return status >= FIRST_TRANSIENT && status < FIRST_PERMANENT ? 'transient' : 'permanent'
}

export function responseStatusName(status: number): string {
  return nameIn(RESPONSE_STATUS, status)
}

export function retrieveStatusName(status: number): string {
  return nameIn(RETRIEVE_STATUS, status)
}

export function storeStatusName(status: number): string {
  return nameIn(STORE_STATUS, status)
}

function nameIn(table: Readonly<Record<string, number>>, status: number): string {
  const row = Object.entries(table).find(([, code]) => code === status)
  return row ? row[0] : `0x${status.toString(16)}`
}
