import { type Pdu, pduLength, writePdu } from '../../../protocols/smpp/index.ts'

type Sink = {
  readonly write: (octets: Uint8Array) => void
  /** Told of a PDU that cannot be encoded, which is an error of ours; the others leave without it. */
  readonly onFault: (error: unknown, pdu: Pdu) => void
}

/** PDUs that wait for their turn to end; with more they leave at once, so that back pressure is felt meanwhile. */
const COLLECTED_MAX = 256

/** Collects the PDUs of one turn of the event loop and writes them together: a system call costs more than a PDU. */
export class PduWriter {
  writtenCount = 0
  private readonly sink: Sink
  private collected: Pdu[] = []

  constructor(sink: Sink) {
    this.sink = sink
  }

  /** Leaves when everything that this turn has to say was said, but before the next turn begins. */
  send(pdu: Pdu): void {
    if (this.collected.length === 0) process.nextTick(this.flush)
    if (this.collected.push(pdu) === COLLECTED_MAX) this.flush()
  }

  flush = (): void => {
    const pdus = this.collected
    if (pdus.length === 0) return
    this.collected = []
    let length = 0
    for (let i = 0; i < pdus.length; i++) length += pduLength(pdus[i]!)
    const octets = Buffer.allocUnsafe(length)
    let end = 0
    for (let i = 0; i < pdus.length; i++) end = this.encode(pdus[i]!, octets, end)
    this.sink.write(end === length ? octets : octets.subarray(0, end))
  }

  private encode(pdu: Pdu, octets: Uint8Array, start: number): number {
    try {
      const end = writePdu(pdu, octets, start)
      this.writtenCount += 1
      return end
    } catch (error) {
      this.sink.onFault(error, pdu)
      return start
    }
  }
}
