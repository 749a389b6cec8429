import type { Socket } from 'node:net'
import { encodePdu, HEADER_OCTETS, type Pdu } from '../../../protocols/smpp/index.ts'
import type { FaultEffect } from '../../core/index.ts'
import { PduWriter } from './pdu-writer.ts'

export type WireParts = {
  /** Octets waiting for a slow peer above which nothing more is read from it. */
  readonly pauseAboveOctets: number
  readonly now: () => number
  /** Told of a PDU that cannot be encoded. */
  readonly onFault: (error: unknown, pdu: Pdu) => void
  /** The peer reads again. */
  readonly onFlow: () => void
  /** Waits on the world's clock: how a slow link takes its time. */
  readonly wait: (ms: number) => Promise<void>
  /** A fault rule ends the connection. */
  readonly onCut: (reason: string) => void
}

/** A slow link lets its octets through so often. */
const SLOW_STEP_MS = 100

/** The way out to one ESME: collects PDUs, feels back pressure, and misbehaves where a fault rule says so. */
export class Wire {
  /** Since when the peer has not read what it was sent. */
  stalledAt: number | undefined
  /** The link has died without a word: nothing goes either way any more. */
  isDead = false
  private readonly socket: Socket
  private readonly parts: WireParts
  private readonly writer: PduWriter
  /** Octets a second, once a rule has made the link slow. */
  private slow: number | undefined
  private held: Uint8Array[] = []
  private heldOctets = 0

  constructor(socket: Socket, parts: WireParts) {
    this.socket = socket
    this.parts = parts
    this.writer = new PduWriter({ write: (octets) => this.write(octets), onFault: parts.onFault })
    socket.on('drain', () => this.flowAgain())
  }

  get writtenCount(): number {
    return this.writer.writtenCount
  }

  /** Whether the peer has read nothing for so long. */
  isStuck(stalledMs: number): boolean {
    return this.stalledAt !== undefined && this.parts.now() - this.stalledAt >= stalledMs
  }

  send(pdu: Pdu): void {
    this.writer.send(pdu)
  }

  flush(): void {
    this.writer.flush()
  }

  /** Sends a PDU the way a fault rule wants it: garbled, cut short, slowly, or not at all. */
  sendUnder(fault: FaultEffect, pdu: Pdu): void {
    this.flush()
    if (fault.drop) this.isDead = true
    if (fault.close) return this.parts.onCut('a fault rule closed the link')
    if (fault.slow !== undefined) this.slow = fault.slow
    if (!fault.corrupt && fault.truncate === undefined) return this.send(pdu)
    const octets = fault.corrupt ? garbled(encodePdu(pdu)) : encodePdu(pdu)
    this.write(octets.subarray(0, fault.truncate ?? octets.length))
    if (fault.truncate !== undefined) this.parts.onCut('a fault rule cut a PDU short')
  }

  /** Forgets what the peer still has to read: the connection is over. */
  release(): void {
    this.stalledAt = undefined
    this.held = []
  }

  private write(octets: Uint8Array): void {
    if (this.isDead || !this.socket.writable) return
    if (this.slow !== undefined) return this.hold(octets, this.slow)
    this.pass(octets)
  }

  private pass(octets: Uint8Array): void {
    const flows = this.socket.write(octets)
    if (!flows && this.socket.writableLength >= this.parts.pauseAboveOctets) this.stall()
  }

  /** An ESME that does not read is not read from either, so what waits for it stays within bounds. */
  private stall(): void {
    if (this.stalledAt !== undefined) return
    this.stalledAt = this.parts.now()
    this.socket.pause()
  }

  private flowAgain(): void {
    if (this.stalledAt === undefined || this.heldOctets > 0) return
    this.stalledAt = undefined
    this.socket.resume()
    this.parts.onFlow()
  }

  private hold(octets: Uint8Array, perSecond: number): void {
    this.held.push(octets)
    this.heldOctets += octets.length
    if (this.heldOctets >= this.parts.pauseAboveOctets) this.stall()
    if (this.held.length === 1) void this.trickle(Math.max(1, Math.floor((perSecond * SLOW_STEP_MS) / 1_000)))
  }

  private async trickle(step: number): Promise<void> {
    while (this.held.length > 0 && this.socket.writable) {
      await this.parts.wait(SLOW_STEP_MS)
      const waiting = Buffer.concat(this.held)
      this.held = waiting.length > step ? [waiting.subarray(step)] : []
      this.heldOctets = Math.max(0, waiting.length - step)
      if (this.socket.writable) this.pass(waiting.subarray(0, step))
    }
    this.flowAgain()
  }
}

/** The same length, so that the stream goes on; what it says is lost: the body, or the command where there is none. */
function garbled(octets: Uint8Array): Uint8Array {
  const from = octets.length > HEADER_OCTETS ? HEADER_OCTETS : 4
  const to = octets.length > HEADER_OCTETS ? octets.length : 8
  for (let i = from; i < to; i++) octets[i] = octets[i]! ^ 0xff
  return octets
}
