import { makePdu } from '../../../protocols/smpp/index.ts'
import type { Connection } from './connection.ts'
import type { OutbindResult, OutbindTarget } from './outbind.ts'
import { detailsOf, type SessionDetails, type SessionView } from './session-view.ts'

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

type Parts = Pick<SessionControl, 'list' | 'outbind'> & {
  /** A session of this world. */
  readonly find: (id: string) => Connection | undefined
}

export function createSessionControl({ list, outbind, find }: Parts): SessionControl {
  return {
    list,
    outbind,
    find: (id) => {
      const connection = find(id)
      return connection && detailsOf(connection)
    },
    close: (id) => {
      const connection = find(id)
      connection?.close('closed by the control API')
      return connection !== undefined
    },
    unbind: (id) => {
      const connection = find(id)
      connection?.request(makePdu('unbind', {}), () => connection.close('unbound by us, without an answer'))
      return connection !== undefined
    },
    enquireLink: async (id) => {
      const connection = find(id)
      return connection && (await answers(connection))
    },
  }
}

function answers(connection: Connection): Promise<boolean> {
  return new Promise((resolve) =>
    connection.request(makePdu('enquire_link', {}), ({ kind }) => resolve(kind === 'answered')),
  )
}
