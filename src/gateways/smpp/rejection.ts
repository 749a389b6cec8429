import type { Tlv } from '../../../protocols/smpp/index.ts'

/** A request that was understood and is not done: its command_status, and why in words for the log. */
export type Rejection = {
  readonly rejected: true
  readonly commandStatus: number
  readonly explanation: string
  /** What the response says beside its status. */
  readonly tlvs?: readonly Tlv[]
}

export function reject(commandStatus: number, explanation: string, tlvs: readonly Tlv[] = []): Rejection {
  return { rejected: true, commandStatus, explanation, ...(tlvs.length > 0 && { tlvs }) }
}
