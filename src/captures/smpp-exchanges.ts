import {
  decodePdu,
  encodePdu,
  INTERFACE_VERSION,
  makePdu,
  type Pdu,
  respond,
  responseName,
  STATUS,
} from '../../protocols/smpp/index.ts'
import type { Instant, SmppAccount } from '../core/index.ts'
import { CARRIER, type Exchange, type Link, type Turn } from './exchange.ts'

/** A session of late, with what passed on it beside messages. */
export type RecordedSession = {
  readonly id: string
  readonly systemId: string
  readonly interfaceVersion: number
  readonly receives: boolean
  /** The ESME's port, where the message centre called it (outbind). */
  readonly calledPort: number | null
  /** Null while it is open. */
  readonly closedAt: Instant | null
  readonly pdus: readonly {
    readonly at: Instant
    readonly direction: 'received' | 'sent'
    readonly octets: Uint8Array
  }[]
}

export type SmppParts = {
  readonly serverPort: number
  readonly credentials: boolean
  readonly sessions: readonly RecordedSession[]
}

/** What was said on the sessions that are still known, as it was said. */
export function sessionExchanges(parts: SmppParts): readonly Exchange[] {
  return parts.sessions.flatMap((session) => {
    const link = recordedLink(session, parts.serverPort)
    const bound = session.pdus.findIndex(({ direction, octets }) => direction === 'sent' && isBindResponse(octets))
    return session.pdus.map(({ at, direction, octets }, i) => {
      const shown = parts.credentials ? octets : withoutPassword(octets)
      const isOurs = direction === 'sent'
      const from = isOurs === (session.calledPort === null) ? ('server' as const) : ('client' as const)
      return {
        at,
        link,
        turns: [{ from, octets: shown }],
        rank: i <= bound ? ('opening' as const) : ('later' as const),
      }
    })
  })
}

function recordedLink({ id, systemId, calledPort }: RecordedSession, serverPort: number): Link {
  const esme = `esme ${systemId}`
  const name = `smpp ${id}`
  return calledPort === null
    ? { name, client: esme, server: CARRIER, serverPort }
    : { name, client: CARRIER, server: esme, serverPort: calledPort }
}

function isBindResponse(octets: Uint8Array): boolean {
  const decoding = decodePdu(octets)
  return decoding.kind === 'value' && /^bind_\w+_resp$/.test(decoding.pdu.command)
}

function withoutPassword(octets: Uint8Array): Uint8Array {
  const decoding = decodePdu(octets)
  if (decoding.kind !== 'value' || !('password' in decoding.pdu)) return octets
  return encodePdu({ ...decoding.pdu, password: '' })
}

/** One message's place: the session it came on, if that is known, one that receives for what goes out. */
export type Wanted = {
  readonly at: Instant
  readonly sessionId?: string | undefined
  readonly receives?: boolean
  readonly since50?: boolean
}

/** The link of an account: the session itself, or all that are forgotten drawn as one, which begins with a bind. */
export function smppLink(account: SmppAccount, parts: SmppParts, wanted: Wanted): Link {
  const { at, sessionId, receives = false, since50 = false } = wanted
  const fit = parts.sessions.filter(
    (session) => session.systemId === account.systemId && isOpen(session, at) && (session.receives || !receives),
  )
  const session = fit.find(({ id }) => id === sessionId) ?? (receives ? fit.at(-1) : undefined)
  return session ? recordedLink(session, parts.serverPort) : drawnLink(account, parts, since50)
}

function isOpen({ pdus, closedAt }: RecordedSession, at: Instant): boolean {
  const openedAt = pdus[0]?.at
  return openedAt !== undefined && openedAt <= at && at <= (closedAt ?? at)
}

function drawnLink(account: SmppAccount, { serverPort, credentials }: SmppParts, since50: boolean): Link {
  const { systemId } = account
  const interfaceVersion = since50 ? INTERFACE_VERSION.v50 : INTERFACE_VERSION.v34
  const password = credentials ? account.password : ''
  const bind = makePdu('bind_transceiver', { sequenceNumber: 1, systemId, password, interfaceVersion })
  const opening = [turn('client', bind), turn('server', respond(bind, STATUS.ESME_ROK, { systemId: 'partyline' }))]
  const name = `smpp ${systemId}${since50 ? ' 5.0' : ''}`
  return { name, client: `esme ${systemId}`, server: CARRIER, serverPort, opening }
}

/** Whether a request is one that only 5.0 knows. */
export function isSince50(octets: Uint8Array): boolean {
  const decoding = decodePdu(octets)
  return decoding.kind === 'value' && decoding.pdu.command === 'broadcast_sm'
}

/** A request of the ESME as it came, and the response that it got; nothing if the octets are no request. */
export function submitted(link: Link, octets: Uint8Array, messageId: string): readonly Turn[] {
  const decoding = decodePdu(octets)
  if (decoding.kind !== 'value') return []
  const { pdu } = decoding
  if (responseName(pdu.command) === undefined) return []
  // Every request that hands in a message has a response with its message_id.
  const response = respond(pdu as Pdu & { command: 'submit_sm' }, STATUS.ESME_ROK, { messageId })
  const { esme, carrier } = sidesOf(link)
  return [{ from: esme, octets }, turn(carrier, response)]
}

/** What was sent to the ESME, encoded again, and its responses. */
export function delivered(link: Link, pdus: readonly Pdu[], nextSequence: () => number): readonly Turn[] {
  const { esme, carrier } = sidesOf(link)
  return pdus.flatMap((pdu) => {
    const request = { ...pdu, sequenceNumber: nextSequence() }
    // [SMPP34 4.6.2] message_id is unused, but there.
    const answer = respond(request as Pdu & { command: 'deliver_sm' }, STATUS.ESME_ROK, { messageId: '' })
    return [turn(carrier, request), turn(esme, answer)]
  })
}

/** Who opened the connection: mostly the ESME. */
function sidesOf({ server }: Link): { readonly esme: Turn['from']; readonly carrier: Turn['from'] } {
  return server === CARRIER ? { esme: 'client', carrier: 'server' } : { esme: 'server', carrier: 'client' }
}

function turn(from: Turn['from'], pdu: Pdu): Turn {
  return { from, octets: encodePdu(pdu) }
}
