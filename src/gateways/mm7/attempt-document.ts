import { type EncodedDocument, encodeRequest } from '../../../protocols/mm7/index.ts'
import type { CarrierReader, Delivery, Message } from '../../core/index.ts'
import { deliverRequest } from './deliver-request.ts'
import { reportRequest } from './report-request.ts'

export type PastAttempt = { readonly delivery: Delivery; readonly message: Message; readonly transactionId: string }

/** What was posted to a VASP, encoded again for whoever looks; undefined where its account is gone. */
export function attemptDocument(
  read: CarrierReader,
  { delivery, message, transactionId }: PastAttempt,
): EncodedDocument | undefined {
  if (delivery.kind === 'report') return encodeRequest({ ...reportRequest({ delivery, message }), transactionId })
  const account = read.account('mm7', delivery.endpoint.key)
  if (!account) return undefined
  const request = deliverRequest(read, { delivery, message }, account)
  return encodeRequest({ ...request, transactionId })
}
