import type { Mm7Request } from '../../../../protocols/mm7/index.ts'
import type { Mm7Answer } from '../answer.ts'
import { findOwnMessage } from '../own-message.ts'
import type { Mm7Vasp } from '../parts.ts'
import { cancelOpen, messageNotFound } from './cancel.ts'

/** extendedCancelReq: CancelID is the MessageID that SubmitRsp gave; SubmitReq has no field for an id of the VASP's own. */
export async function extendedCancel(
  { body }: Mm7Request<'extendedCancelReq'>,
  { account, world }: Mm7Vasp,
): Promise<Mm7Answer> {
  const status = await world.carrier.run((unit) => {
    const own = findOwnMessage(unit, account.user, body.cancelId)
    return own ? cancelOpen(unit, own) : messageNotFound(body.cancelId)
  })
  return { operation: 'extendedCancelRsp', body: { status } }
}
