import { STATUS } from './command-status.ts'
import { type CompiledField, NO_OCTETS } from './fields.ts'

/** The first mistake found in a PDU, with the status that answers it. */
export type Mistake = { readonly kind: string; readonly path: string; readonly status: number; readonly offset: number }

/** Reads the kinds of SMPP fields. The first mistake is latched; its path is only put together then. */
export class Cursor {
  readonly source: Uint8Array
  readonly end: number
  offset: number
  mistake: Mistake | undefined

  constructor(source: Uint8Array, offset: number, end: number) {
    this.source = source
    this.offset = offset
    this.end = end
    this.mistake = undefined
  }

  uint8(field: CompiledField): number {
    if (this.offset < this.end) return this.source[this.offset++]!
    this.truncated(field)
    return 0
  }

  uint32(field: CompiledField): number {
    const { source, offset } = this
    if (offset + 4 > this.end) {
      this.truncated(field)
      return 0
    }
    this.offset += 4
    return (
      ((source[offset]! << 24) | (source[offset + 1]! << 16) | (source[offset + 2]! << 8) | source[offset + 3]!) >>> 0
    )
  }

  /** Latin-1 up to the NUL, which must come within the field's size. [SMPP34 3.1] */
  cString(field: CompiledField): string {
    const { source, offset } = this
    const last = Math.min(offset + field.max, this.end)
    let nul = offset
    while (nul < last && source[nul] !== 0) nul++
    if (nul === last) {
      this.unterminated(field)
      return ''
    }
    this.offset = nul + 1
    return nul === offset ? '' : latin1(source, offset, nul)
  }

  /** A view of the octets behind a length of one octet. [SMPP34 5.2.21] */
  octets8(field: CompiledField): Uint8Array {
    const length = this.uint8(field)
    const { offset } = this
    if (offset + length > this.end) {
      this.fail('overrun', field.wireName, { status: field.status, offset: offset - 1 })
      return NO_OCTETS
    }
    this.offset = offset + length
    return this.view(offset, length)
  }

  view(offset: number, length: number): Uint8Array {
    if (length === 0) return NO_OCTETS
    return new Uint8Array(this.source.buffer, this.source.byteOffset + offset, length)
  }

  fail(kind: string, path: string, { status, offset }: { status: number; offset: number }): void {
    this.mistake ??= { kind, path, status, offset }
  }

  /** Says in which outer field the mistake lies. */
  within(outer: string): void {
    if (this.mistake) this.mistake = { ...this.mistake, path: `${outer}.${this.mistake.path}` }
  }

  private truncated(field: CompiledField): void {
    this.fail('truncated', field.wireName, { status: STATUS.ESME_RINVCMDLEN, offset: this.offset })
  }

  private unterminated(field: CompiledField): void {
    const tooLong = this.offset + field.max <= this.end
    const status = tooLong ? field.status : STATUS.ESME_RINVCMDLEN
    this.fail(tooLong ? 'too_long' : 'unterminated', field.wireName, { status, offset: this.offset })
  }
}

/** Eight characters at a time: a string grown one character at a time costs several times as much. */
function latin1(octets: Uint8Array, start: number, end: number): string {
  let text = ''
  let i = start
  for (; i + 8 <= end; i += 8) {
    text += String.fromCharCode(
      octets[i]!,
      octets[i + 1]!,
      octets[i + 2]!,
      octets[i + 3]!,
      octets[i + 4]!,
      octets[i + 5]!,
      octets[i + 6]!,
      octets[i + 7]!,
    )
  }
  for (; i < end; i++) text += String.fromCharCode(octets[i]!)
  return text
}
