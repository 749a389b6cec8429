import { type Address, parseAddress, reachability } from '../core/index.ts'
import type { SmppWorld } from '../gateways/smpp/index.ts'
import type { World } from './world.ts'

/** Those among the peers who hear what happens to phones. */
export type Listener = {
  phoneAvailable(world: SmppWorld, phone: Address): Promise<void>
  phoneRead(world: SmppWorld, phone: Address, messageIds: readonly number[]): Promise<void>
}

/** Messages of a thread that a person reads at once, at the most. */
const READ_AT_ONCE = 200

type News = { readonly type: string } & Readonly<Record<string, unknown>>

/** What of all that happens is news; the other events are not even made readable. */
const NEWS: ReadonlySet<string> = new Set(['phone.state-changed', 'phone.thread-read'])

/** Reads a world's journal for ESMEs: a phone is back, a person has read a thread. */
export function tellEsmes(world: World, listener: Listener, onFault: (error: unknown, what: string) => void): void {
  const tell = (event: News) => {
    const phone = parseAddress(String(event.phone))
    if (!phone) return
    const told = toldOf(event, phone)
    if (told) told.catch((error: unknown) => onFault(error, event.type))
  }
  const toldOf = (event: News, phone: Address) => {
    if (event.type === 'phone.state-changed') return isBack(world, phone) && listener.phoneAvailable(world, phone)
    const ids = messagesRead(world, phone, event)
    return ids.length > 0 && listener.phoneRead(world, phone, ids)
  }
  world.journal.subscribe((entries) => {
    for (const entry of entries ?? []) if (NEWS.has(entry.type)) tell(entry.event)
  })
}

function isBack({ read }: World, number: Address): boolean {
  return reachability(read.phone(number)).kind === 'reachable'
}

/** Ids on the network of the short messages that came to the phone in this thread so far. */
function messagesRead({ phones }: World, phone: Address, { thread, upTo }: News): readonly number[] {
  const shown = phones.messages(phone, { thread: String(thread), limit: READ_AT_ONCE })
  const read = shown.filter(({ id, direction, transport }) => {
    return direction === 'received' && transport === 'sms' && Number(id) <= Number(upTo)
  })
  return read.flatMap(({ messageId }) => (messageId === null ? [] : [Number(messageId)]))
}
