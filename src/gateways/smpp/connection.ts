import type { Socket } from 'node:net'
import { decodePdu, genericNack, type Pdu, STATUS } from '../../../protocols/smpp/index.ts'
import type { SmppAccount, Verdict } from '../../core/index.ts'
import { answerRequest, type Reply } from './answer-request.ts'
import { type BindRequest, receives } from './binding.ts'
import { ConnectionLog } from './connection-log.ts'
import type { ConnectionParts, Identity } from './connection-parts.ts'
import type { Receiver } from './deliver-message.ts'
import { faultOfLink } from './faults.ts'
import { FrameAssembler, type ReceivedFrame, sequenceOf } from './frame-assembler.ts'
import { OutgoingRequests } from './outgoing-requests.ts'
import { PduRates } from './pdu-rates.ts'
import { type PassedPdu, PduRing, received, sent } from './pdu-ring.ts'
import type { RequestEnd } from './request-window.ts'
import { type Effect, type Input, openSession, type Session, step } from './session.ts'
import { concluding } from './verdicts.ts'
import { Wire } from './wire.ts'

/** One socket and its session: carries out what the session decides. */
export class Connection {
  readonly id: string
  readonly remote: string
  readonly wire: Wire
  readonly outgoing: OutgoingRequests
  readonly ring = new PduRing(() => this.identity?.world.clock.now())
  readonly calledPort: number | null
  readonly rates: PduRates
  session: Session
  identity: Identity | undefined
  private readonly socket: Socket
  private readonly parts: ConnectionParts
  private readonly log: ConnectionLog
  private readonly frames = new FrameAssembler()
  private evidence: Uint8Array = new Uint8Array(0)
  /** When what is being dealt with came: the clock is asked once for all PDUs that came together. */
  private at: number
  private isClosed = false

  constructor(socket: Socket, parts: ConnectionParts) {
    this.socket = socket
    this.parts = parts
    this.log = new ConnectionLog(parts.log, this)
    this.id = parts.id
    this.calledPort = parts.isCalled ? (socket.remotePort ?? null) : null
    this.remote = `${socket.remoteAddress}:${socket.remotePort}`
    this.at = parts.now()
    this.session = openSession(parts.config, this.at)
    this.rates = new PduRates(this.at)
    this.wire = new Wire(socket, {
      pauseAboveOctets: parts.config.pauseAboveOctets,
      now: parts.now,
      onFault: (error, pdu) => this.log.fault(error, pdu),
      onFlow: () => this.outgoing.flow(),
      wait: (ms) => this.identity?.world.wait?.(ms) ?? Promise.resolve(),
      onCut: (reason) => this.close(reason),
    })
    this.outgoing = new OutgoingRequests({
      limit: () => this.session.binding?.window ?? 0,
      maySend: () => this.flows && !this.isClosed,
      send: (pdu) => this.sendRequest(pdu),
      sentAt: () => this.at,
    })
    let lost = 'the ESME closed the connection'
    socket.setNoDelay(true)
    socket.on('data', (chunk) => this.hear(chunk))
    socket.on('error', (error) => {
      lost = error.message
    })
    socket.on('close', () => this.release(lost))
  }

  /** Whether deliver_sm may go this way now. */
  get receives(): boolean {
    const { binding, state } = this.session
    return binding !== null && state !== 'unbound' && receives(binding) && !this.isClosed && !this.wire.isDead
  }

  get receiver(): Receiver {
    return { account: this.account, interfaceVersion: this.session.binding?.interfaceVersion ?? 0 }
  }

  /** Whether the ESME takes what it is sent. */
  get flows(): boolean {
    return this.wire.stalledAt === undefined
  }

  /** Sends a deliver_sm as soon as the window has room for it. */
  deliver(pdu: Pdu, done: (verdict: Verdict) => void): void {
    this.outgoing.add({ pdu, ended: concluding(done) })
  }

  /** A request of ours beside the queue: enquire_link, unbind. */
  request(pdu: Pdu, ended: (end: RequestEnd) => void): void {
    if (this.isClosed) return ended({ kind: 'link-lost' })
    this.outgoing.sendAtOnce({ pdu, ended })
  }

  /** Sends what has no response: outbind, alert_notification. */
  notify(pdu: Pdu): void {
    if (!this.isClosed) this.sendRequest(pdu)
  }

  tick(): void {
    const { now, config } = this.parts
    this.rates.measure(now(), this.wire.writtenCount)
    if (!this.wire.isDead) this.act({ kind: 'tick' })
    this.outgoing.expire(now() - config.responseMs)
    if (!this.wire.isStuck(config.stalledMs)) return
    this.release('the ESME does not read what it is sent')
    this.socket.destroy()
  }

