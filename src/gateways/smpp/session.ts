import { describeMalformed } from '../../../protocols/octets/index.ts'
import {
  findFault,
  INTERFACE_VERSION,
  isResponseId,
  mayReceive,
  type Pdu,
  type PduDecoding,
  respond,
  type SessionState,
  STATUS,
} from '../../../protocols/smpp/index.ts'
import { BINDS, type Binding, type BindRequest, type BindVerdict, bindingOf, bindResponse } from './binding.ts'
import type { SmppConfig } from './config.ts'
import { withCongestionState } from './congestion.ts'
import { linkDecision } from './link-timers.ts'
import { hasResponse, type Mistake, negativeResponse } from './refused-pdus.ts'

/** One ESME's connection, as a value. */
export type Session = {
  readonly state: SessionState
  readonly binding: Binding | null
  readonly config: SmppConfig
  readonly openedAt: number
  /** When anything last came. */
  readonly heardAt: number
  /** When anything but enquire_link and its answer last came or went. */
  readonly activeAt: number
  /** enquire_links of ours since anything was heard. */
  readonly misses: number
  readonly nextSequence: number
  /** Requests of the ESME that are being worked on. */
  readonly inbound: number
  /** The unbind that is answered once no request is being worked on. */
  readonly unbindSequence: number | null
}

export type Input =
  | { readonly kind: 'received'; readonly decoding: PduDecoding }
  | { readonly kind: 'unframeable'; readonly commandLength: number; readonly sequenceNumber: number | undefined }
  | { readonly kind: 'authenticated'; readonly request: BindRequest; readonly verdict: BindVerdict }
  /** An operation has come to its end. */
  | { readonly kind: 'answer'; readonly response: Pdu }
  /** An operation has come to its end, and its answer gets lost on the way. */
  | { readonly kind: 'lost' }
  /** We have a request for the ESME. */
  | { readonly kind: 'request'; readonly build: (sequenceNumber: number) => Pdu }
  | { readonly kind: 'tick' }

export type Effect =
  | { readonly kind: 'send'; readonly pdu: Pdu }
  | { readonly kind: 'authenticate'; readonly request: BindRequest }
  | { readonly kind: 'bound'; readonly binding: Binding }
  /** The request is allowed and without fault: have it done, and give back the response as an `answer`. */
  | { readonly kind: 'perform'; readonly request: Pdu }
  /** The ESME has answered our request of this number. */
  | {
      readonly kind: 'answered'
      readonly command: string
      readonly sequenceNumber: number
      readonly commandStatus: number
    }
  /** For the log; the answer, where there is one, is an effect of its own. */
  | ({ readonly kind: 'refused'; readonly commandStatus: number | null } & Mistake)
  | { readonly kind: 'close'; readonly reason: string }

export type Step = readonly [Session, readonly Effect[]]

const NO_EFFECTS: readonly Effect[] = []
/** [SMPP34 3.2] Sequence numbers are 1 to 0x7FFFFFFF. */
const LAST_SEQUENCE = 0x7fffffff

export function openSession(config: SmppConfig, now: number): Session {
  const clean = { misses: 0, nextSequence: 1, inbound: 0, unbindSequence: null }
  return { state: 'open', binding: null, config, openedAt: now, heardAt: now, activeAt: now, ...clean }
}

/** Decides what an input means for a session; whoever calls it carries the effects out, in order. */
export function step(session: Session, input: Input, now: number): Step {
  switch (input.kind) {
    case 'received':
      return received(session, input.decoding, now)
    case 'unframeable':
      return unframeable(session, input)
    case 'authenticated':
      return authenticated(session, input.request, input.verdict)
    case 'answer':
      return answered(session, input.response)
    case 'lost':
      return concluded(session, [])
    case 'request':
      return requested(session, input.build(session.nextSequence), now)
    case 'tick':
      return ticked(session, now)
  }
}

