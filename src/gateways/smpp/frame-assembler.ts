import { type Frame, takeFrame } from '../../../protocols/smpp/index.ts'

export type ReceivedFrame = Exclude<Frame, { readonly kind: 'incomplete' }>

const NOTHING = new Uint8Array(0)
const SMALLEST_ROOM = 256

/** Puts frames together from the chunks of a stream. A frame is handed out as a place in a buffer that is not used again. */
export class FrameAssembler {
  private kept: Uint8Array = NOTHING
  private keptLength = 0

  /** Calls `take` for every whole frame; after an unframeable one, or when `take` answers false, the rest is dropped. */
  push(chunk: Uint8Array, take: (octets: Uint8Array, frame: ReceivedFrame) => boolean): void {
    const octets = this.keptLength === 0 ? chunk : this.append(chunk)
    let offset = 0
    for (;;) {
      const frame = takeFrame(octets, offset)
      if (frame.kind === 'incomplete') break
      if (!take(octets, frame) || frame.kind === 'unframeable') return this.keep(NOTHING)
      offset = frame.end
    }
    // Frames that were handed out may live on as views, so what is left moves to a buffer of its own.
    if (offset > 0 || this.keptLength === 0) this.keep(octets.subarray(offset))
  }

  private keep(rest: Uint8Array): void {
    this.kept = NOTHING
    this.keptLength = 0
    if (rest.length > 0) this.append(rest)
  }

  private append(chunk: Uint8Array): Uint8Array {
    const length = this.keptLength + chunk.length
    if (length > this.kept.length) {
      const larger = new Uint8Array(Math.max(2 * this.kept.length, length, SMALLEST_ROOM))
      larger.set(this.kept.subarray(0, this.keptLength))
      this.kept = larger
    }
    this.kept.set(chunk, this.keptLength)
    this.keptLength = length
    return this.kept.subarray(0, length)
  }
}

/** The sequence_number of a whole frame. [SMPP34 3.2] */
export function sequenceOf(frame: Uint8Array): number {
  return new DataView(frame.buffer, frame.byteOffset).getUint32(12)
}
