import type { Socket } from 'node:net'
import { decodePdu, genericNack, type Pdu, STATUS } from '../../../protocols/smpp/index.ts'
import type { SmppAccount, Verdict } from '../../core/index.ts'
import { answerRequest, type Reply } from './answer-request.ts'
import { type BindRequest, receives } from './binding.ts'
import { ConnectionLog } from './connection-log.ts'
import type { ConnectionParts, Identity } from './connection-parts.ts'
import type { Receiver } from './deliver-message.ts'
import { DeliveryQueue } from './delivery-queue.ts'
import { faultOfLink } from './faults.ts'
import { FrameAssembler, type ReceivedFrame, sequenceOf } from './frame-assembler.ts'
import { PduRates } from './pdu-rates.ts'
import { type PassedPdu, PduRing, received, sent } from './pdu-ring.ts'
import { type RequestEnd, RequestWindow } from './request-window.ts'
import { type Effect, type Input, openSession, type Session, step } from './session.ts'
import { verdictOf } from './verdicts.ts'
import { Wire } from './wire.ts'

const LINK_LOST: RequestEnd = { kind: 'link-lost' }

/** One socket and its session: carries out what the session decides. */
export class Connection {
  readonly id: string
  readonly remote: string
  readonly wire: Wire
  readonly ring = new PduRing()
  readonly rates: PduRates
  session: Session
  identity: Identity | undefined
  private readonly socket: Socket
  private readonly parts: ConnectionParts
  private readonly log: ConnectionLog
  private readonly frames = new FrameAssembler()
  private readonly window = new RequestWindow()
  private readonly queue = new DeliveryQueue()
  private evidence: Uint8Array = new Uint8Array(0)
  private isClosed = false

  constructor(socket: Socket, parts: ConnectionParts) {
    this.socket = socket
    this.parts = parts
    this.log = new ConnectionLog(parts.log, this)
    this.id = parts.id
    this.remote = `${socket.remoteAddress}:${socket.remotePort}`
    this.session = openSession(parts.config, parts.now())
    this.rates = new PduRates(parts.now())
    this.wire = new Wire(socket, {
      pauseAboveOctets: parts.config.pauseAboveOctets,
      now: parts.now,
      onFault: (error, pdu) => this.log.fault(error, pdu),
      onFlow: () => this.sendQueued(),
      wait: (ms) => this.identity?.world.wait?.(ms) ?? Promise.resolve(),
      onCut: (reason) => this.close(reason),
    })
    let lost = 'the ESME closed the connection'
    socket.setNoDelay(true)
    socket.on('data', (chunk) => this.wire.isDead || this.frames.push(chunk, this.take))
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

  /** Requests of ours that are unanswered. */
  get outstanding(): number {
    return this.window.size
  }

  /** What is unanswered and what has yet to leave. */
  get load(): number {
    return this.window.size + this.queue.size
  }

  /** Sends a deliver_sm as soon as the window has room for it. */
  deliver(pdu: Pdu, done: (verdict: Verdict) => void): void {
    this.queue.add({ pdu, ended: (end) => done(verdictOf(end)) })
    this.sendQueued()
  }

  /** A request of ours beside the queue: enquire_link, unbind. */
  request(pdu: Pdu, ended: (end: RequestEnd) => void): void {
    if (this.isClosed) return ended(LINK_LOST)
    this.window.add(this.session.nextSequence, { sentAt: this.parts.now(), ended })
    this.notify(pdu)
  }

  /** Sends what has no response: outbind, alert_notification. */
  notify(pdu: Pdu): void {
    if (!this.isClosed) this.advance({ kind: 'request', build: (sequenceNumber) => ({ ...pdu, sequenceNumber }) })
  }

  tick(): void {
    const { now, config } = this.parts
    this.rates.measure(now(), this.wire.writtenCount)
    if (!this.wire.isDead) this.advance({ kind: 'tick' })
    this.window.expire(now() - config.responseMs)
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

  private take = (octets: Uint8Array, frame: ReceivedFrame): boolean => {
    if (this.isClosed || this.wire.isDead) return false
    if (frame.kind === 'unframeable') {
      this.advance(frame)
      return false
    }
    this.rates.received += 1
    const { start, end } = frame
    this.evidence = new Uint8Array(octets.buffer, octets.byteOffset + start, end - start)
    this.remember(received(this.parts.now(), this.evidence))
    try {
      this.advance({ kind: 'received', decoding: decodePdu(octets, start, end) })
    } catch (error) {
      const sequenceNumber = sequenceOf(this.evidence)
      this.log.fault(error, { command: 'unknown', sequenceNumber })
      this.send(genericNack(sequenceNumber, STATUS.ESME_RSYSERR))
    }
    return !this.isClosed
  }

  private advance(input: Input): void {
    const [session, effects] = step(this.session, input, this.parts.now())
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
    this.remember(sent(this.parts.now(), pdu))
    const fault = this.identity && faultOfLink(this.identity, this.parts.parseAddress, pdu)
    if (fault) this.wire.sendUnder(fault, pdu)
    else this.wire.send(pdu)
  }

  private authenticate(request: BindRequest): void {
    const { verdict, identity, fault, wait } = this.parts.authenticate(request)
    const answer = () => {
      if (this.isClosed || this.session.binding) return
      this.identity = identity
      this.advance({ kind: 'authenticated', request, verdict })
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
    const reply = answerRequest({ link, now, onRefused: this.log.refusal, onFault: this.log.fault }, context, request)
    if (reply instanceof Promise) reply.then(this.finish)
    else this.finish(reply)
  }

  private finish = (reply: Reply): void => {
    if (this.isClosed) return
    if (reply === 'cut') return this.close('a fault rule closed the link before an answer')
    this.advance(reply === 'lost' ? { kind: 'lost' } : { kind: 'answer', response: reply })
  }

  private answered({ command, sequenceNumber, commandStatus }: Effect & { kind: 'answered' }): void {
    const expected = this.window.answer(sequenceNumber, commandStatus) || command === 'enquire_link_resp'
    if (!expected) this.log.refusal({ command, sequenceNumber, explanation: 'it answers no request of ours' }, null)
  }

  private remember(passed: PassedPdu): void {
    this.ring.add(passed)
    this.parts.onPdu?.(this, passed)
  }

  private sendQueued(): void {
    const limit = this.session.binding?.window ?? 0
    while (this.window.size < limit && this.flows && !this.isClosed) {
      const next = this.queue.take()
      if (!next) return
      this.request(next.pdu, (end) => {
        next.ended(end)
        this.sendQueued()
      })
    }
  }

  /** The session is over: its place is free at once, and what it had under way goes another way. */
  private release(reason: string): void {
    if (this.isClosed) return
    this.isClosed = true
    this.wire.release()
    this.parts.onClosed(this, reason)
    this.window.abandon()
    for (let left = this.queue.take(); left; left = this.queue.take()) left.ended(LINK_LOST)
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
