import type { Mm7Request, Mm7Status, RequestName, SenderIdentification } from '../../../../protocols/mm7/index.ts'
import type { Mm7Answer } from '../answer.ts'
import { isProperlyIdentified } from '../auth.ts'
import type { Mm7Vasp } from '../parts.ts'
import type { Incoming } from '../submission.ts'
import { cancel } from './cancel.ts'
import { extendedCancel } from './extended-cancel.ts'
import { extendedReplace } from './extended-replace.ts'
import { replace } from './replace.ts'
import { submit } from './submit.ts'

export type Received = Incoming<RequestName> & { readonly request: Mm7Request }

/** Carries out a request of a VASP; a bare status is answered as a fault. */
export function carryOut(received: Received): Promise<Mm7Answer> | Mm7Status {
  const { request, vasp } = received
  if (!isProperlyIdentified(identificationOf(request), vasp.account)) return improperlyIdentified(vasp)
  switch (request.operation) {
    case 'SubmitReq':
      return submit({ ...received, request })
    case 'CancelReq':
      return cancel(request, vasp)
    case 'ReplaceReq':
      return replace({ ...received, request })
    case 'extendedCancelReq':
      return extendedCancel(request, vasp)
    case 'extendedReplaceReq':
      return extendedReplace({ ...received, request })
    case 'DeliverReq':
    case 'DeliveryReportReq':
    case 'ReadReplyReq':
      return { statusCode: 4003, details: `${request.operation} goes from the relay to the VASP` }
  }
}

function identificationOf(request: Mm7Request): Pick<SenderIdentification, 'vaspId' | 'vasId'> {
  switch (request.operation) {
    case 'SubmitReq':
    case 'CancelReq':
    case 'ReplaceReq':
    case 'extendedCancelReq':
      return request.body.senderIdentification
    case 'extendedReplaceReq':
      return request.body
    case 'DeliverReq':
    case 'DeliveryReportReq':
    case 'ReadReplyReq':
      return {}
  }
}

function improperlyIdentified({ account }: Mm7Vasp): Mm7Status {
  return { statusCode: 4001, details: `VASPID and VASID are not those of ${account.user}` }
}
