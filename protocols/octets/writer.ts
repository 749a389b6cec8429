/** Collects octets; grows by doubling. */
export class Writer {
  private buffer: Uint8Array
  length = 0

  constructor(capacity = 256) {
    this.buffer = new Uint8Array(capacity)
  }

  uint8(value: number): this {
    this.reserve(1)
    this.buffer[this.length++] = value
    return this
  }

  uint16(value: number): this {
    this.reserve(2)
    this.buffer[this.length++] = value >>> 8
    this.buffer[this.length++] = value
    return this
  }

  uint32(value: number): this {
    return this.uint16(Math.floor(value / 0x10000)).uint16(value & 0xffff)
  }

  /** Text of characters below 128, one octet each. */
  ascii(text: string): this {
    this.reserve(text.length)
    for (let at = 0; at < text.length; at++) this.buffer[this.length + at] = text.charCodeAt(at)
    this.length += text.length
    return this
  }

  bytes(octets: Uint8Array): this {
    this.reserve(octets.length)
    this.buffer.set(octets, this.length)
    this.length += octets.length
    return this
  }

  /** Overwrites four octets written earlier, for lengths that are known only at the end. */
  patchUint32(offset: number, value: number): this {
    this.buffer[offset] = value >>> 24
    this.buffer[offset + 1] = value >>> 16
    this.buffer[offset + 2] = value >>> 8
    this.buffer[offset + 3] = value
    return this
  }

  /** What was written. The writer gives its buffer away: nothing may be written after it. */
  finish(): Uint8Array {
    return this.buffer.subarray(0, this.length)
  }

  private reserve(more: number): void {
    if (this.length + more <= this.buffer.length) return
    const larger = new Uint8Array(Math.max(this.buffer.length * 2, this.length + more))
    larger.set(this.buffer.subarray(0, this.length))
    this.buffer = larger
  }
}
