import { withTransaction } from '../../../protocols/mms/index.ts'
import type { Message } from '../../core/index.ts'

/** Octets kept, together; what is larger than a quarter of it is not. */
const REMEMBERED_OCTETS = 4 * 1024 * 1024

type Retrieved = { readonly message: Message; readonly octets: Uint8Array }

/** The m-retrieve.conf of messages that were fetched last: within a moment every member of a group comes for the same. */
export class RecentRetrievals {
  private recent: readonly Retrieved[] = []

  /** What was written for another member, with this one's transaction; else it is written now. */
  octetsOf(message: Message, transactionId: string, write: () => Uint8Array): Uint8Array {
    // A message that was replaced is another value.
    const known = this.recent.find((one) => one.message === message)
    if (known) return withTransaction(known.octets, transactionId)
    const octets = write()
    if (octets.length <= REMEMBERED_OCTETS / 4) this.recent = withinBounds([{ message, octets }, ...this.recent])
    return octets
  }
}

/** The newest ones that fit. */
function withinBounds(retrieved: readonly Retrieved[]): readonly Retrieved[] {
  let room = REMEMBERED_OCTETS
  return retrieved.filter(({ octets }) => {
    room -= octets.length
    return room >= 0
  })
}
