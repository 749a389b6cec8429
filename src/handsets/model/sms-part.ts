import type { Address, Instant, MessageId } from '../../core/index.ts'

/** Which parts belong together. [23.040 9.2.3.24.1] */
export type PartSet = {
  readonly phone: Address
  readonly from: Address
  /** 16-bit references are counted from 0x10000, so that they never meet 8-bit ones. */
  readonly reference: number
  readonly total: number
}

/** One part of a concatenated short message that waits for the others. */
export type StoredPart = PartSet & {
  readonly sequence: number
  readonly dataCoding: number
  /** User data with its header. */
  readonly userData: Uint8Array
  readonly messageId: MessageId
  /** When the phone shows what it has. */
  readonly dueAt: Instant
}
