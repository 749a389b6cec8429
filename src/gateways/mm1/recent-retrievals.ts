import { inTwo, type PduInTwo, withTransaction } from '../../../protocols/mms/index.ts'
import type { Message } from '../../core/index.ts'

/** Octets kept, together; what is larger than a quarter of it is not. */
const REMEMBERED_OCTETS = 4 * 1024 * 1024

type Retrieved = { readonly message: Message; readonly pdu: PduInTwo }

/** The m-retrieve.conf of messages that were fetched last: within a moment every member of a group comes for the same. */
export class RecentRetrievals {
  private recent: readonly Retrieved[] = []

  /** What was written for another member, with this one's transaction; else it is written now. */
  pduFor(message: Message, transactionId: string, write: () => Uint8Array): PduInTwo {
    // A message that was replaced is another value.
    const known = this.recent.find((one) => one.message === message)
    if (known) return withTransaction(known.pdu, transactionId)
    const pdu = inTwo(write())
    if (pdu.tail.length <= REMEMBERED_OCTETS / 4) this.recent = withinBounds([{ message, pdu }, ...this.recent])
    return pdu
  }
}

/** The newest ones that fit. */
function withinBounds(retrieved: readonly Retrieved[]): readonly Retrieved[] {
  let room = REMEMBERED_OCTETS
  return retrieved.filter(({ pdu }) => {
    room -= pdu.tail.length
    return room >= 0
  })
}
