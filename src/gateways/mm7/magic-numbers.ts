import { isSuccess, type Mm7Status } from '../../../protocols/mm7/index.ts'
import type { Address } from '../../core/index.ts'

/** A SubmitReq to +1 500 556 nnnn is answered with status nnnn. */
const STATUS_NUMBER = /^\+1500556([1-9]\d{3})$/

/** The status that one of the recipients asks for; success needs no help. */
export function statusOnDemand(recipients: Iterable<Address>): Mm7Status | undefined {
  for (const recipient of recipients) {
    const code = Number(STATUS_NUMBER.exec(recipient)?.[1] ?? 1000)
    if (!isSuccess(code)) return { statusCode: code, details: `${recipient} answers with its last four digits` }
  }
  return undefined
}
