import { encodePdu, type InspectedField, inspectPdu, type Pdu } from '../../../protocols/smpp/index.ts'
import { sequenceOf } from './frame-assembler.ts'
import { SessionTrace, type TracedPdu } from './session-trace.ts'

export type Direction = 'received' | 'sent'

/** A PDU that passed. Ours are kept as values and encoded again when somebody looks. */
export type PassedPdu = { readonly at: number; readonly direction: Direction } & (
  | { readonly octets: Uint8Array }
  | { readonly pdu: Pdu }
)

/** A PDU as people read it. */
export type PduView = {
  readonly at: string
  readonly direction: Direction
  readonly octets: string
  readonly fields: readonly InspectedField[]
}

/** Received octets beyond so many are not kept: a payload may have 64 K. */
const OCTETS_KEPT = 4_096
const PDUS_KEPT = 20

/** The last PDUs of a session, within bounds, and those it said beside messages. */
export class PduRing {
  private readonly passed: PassedPdu[] = []
  private readonly trace: SessionTrace
  private next = 0

  /** `now` is the world's time, once the session belongs to one. */
  constructor(now: () => number | undefined) {
    this.trace = new SessionTrace(now, (sequenceNumber) => this.requestOf(sequenceNumber))
  }

  add(passed: PassedPdu): void {
    this.passed[this.next] = passed
    this.next = (this.next + 1) % PDUS_KEPT
    this.trace.add(passed)
  }

  /** Oldest first. */
  list(): readonly PassedPdu[] {
    return [...this.passed.slice(this.next), ...this.passed.slice(0, this.next)]
  }

  traced(): readonly TracedPdu[] {
    return this.trace.list()
  }

  private requestOf(sequenceNumber: number): PassedPdu | undefined {
    return this.passed.find((one) => 'octets' in one && sequenceOf(one.octets) === sequenceNumber)
  }
}

/** Octets as they came, in place: what is received is not written over. Only of a large PDU is the beginning copied. */
export function received(at: number, octets: Uint8Array): PassedPdu {
  const kept = octets.length > OCTETS_KEPT ? octets.slice(0, OCTETS_KEPT) : octets
  return { at, direction: 'received', octets: kept }
}

export function sent(at: number, pdu: Pdu): PassedPdu {
  return { at, direction: 'sent', pdu }
}

/** Field by field, with the octets of each. */
export function viewOfPdu(passed: PassedPdu): PduView {
  const octets = 'octets' in passed ? passed.octets : encodePdu(passed.pdu)
  const { at, direction } = passed
  return {
    at: new Date(at).toISOString(),
    direction,
    octets: Buffer.from(octets).toString('hex'),
    fields: inspectPdu(octets),
  }
}
