import type { Mm7Answer } from '../answer.ts'
import { readMedia } from '../media.ts'
import { findOwnMessage } from '../own-message.ts'
import { replaceOpen } from '../replacement.ts'
import { evidenceOf, type Incoming, momentOf } from '../submission.ts'
import { messageNotFound } from './cancel.ts'

/** ReplaceReq: other content, another time, under the MessageID of SubmitRsp. [23.140 8.7.6] */
export async function replace({ request, vasp, octets, hash }: Incoming<'ReplaceReq'>): Promise<Mm7Answer> {
  const { body, content } = request
  const parts = body.content && readMedia({ references: body.content, content }, hash)
  if (parts && 'statusCode' in parts) return { operation: 'ReplaceRsp', body: { status: parts } }
  const status = await vasp.world.carrier.run((unit) => {
    const own = findOwnMessage(unit, vasp.account.user, body.messageId)
    if (!own) return messageNotFound(body.messageId)
    return replaceOpen(unit, own, {
      parts,
      notBefore: momentOf(body.earliestDeliveryTime, unit.now),
      expiresAt: undefined,
      report: body.readReply === undefined ? {} : { read: body.readReply },
      evidence: evidenceOf(octets),
    })
  })
  return { operation: 'ReplaceRsp', body: { status } }
}
