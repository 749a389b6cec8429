import { inTwo, type PduInTwo, withTransaction } from '../../../protocols/mms/index.ts'
import { type Message, Recent } from '../../core/index.ts'

const REMEMBERED_OCTETS = 4 * 1024 * 1024

type Retrieved = { readonly message: Message; readonly pdu: PduInTwo }

/** The m-retrieve.conf of messages that were fetched last: within a moment every member of a group comes for the same. */
export class RecentRetrievals {
  private readonly recent = new Recent<Retrieved>(REMEMBERED_OCTETS)

  /** What was written for another member, with this one's transaction; else it is written now. */
  pduFor(message: Message, transactionId: string, write: () => Uint8Array): PduInTwo {
    // A message that was replaced is another value.
    const known = this.recent.find((one) => one.message === message)
    if (known) return withTransaction(known.pdu, transactionId)
    const pdu = inTwo(write())
    this.recent.add({ message, pdu }, pdu.tail.length)
    return pdu
  }
}
