import type { Decoded, Malformed } from './malformed.ts'

/**
 * Reads octets forwards. The first mistake is latched: later reads answer zero values, so that a grammar reads as
 * straight lines and asks for `malformed` once at its end.
 */
export class Reader {
  readonly octets: Uint8Array
  readonly end: number
  offset: number
  malformed: Malformed | undefined

  constructor(octets: Uint8Array, offset = 0, end = octets.length) {
    this.octets = octets
    this.offset = offset
    this.end = end
  }

  get remaining(): number {
    return this.end - this.offset
  }

  fail(kind: string, path: string, offset = this.offset): void {
    this.malformed ??= { kind, path, offset }
  }

  uint8(path: string): number {
    return this.has(1, path) ? this.octets[this.offset++]! : 0
  }

  uint16(path: string): number {
    if (!this.has(2, path)) return 0
    const value = (this.octets[this.offset]! << 8) | this.octets[this.offset + 1]!
    this.offset += 2
    return value
  }

  uint32(path: string): number {
    return this.uint16(path) * 0x10000 + this.uint16(path)
  }

  /** A view of the next `length` octets, not a copy. */
  bytes(length: number, path: string): Uint8Array {
    if (!this.has(length, path)) return new Uint8Array(0)
    const view = this.octets.subarray(this.offset, this.offset + length)
    this.offset += length
    return view
  }

  /** The octets up to the next NUL, which is consumed and left out. */
  untilNul(path: string): Uint8Array {
    if (this.malformed) return new Uint8Array(0)
    const nul = this.nextNul()
    if (nul === undefined) {
      this.fail('unterminated', path)
      return new Uint8Array(0)
    }
    const view = this.octets.subarray(this.offset, nul)
    this.offset = nul + 1
    return view
  }

  /** Where the next NUL is; looks no further than this reader's own octets. */
  nextNul(): number | undefined {
    for (let at = this.offset; at < this.end; at++) if (this.octets[at] === 0) return at
    return undefined
  }

  peek(): number | undefined {
    return this.offset < this.end ? this.octets[this.offset] : undefined
  }

  /** The value read, unless a mistake was latched on the way. */
  finish<T>(value: T): Decoded<T> {
    return this.malformed ? { ok: false, malformed: this.malformed } : { ok: true, value }
  }

  private has(length: number, path: string): boolean {
    if (this.malformed) return false
    if (length <= this.end - this.offset) return true
    this.fail('truncated', path)
    return false
  }
}
