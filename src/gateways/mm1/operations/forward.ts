import type { ForwardReq } from '../../../../protocols/mms/index.ts'
import {
  type CarrierReader,
  carrierProfile,
  forwardReference,
  type Instant,
  type Part,
  type Submission,
  type SubmittedPart,
} from '../../../core/index.ts'
import { pathOf } from '../location.ts'
import { beyondLimit, membersOf, type NotTaken, notTaken, senderOf, wishesOf } from './members.ts'
import { find } from './retrieve.ts'
import type { Sending } from './send.ts'

/** An m-forward.req as a submission: a message that waits for this handset goes on to others, unfetched. [MMSENC 6.5] */
export function forwardOf(
  read: CarrierReader,
  { pdu, identity, octets }: Sending<ForwardReq>,
  now: Instant,
): Submission | NotTaken {
  const sender = senderOf(read, identity, pdu.from)
  if (typeof sender !== 'string') return sender
  const members = membersOf(pdu)
  if ('status' in members) return members
  const tooMany = beyondLimit(members, carrierProfile(read.phone(sender)?.carrier))
  if (tooMany) return tooMany
  const found = find(read, pathOf(pdu.contentLocation))
  const parts = found?.message.content.kind === 'mms' ? withOctets(read, found.message.content.parts) : undefined
  if (!found || found.delivery.recipient !== sender || !parts) {
    return notTaken('Error-permanent-message-not-found', `No message for ${sender} is at ${pdu.contentLocation}`)
  }
  const { message } = found
  const subject = message.content.kind === 'mms' ? message.content.subject : null
  return {
    origin: { kind: 'handset', key: sender },
    from: sender,
    ...members,
    content: { ...found.message.content, kind: 'mms', subject, parts },
    ...wishesOf(pdu, now),
    priority: message.priority,
    reference: forwardReference(message.id, pdu.transactionId),
    evidence: octets,
  }
}

function withOctets(read: CarrierReader, parts: readonly Part[]): SubmittedPart[] | undefined {
  const found = parts.flatMap((part) => {
    const octets = read.content(part.hash)
    return octets ? [{ ...part, octets }] : []
  })
  return found.length === parts.length ? found : undefined
}