function received(session: Session, decoding: PduDecoding, now: number): Step {
  if (decoding.kind === 'value') return receivedPdu(session, decoding.pdu, now)
  const heard = { ...session, heardAt: now, misses: 0 }
  const { commandId, sequenceNumber, commandStatus } = decoding.header
  if (decoding.kind === 'unknown') {
    const mistake = { command: `0x${commandId.toString(16)}`, sequenceNumber, explanation: 'unknown command_id' }
    return refused(heard, mistake, isResponseId(commandId) ? null : STATUS.ESME_RINVCMDID)
  }
  const command = decoding.command ?? 'unknown'
  const mistake = { command, sequenceNumber, explanation: describeMalformed(decoding.malformed) }
  // Responses are never nacked, whatever they contain; what one answers is settled by its status.
  if (isResponseId(commandId)) {
    const [, effects] = refused(heard, mistake, null)
    return [heard, [{ kind: 'answered', command, sequenceNumber, commandStatus }, ...effects]]
  }
  if (decoding.command && !mayReceive(session.state, decoding.command)) return wrongState(heard, mistake)
  return refused(heard, mistake, decoding.commandStatus)
}

function receivedPdu(session: Session, pdu: Pdu, now: number): Step {
  const { command, sequenceNumber } = pdu
  if (command === 'generic_nack' || command.endsWith('_resp')) return receivedResponse(session, pdu, now)
  const heard = hearing(session, { heardAt: now, activeAt: command === 'enquire_link' ? session.activeAt : now })
  if (!mayReceive(session.state, command)) {
    const explanation = `an ESME may not send ${command} while its session is ${session.state}`
    return wrongState(heard, { command, sequenceNumber, explanation })
  }
  const fault = findFault(pdu, session.binding?.interfaceVersion ?? INTERFACE_VERSION.v34)
  if (fault) {
    const explanation = fault.says ?? `${fault.path} has a value that is not allowed`
    return refused(heard, { command, sequenceNumber, explanation }, fault.commandStatus)
  }
  switch (command) {
    case 'bind_receiver':
    case 'bind_transmitter':
    case 'bind_transceiver':
      return [heard, [{ kind: 'authenticate', request: pdu as BindRequest }]] // the three commands of a BindRequest
    case 'enquire_link':
      return [heard, [send(respond({ command, sequenceNumber }, STATUS.ESME_ROK))]]
    case 'unbind':
      return drained({ ...heard, state: 'unbound', unbindSequence: sequenceNumber })
    default:
      return performed(heard, pdu)
  }
}

/** What came together was heard at one time. */
function hearing(session: Session, { heardAt, activeAt }: Pick<Session, 'heardAt' | 'activeAt'>): Session {
  const isSame = session.heardAt === heardAt && session.activeAt === activeAt && session.misses === 0
  return isSame ? session : { ...session, heardAt, activeAt, misses: 0 }
}

function performed(session: Session, request: Pdu): Step {
  const { command, sequenceNumber } = request
  const window = session.binding?.window ?? 0
  if (session.inbound >= window) {
    const explanation = `${window} requests are unanswered, which is the whole window`
    return refused(session, { command, sequenceNumber, explanation }, STATUS.ESME_RTHROTTLED)
  }
  return [{ ...session, inbound: session.inbound + 1 }, [{ kind: 'perform', request }]]
}

function receivedResponse(session: Session, pdu: Pdu, now: number): Step {
  const { command, sequenceNumber, commandStatus } = pdu
  const activeAt = command === 'enquire_link_resp' ? session.activeAt : now
  const heard = hearing(session, { heardAt: now, activeAt })
  if (command === 'unbind_resp') return [{ ...heard, state: 'unbound' }, [{ kind: 'close', reason: 'unbound by us' }]]
  return [heard, [{ kind: 'answered', command, sequenceNumber, commandStatus }]]
}

