import type { Mm7Status } from '../../../protocols/mm7/index.ts'
import type { CarrierReader, Mm7Account } from '../../core/index.ts'

/** A LinkedID that names no message this VASP was told of. [23.140 8.7.8.3] */
export function unknownLink(
  read: CarrierReader,
  { user, linkedIds }: Mm7Account,
  linkedId: string | undefined,
): Mm7Status | undefined {
  if (linkedId === undefined || linkedIds === 'any' || wasOfferedTo(read, user, linkedId)) return undefined
  return { statusCode: 2006, details: `No message ${linkedId} went to ${user}` }
}

/** The LinkedID of a DeliverReq is the id of its message. */
function wasOfferedTo(read: CarrierReader, user: string, linkedId: string): boolean {
  const deliveries = /^\d{1,16}$/.test(linkedId) ? read.deliveriesOf(Number(linkedId)) : []
  return deliveries.some(({ kind, endpoint }) => kind === 'message' && endpoint.kind === 'mm7' && endpoint.key === user)
}
