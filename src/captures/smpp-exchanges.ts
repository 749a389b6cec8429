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
import type { SmppAccount } from '../core/index.ts'
import { CARRIER, type Link, type Turn } from './exchange.ts'

/** The link of an account: all its sessions drawn as one, which begins with a bind. */
export function smppLink(account: SmppAccount, serverPort: number, credentials: boolean): Link {
  const { systemId } = account
  const bind = makePdu('bind_transceiver', {
    sequenceNumber: 1,
    systemId,
    password: credentials ? account.password : '',
    interfaceVersion: INTERFACE_VERSION.v34,
  })
  const opening = [turn('client', bind), turn('server', respond(bind, STATUS.ESME_ROK, { systemId: 'partyline' }))]
  return { name: `smpp ${systemId}`, client: `esme ${systemId}`, server: CARRIER, serverPort, opening }
}

/** A request of the ESME as it came, and the response that it got; nothing if the octets are no request. */
export function submitted(octets: Uint8Array, messageId: string): readonly Turn[] {
  const decoding = decodePdu(octets)
  if (decoding.kind !== 'value') return []
  const { pdu } = decoding
  if (responseName(pdu.command) === undefined) return []
  // Every request that hands in a message has a response with its message_id.
  const response = respond(pdu as Pdu & { command: 'submit_sm' }, STATUS.ESME_ROK, { messageId })
  return [{ from: 'client', octets }, turn('server', response)]
}

/** What was sent to the ESME, encoded again, and its responses. */
export function delivered(pdus: readonly Pdu[], nextSequence: () => number): readonly Turn[] {
  return pdus.flatMap((pdu) => {
    const request = { ...pdu, sequenceNumber: nextSequence() }
    // [SMPP34 4.6.2] message_id is unused, but there.
    const answer = respond(request as Pdu & { command: 'deliver_sm' }, STATUS.ESME_ROK, { messageId: '' })
    return [turn('server', request), turn('client', answer)]
  })
}

function turn(from: Turn['from'], pdu: Pdu): Turn {
  return { from, octets: encodePdu(pdu) }
}
