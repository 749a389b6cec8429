import type { Mm7Answer } from '../answer.ts'
import { readMedia } from '../media.ts'
import { findOwnMessage } from '../own-message.ts'
import { replaceOpen } from '../replacement.ts'
import { evidenceOf, type Incoming, momentOf } from '../submission.ts'
import { messageNotFound } from './cancel.ts'

/** extendedReplaceReq: ReplaceID is the MessageID that SubmitRsp gave; it may also move the expiry and the reports. */
export async function extendedReplace({
  request,
  vasp,
  octets,
  hash,
}: Incoming<'extendedReplaceReq'>): Promise<Mm7Answer> {
  const { body, content } = request
  const { replaceId: messageId = '', deliveryReport, readReply } = body
  const parts = body.content && readMedia({ references: body.content, content }, hash)
  if (parts && 'statusCode' in parts) return { operation: 'extendedReplaceRsp', body: { status: parts } }
  const status = await vasp.world.carrier.run((unit) => {
    const own = findOwnMessage(unit, vasp.account.user, messageId)
    if (!own) return messageNotFound(messageId)
    return replaceOpen(unit, own, {
      parts,
      notBefore: momentOf(body.earliestDeliveryTime, unit.now),
      expiresAt: momentOf(body.expiryDate, unit.now),
      report: {
        ...(deliveryReport !== undefined && { delivered: deliveryReport, failed: deliveryReport }),
        ...(readReply !== undefined && { read: readReply }),
      },
      evidence: evidenceOf(octets),
    })
  })
  return { operation: 'extendedReplaceRsp', body: { messageId, status } }
}
