import type { Socket } from 'node:net'
import { decodePdu, genericNack, type Pdu, STATUS, statusName } from '../../../protocols/smpp/index.ts'
import type { SmppAccount, Verdict } from '../../core/index.ts'
import { answerRequest } from './answer-request.ts'
import { receives } from './binding.ts'
import type { ConnectionParts, Identity } from './connection-parts.ts'
import type { Receiver } from './deliver-message.ts'
import { DeliveryQueue } from './delivery-queue.ts'
import { FrameAssembler, type ReceivedFrame } from './frame-assembler.ts'
import { PduWriter } from './pdu-writer.ts'
import type { Mistake } from './refused-pdus.ts'
import { type RequestEnd, RequestWindow } from './request-window.ts'
import { type Effect, type Input, openSession, type Session, step } from './session.ts'
import { verdictOf } from './verdicts.ts'

const LINK_LOST: RequestEnd = { kind: 'link-lost' }

/** One socket and its session: carries out what the session decides. */
export class Connection {
  readonly id: string
  readonly remote: string
  readonly writer: PduWriter
  session: Session
  identity: Identity | undefined
  receivedCount = 0
  private readonly socket: Socket
  private readonly parts: ConnectionParts
  private readonly frames = new FrameAssembler()
  private readonly window = new RequestWindow()
  private readonly queue = new DeliveryQueue()
  private evidence: Uint8Array = new Uint8Array(0)
  private stalledAt: number | undefined
  private isClosed = false

  constructor(socket: Socket, parts: ConnectionParts) {
    this.socket = socket
    this.parts = parts
    this.id = parts.id
    this.remote = `${socket.remoteAddress}:${socket.remotePort}`
    this.session = openSession(parts.config, parts.now())
    this.writer = new PduWriter({
      write: (octets) => this.write(octets),
      onFault: (error, pdu) => this.logFault(error, pdu),
    })
    let lost = 'the ESME closed the connection'
    socket.setNoDelay(true)
    socket.on('data', (chunk) => this.frames.push(chunk, this.take))
    socket.on('drain', () => this.flowAgain())
    socket.on('error', (error) => {
      lost = error.message
    })
    socket.on('close', () => this.release(lost))
  }

  /** Whether deliver_sm may go this way now. */
  get receives(): boolean {
    const { binding, state } = this.session
    return binding !== null && state !== 'unbound' && receives(binding) && !this.isClosed
  }

  get receiver(): Receiver {
    return { account: this.account, interfaceVersion: this.session.binding?.interfaceVersion ?? 0 }
  }

  /** Whether the ESME takes what it is sent. */
  get flows(): boolean {
    return this.stalledAt === undefined
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
    this.advance({ kind: 'request', build: (sequenceNumber) => ({ ...pdu, sequenceNumber }) })
  }

  tick(): void {
    const { now, config } = this.parts
    this.advance({ kind: 'tick' })
    this.window.expire(now() - config.responseMs)
    if (this.stalledAt === undefined || now() - this.stalledAt < config.stalledMs) return
    this.release('the ESME does not read what it is sent')
    this.socket.destroy()
  }

  /** Says what is left to say and closes; a peer that does not follow is cut off after a while. */
  close(reason: string): void {
    if (this.isClosed) return
    this.writer.flush()
    this.release(reason)
    this.socket.end()
    setTimeout(() => this.socket.destroy(), this.parts.config.closeGraceMs).unref()
  }

  private take = (octets: Uint8Array, frame: ReceivedFrame): boolean => {
    if (this.isClosed) return false
    if (frame.kind === 'unframeable') {
      this.advance(frame)
      return false
    }
    this.receivedCount += 1
    const { start, end } = frame
    this.evidence = new Uint8Array(octets.buffer, octets.byteOffset + start, end - start)
    try {
      this.advance({ kind: 'received', decoding: decodePdu(octets, start, end) })
    } catch (error) {
      this.parts.log.error({ error, session: this.id }, 'an SMPP session could not handle a PDU')
      this.writer.send(genericNack(sequenceOf(this.evidence), STATUS.ESME_RSYSERR))
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
        return this.writer.send(effect.pdu)
      case 'perform':
        return this.perform(effect.request)
      case 'answered':
        return this.answered(effect)
      case 'authenticate': {
        const { verdict, identity } = this.parts.authenticate(effect.request)
        this.identity = identity
        return this.advance({ kind: 'authenticated', request: effect.request, verdict })
      }
      case 'bound':
        return this.parts.onBound(this)
      case 'refused':
        return this.logRefusal(effect, effect.commandStatus)
      case 'close':
        return this.close(effect.reason)
    }
  }

  private perform(request: Pdu): void {
    const { world, link } = this.bound
    const { id: sessionId, evidence, account } = this
    const { parseAddress, nextReference, now } = this.parts
    const interfaceVersion = this.session.binding?.interfaceVersion ?? 0
    const context = { world, account, sessionId, interfaceVersion, evidence, parseAddress, nextReference }
    const response = answerRequest({ link, now, onRefused: this.logRefusal, onFault: this.logFault }, context, request)
    if (response instanceof Promise) response.then(this.finish)
    else this.finish(response)
  }

  private finish = (response: Pdu): void => {
    if (!this.isClosed) this.advance({ kind: 'answer', response })
  }

  private answered({ command, sequenceNumber, commandStatus }: Effect & { kind: 'answered' }): void {
    const expected = this.window.answer(sequenceNumber, commandStatus) || command === 'enquire_link_resp'
    if (!expected) this.logRefusal({ command, sequenceNumber, explanation: 'it answers no request of ours' }, null)
  }

  private logFault = (error: unknown, { command, sequenceNumber }: Pdu): void => {
    this.parts.log.error({ error, session: this.id, command, sequenceNumber }, 'SMPP: an error of ours')
  }

  private logRefusal = ({ command, sequenceNumber, explanation }: Mistake, commandStatus: number | null): void => {
    const status = commandStatus === null ? 'ignored' : statusName(commandStatus)
    const systemId = this.session.binding?.systemId
    const details = { session: this.id, systemId, remote: this.remote, command, sequenceNumber, status }
    this.parts.log.warn(details, `SMPP refused ${command}: ${explanation}`)
  }

  private sendQueued(): void {
    const limit = this.session.binding?.window ?? 0
    while (this.window.size < limit && this.stalledAt === undefined && !this.isClosed) {
      const next = this.queue.take()
      if (!next) return
      this.request(next.pdu, (end) => {
        next.ended(end)
        this.sendQueued()
      })
    }
  }

  private write(octets: Uint8Array): void {
    if (!this.socket.writable) return
    const flows = this.socket.write(octets)
    if (flows || this.stalledAt !== undefined || this.socket.writableLength < this.parts.config.pauseAboveOctets) return
    // An ESME that does not read is not read from either, so what waits for it stays within bounds.
    this.stalledAt = this.parts.now()
    this.socket.pause()
  }

  private flowAgain(): void {
    if (this.stalledAt === undefined) return
    this.stalledAt = undefined
    this.socket.resume()
    this.sendQueued()
  }

  /** The session is over: its place is free at once, and what it had under way goes another way. */
  private release(reason: string): void {
    if (this.isClosed) return
    this.isClosed = true
    this.stalledAt = undefined
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

function sequenceOf(frame: Uint8Array): number {
  return new DataView(frame.buffer, frame.byteOffset).getUint32(12)
}
