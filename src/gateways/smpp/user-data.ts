import { concat } from '../../../protocols/octets/index.ts'
import { type Tlv, tlvNumber } from '../../../protocols/smpp/index.ts'
import { encodeUserDataHeader, PARTS_MAX, type UserDataHeader, userDataHeader } from '../../../protocols/sms/index.ts'
import { type Encoding, ESCAPE, isMultibyte, USER_DATA_OCTETS, wholeMultibyte } from '../../../protocols/text/index.ts'

/** User data as the air carries it: header included where there is one, cut to what fits into one short message. */
export type AirData = { readonly hasHeader: boolean; readonly segments: readonly Uint8Array[] }

/**
 * Turns what SMPP says by TLVs (SAR, ports) into user data headers, and cuts what is too long for one short message.
 * Octets that come with a header of their own stay as they are.
 */
export function airData(
  octets: Uint8Array,
  encoding: Encoding,
  { tlvs, nextReference }: { tlvs: readonly Tlv[]; nextReference: () => number },
): AirData {
  if (tlvs.length === 0 && octets.length <= ROOMS[encoding](0)) return { hasHeader: false, segments: [octets] }
  const fields = headerFields(tlvs)
  const alone = encodeUserDataHeader(userDataHeader(fields))
  if (octets.length <= ROOMS[encoding](alone.length) || fields.concatenation) {
    return { hasHeader: alone.length > 0, segments: [concat([alone, octets])] }
  }
  // Deviates: what no concatenation can count travels as one, so that a message_payload of 64 K arrives.
  return (
    cut(octets, encoding, { fields, reference: nextReference() }) ?? {
      hasHeader: alone.length > 0,
      segments: [concat([alone, octets])],
    }
  )
}

/** Octets that fit beside a header: 7-bit text takes less room on the air than in SMPP. [23.038 6.1.2.1] */
const septets = (header: number) => Math.floor(((USER_DATA_OCTETS - header) * 8) / 7)
const octetPairs = (header: number) => Math.floor((USER_DATA_OCTETS - header) / 2)
const ROOMS = {
  gsm7: septets,
  ia5: septets,
  latin1: septets,
  cyrillic: octetPairs,
  hebrew: octetPairs,
  ucs2: (header) => octetPairs(header) * 2,
  binary: (header) => USER_DATA_OCTETS - header,
  'shift-jis': (header) => USER_DATA_OCTETS - header,
  'iso-2022-jp': (header) => USER_DATA_OCTETS - header,
  'euc-jp': (header) => USER_DATA_OCTETS - header,
  'ks-c-5601': (header) => USER_DATA_OCTETS - header,
} as const satisfies Record<Encoding, (header: number) => number>

/** [SMPP34 5.3.2.22 to 5.3.2.24] SAR counts only when all three are there; [SMPP34 5.3.2.20, 5.3.2.21] ports. */
function headerFields(tlvs: readonly Tlv[]): Partial<UserDataHeader> {
  const reference = tlvNumber(tlvs, 'sar_msg_ref_num')
  const total = tlvNumber(tlvs, 'sar_total_segments')
  const sequence = tlvNumber(tlvs, 'sar_segment_seqnum')
  const destination = tlvNumber(tlvs, 'destination_port')
  const source = tlvNumber(tlvs, 'source_port')
  const isSegment = reference !== undefined && total !== undefined && sequence !== undefined
  const inRange = isSegment && total > 1 && sequence >= 1 && sequence <= total
  return {
    ...(inRange && { concatenation: { reference, total, sequence, wide: true } }),
    ...(destination !== undefined && { ports: { destination, source: source ?? 0 } }),
  }
}

/** Several short messages of equal room; undefined when there would be more than a concatenation can count. */
function cut(
  octets: Uint8Array,
  encoding: Encoding,
  { fields, reference }: { fields: Partial<UserDataHeader>; reference: number },
): AirData | undefined {
  const headerOf = (total: number, sequence: number) =>
    encodeUserDataHeader(
      userDataHeader({ ...fields, concatenation: { reference: reference & 0xff, total, sequence, wide: false } }),
    )
  const room = ROOMS[encoding](headerOf(1, 1).length)
  const pieces: Uint8Array[] = []
  for (let start = 0; start < octets.length; ) {
    const rest = octets.subarray(start)
    const end = wholeCharacters(rest, Math.min(room, rest.length), encoding)
    pieces.push(rest.subarray(0, end))
    start += end
  }
  if (pieces.length > PARTS_MAX) return undefined
  return { hasHeader: true, segments: pieces.map((piece, i) => concat([headerOf(pieces.length, i + 1), piece])) }
}

/** Never cuts an escaped character or a surrogate pair. */
function wholeCharacters(octets: Uint8Array, end: number, encoding: Encoding): number {
  if (end === octets.length) return end
  if (encoding === 'gsm7' && octets[end - 1] === ESCAPE) return end - 1
  if (isMultibyte(encoding)) return wholeMultibyte(encoding, octets, end)
  const isHighSurrogate = encoding === 'ucs2' && (octets[end - 2]! & 0xfc) === 0xd8
  return isHighSurrogate ? end - 2 : end
}
