import type { OutbindResult, OutbindTarget } from './outbind.ts'
import type { SessionDetails, SessionView } from './session-view.ts'

/** What can be seen of one world's sessions, and done to them. */
export type SessionControl = {
  list(): readonly SessionView[]
  find(id: string): SessionDetails | undefined
  /** Cuts a session off. This and the others: false if the world has no such session. */
  close(id: string): boolean
  /** Sends unbind; the session ends with the ESME's answer or without. */
  unbind(id: string): boolean
  /** Sends enquire_link and waits; whether the ESME answered, undefined if there is no such session. */
  enquireLink(id: string): Promise<boolean | undefined>
  /** Calls an ESME and tells it to bind; whose session it is shows when it has. */
  outbind(target: OutbindTarget): Promise<OutbindResult>
}