  /** Says what is left to say and closes; a peer that does not follow is cut off after a while. */
  close(reason: string): void {
    if (this.isClosed) return
    this.wire.flush()
    this.release(reason)
    this.socket.end()
    setTimeout(() => this.socket.destroy(), this.parts.config.closeGraceMs).unref()
  }

  private sendRequest(pdu: Pdu): number {
    const { nextSequence } = this.session
    this.act({ kind: 'request', build: (sequenceNumber) => ({ ...pdu, sequenceNumber }) })
    return nextSequence
  }

  private hear(chunk: Uint8Array): void {
    if (this.wire.isDead) return
    this.at = this.parts.now()
    this.frames.push(chunk, this.take)
  }

  private take = (octets: Uint8Array, frame: ReceivedFrame): boolean => {
    if (this.isClosed || this.wire.isDead) return false
    if (frame.kind === 'unframeable') {
      this.advance(frame)
      return false
    }
    this.rates.received += 1
    const { start, end } = frame
    this.evidence = new Uint8Array(octets.buffer, octets.byteOffset + start, end - start)
    this.remember(received(this.at, this.evidence))
    try {
      this.advance({ kind: 'received', decoding: decodePdu(octets, start, end) })
    } catch (error) {
      const sequenceNumber = sequenceOf(this.evidence)
      this.log.fault(error, { command: 'unknown', sequenceNumber })
      this.send(genericNack(sequenceNumber, STATUS.ESME_RSYSERR))
    }
    return !this.isClosed
  }

  /** What comes of ourselves, or of something that took its time. */
  private act(input: Input): void {
    this.at = this.parts.now()
    this.advance(input)
  }

  private advance(input: Input): void {
    const [session, effects] = step(this.session, input, this.at)
    this.session = session
    for (let i = 0; i < effects.length; i++) this.carryOut(effects[i]!)
  }

  private carryOut(effect: Effect): void {
    switch (effect.kind) {
      case 'send':
        return this.send(effect.pdu)
      case 'perform':
        return this.perform(effect.request)
      case 'answered':
        return this.answered(effect)
      case 'authenticate':
        return this.authenticate(effect.request)
      case 'bound':
        return this.parts.onBound(this)
      case 'refused':
        return this.log.refusal(effect, effect.commandStatus)
      case 'close':
        return this.close(effect.reason)
    }
  }

  private send(pdu: Pdu): void {
    this.remember(sent(this.at, pdu))
    const fault = this.identity && faultOfLink(this.identity, this.parts.parseAddress, pdu)
    if (fault) this.wire.sendUnder(fault, pdu)
    else this.wire.send(pdu)
  }

  private authenticate(request: BindRequest): void {
    const { verdict, identity, fault, wait } = this.parts.authenticate(request)
    const answer = () => {
      if (this.isClosed || this.session.binding) return
      this.identity = identity
      this.act({ kind: 'authenticated', request, verdict })
    }
    if (fault?.close) return this.close('a fault rule closed the link at its bind')
    if (fault?.drop) return
    if (fault?.delayMs !== undefined && wait) void wait(fault.delayMs).then(answer)
    else answer()
  }

  private perform(request: Pdu): void {
    const { world, link } = this.bound
    const { id: sessionId, evidence, account } = this
    const { parseAddress, nextReference, now } = this.parts
    const interfaceVersion = this.session.binding?.interfaceVersion ?? 0
    const context = { world, account, sessionId, interfaceVersion, evidence, parseAddress, nextReference }
    const { refusal: onRefused, fault: onFault } = this.log
    answerRequest({ link, now, onRefused, onFault, reply: this.finish }, context, request)
  }

  private finish = (reply: Reply): void => {
    if (this.isClosed) return
    if (reply === 'cut') return this.close('a fault rule closed the link before an answer')
    this.act(reply === 'lost' ? { kind: 'lost' } : { kind: 'answer', response: reply })
  }

  private answered({ command, sequenceNumber, commandStatus }: Effect & { kind: 'answered' }): void {
    const expected = this.outgoing.answer(sequenceNumber, commandStatus) || command === 'enquire_link_resp'
    if (!expected) this.log.refusal({ command, sequenceNumber, explanation: 'it answers no request of ours' }, null)
  }

  private remember(passed: PassedPdu): void {
    this.ring.add(passed)
    this.parts.onPdu?.(this, passed)
  }

  /** The session is over: its place is free at once, and what it had under way goes another way. */
  private release(reason: string): void {
    if (this.isClosed) return
    this.isClosed = true
    this.wire.release()
    this.parts.onClosed(this, reason)
    this.outgoing.abandon()
  }

  /** As it is now: what is changed about an account holds for its sessions at once. */
  private get account(): SmppAccount {
    const { world, account } = this.bound
    return world.carrier.read.account('smpp', account.systemId) ?? account
  }

  private get bound(): Identity {
    if (!this.identity) throw new Error('the session is not bound')
    return this.identity
  }
}
