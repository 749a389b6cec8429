import { type DeleteReq, type MmsPdu, RESPONSE_STATUS } from '../../../../protocols/mms/index.ts'
import { type Address, type Carrier, isSettled, type Unit } from '../../../core/index.ts'
import { pathOf } from '../location.ts'
import { MMS_VERSION } from '../push.ts'
import { find } from './retrieve.ts'

export type Discarding = { readonly pdu: DeleteReq; readonly identity: Address | undefined }

/** m-delete.req: the handset never comes for these messages; the network forgets them unfetched. [MMSENC 6.14] */
export async function discard(carrier: Carrier, { pdu, identity }: Discarding): Promise<MmsPdu> {
  const { contentLocation, transactionId } = pdu
  const statuses = await carrier.run((unit) =>
    contentLocation.map((location) => discardOne(unit, { location, identity })),
  )
  return {
    type: 'm-delete.conf',
    transactionId,
    mmsVersion: MMS_VERSION,
    contentLocation,
    responseStatus: statuses.map((status) => RESPONSE_STATUS[status]),
  }
}

type One = { readonly location: string; readonly identity: Address | undefined }

function discardOne(unit: Unit, { location, identity }: One): keyof typeof RESPONSE_STATUS {
  const found = find(unit.read, pathOf(location))
  if (!found || isSettled(found.delivery)) return 'Error-permanent-message-not-found'
  if (identity !== undefined && identity !== found.delivery.recipient) return 'Error-permanent-service-denied'
  unit.settle(found.delivery, found.message, { kind: 'failed', reason: 'rejected-by-recipient' })
  return 'Ok'
}
