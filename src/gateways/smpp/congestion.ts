import { INTERFACE_VERSION, makeTlv, type Pdu } from '../../../protocols/smpp/index.ts'

/** A window that is used up is as congested as can be. [SMPP50 4.8.4.18] */
const CONGESTED = 100

/** A positive response with congestion_state, which only an ESME of 5.0 is told: how much of its window is in use. */
export function withCongestionState(
  response: Pdu,
  { interfaceVersion, window }: { readonly interfaceVersion: number; readonly window: number },
  inUse: number,
): Pdu {
  if (interfaceVersion < INTERFACE_VERSION.v50 || response.commandStatus !== 0) return response
  const state = Math.min(CONGESTED, Math.floor((CONGESTED * inUse) / window))
  return { ...response, tlvs: [...response.tlvs, makeTlv('congestion_state', state)] }
}
