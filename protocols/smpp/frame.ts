/** command_length, command_id, command_status, sequence_number. [SMPP34 3.2] */
export const HEADER_OCTETS = 16

/** Room for a message_payload of 64 K with its header and the mandatory fields. [SMPP34 5.3.2.32] */
export const COMMAND_LENGTH_MAX = 0x10000 + 0x1000

/** What stands at an offset of received octets. A frame is octets `start` to `end` of the same buffer, not a copy. */
export type Frame =
  | { readonly kind: 'incomplete' }
  | { readonly kind: 'unframeable'; readonly commandLength: number; readonly sequenceNumber: number | undefined }
  | { readonly kind: 'frame'; readonly start: number; readonly end: number }

const INCOMPLETE: Frame = { kind: 'incomplete' }

/** The next PDU's place. Once unframeable the stream is lost: answer, if the sequence number was read, and close. */
export function takeFrame(octets: Uint8Array, offset: number, maximum = COMMAND_LENGTH_MAX): Frame {
  const available = octets.length - offset
  if (available < 4) return INCOMPLETE
  const commandLength = uint32At(octets, offset)
  if (commandLength < HEADER_OCTETS || commandLength > maximum) {
    const sequenceNumber = available < HEADER_OCTETS ? undefined : uint32At(octets, offset + 12)
    return { kind: 'unframeable', commandLength, sequenceNumber }
  }
  return available < commandLength ? INCOMPLETE : { kind: 'frame', start: offset, end: offset + commandLength }
}

export function uint32At(octets: Uint8Array, offset: number): number {
  return (
    ((octets[offset]! << 24) | (octets[offset + 1]! << 16) | (octets[offset + 2]! << 8) | octets[offset + 3]!) >>> 0
  )
}