function authenticated(session: Session, request: BindRequest, verdict: BindVerdict): Step {
  const { command, sequenceNumber } = request
  if (verdict.kind === 'refused') {
    return refused(session, { command, sequenceNumber, explanation: verdict.explanation }, verdict.commandStatus)
  }
  const binding = bindingOf(request, verdict.window)
  const bound = { ...session, state: BINDS[command].state, binding }
  return [bound, [send(bindResponse(request, binding, session.config.systemId)), { kind: 'bound', binding }]]
}

function answered(session: Session, response: Pdu): Step {
  const { binding, inbound } = session
  return concluded(session, [send(binding ? withCongestionState(response, binding, inbound - 1) : response)])
}

function concluded(session: Session, said: readonly Effect[]): Step {
  const after = { ...session, inbound: session.inbound - 1 }
  if (session.unbindSequence === null) return [after, said]
  const [last, effects] = drained(after)
  return [last, [...said, ...effects]]
}

/** unbind is answered when every request before it has been. [SMPP34 4.2] */
function drained(session: Session): Step {
  const { inbound, unbindSequence } = session
  if (inbound > 0 || unbindSequence === null) return [session, NO_EFFECTS]
  const response = respond({ command: 'unbind', sequenceNumber: unbindSequence }, STATUS.ESME_ROK)
  return [{ ...session, unbindSequence: null }, [send(response), { kind: 'close', reason: 'unbound by the ESME' }]]
}

function requested(session: Session, pdu: Pdu, now: number): Step {
  const { nextSequence } = session
  const activeAt = pdu.command === 'enquire_link' ? session.activeAt : now
  return [{ ...session, activeAt, nextSequence: nextSequence === LAST_SEQUENCE ? 1 : nextSequence + 1 }, [send(pdu)]]
}

function unframeable(
  session: Session,
  { commandLength, sequenceNumber = 0 }: { commandLength: number; sequenceNumber: number | undefined },
): Step {
  const explanation = `command_length ${commandLength} is not the length of a PDU`
  const [, effects] = refused(session, { command: 'unknown', sequenceNumber, explanation }, STATUS.ESME_RINVCMDLEN)
  return [session, [...effects, { kind: 'close', reason: 'the stream of PDUs was lost' }]]
}

function ticked(session: Session, now: number): Step {
  const decision = linkDecision(session, now)
  switch (decision.kind) {
    case 'fine':
      return [session, NO_EFFECTS]
    case 'enquire': {
      const asked = { ...session, misses: session.misses + 1 }
      return requested(asked, { command: 'enquire_link', commandStatus: 0, ...own(session) }, now)
    }
    case 'unbind':
      return requested(session, { command: 'unbind', commandStatus: 0, ...own(session) }, now)
    case 'close':
      return [session, [{ kind: 'close', reason: decision.reason }]]
  }
}

function own({ nextSequence }: Session): { sequenceNumber: number; tlvs: [] } {
  return { sequenceNumber: nextSequence, tlvs: [] }
}

function wrongState(session: Session, mistake: Mistake): Step {
  if (mistake.command in BINDS && session.binding) return refused(session, mistake, STATUS.ESME_RALYBND)
  // A command that only the message centre sends and that has no response of its own is no command here.
  return refused(session, mistake, hasResponse(mistake.command) ? STATUS.ESME_RINVBNDSTS : STATUS.ESME_RINVCMDID)
}

/** The answer to a mistake, where it has one, and its line in the log. A refused bind ends the connection. */
function refused(session: Session, mistake: Mistake, commandStatus: number | null): Step {
  const line: Effect = { kind: 'refused', ...mistake, commandStatus }
  if (commandStatus === null) return [session, [line]]
  const effects: Effect[] = [send(negativeResponse(mistake, commandStatus)), line]
  if (mistake.command in BINDS && !session.binding) effects.push({ kind: 'close', reason: 'the bind was refused' })
  return [session, effects]
}

function send(pdu: Pdu): Effect {
  return { kind: 'send', pdu }
}
