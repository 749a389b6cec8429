import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  composeBody,
  contentParts,
  decodePdu,
  decodePush,
  describePdu,
  encodePdu,
  encodePush,
  PDUS,
  presentationOrder,
  readEnvelope,
} from '../../../protocols/mms/index.ts'
import { arbitraryPdu } from './arbitrary-pdu.ts'

const anyOctets = fc.uint8Array({ maxLength: 400 })
const headed = fc
  .tuple(fc.constantFrom(...Object.values(PDUS).map(({ code }) => code)), anyOctets)
  .map(([code, rest]) => Uint8Array.of(0x8c, code, ...rest))

/** Everything that may be asked of octets a peer sent; what decodes must encode again and say the same. */
function touch(octets: Uint8Array): void {
  const answer = decodePdu(octets)
  expect(typeof answer.ok).toBe('boolean')
  if (answer.ok) expect(decodePdu(encodePdu(answer.value))).toEqual(answer)
  expect(readEnvelope(octets)).toBeTypeOf('object')
  for (const { offset, length } of describePdu(octets)) expect(offset + length).toBeLessThanOrEqual(octets.length)
  if (answer.ok && 'body' in answer.value && answer.value.body) contentParts(answer.value.body)
}

describe('MM1 codec', () => {
  it('decodes what it encoded to the same value', () => {
    fc.assert(
      fc.property(arbitraryPdu, (pdu) => {
        expect(decodePdu(encodePdu(pdu))).toEqual({ ok: true, value: pdu })
      }),
      { numRuns: 500 },
    )
  })

  it('answers any octets with a value, and encodes what it could decode', () => {
    fc.assert(fc.property(fc.oneof(anyOctets, headed), touch), { numRuns: 1000 })
  })

  it('answers a good PDU with one octet changed with a value that can be encoded', () => {
    const changed = fc.tuple(arbitraryPdu, fc.nat(), fc.integer({ min: 0, max: 255 })).map(([pdu, at, octet]) => {
      const octets = encodePdu(pdu)
      octets[at % octets.length] = octet
      return octets
    })
    fc.assert(fc.property(changed, touch), { numRuns: 500 })
  })

  it('gives back what a push carries, and answers any octets with a value', () => {
    fc.assert(
      fc.property(anyOctets, fc.integer({ min: 0, max: 255 }), (octets, transactionId) => {
        const push = decodePush(encodePush(octets, transactionId))
        expect(push).toMatchObject({ ok: true, value: { transactionId, applicationId: 4, body: octets } })
        expect(typeof decodePush(octets).ok).toBe('boolean')
      }),
    )
  })

  it('keeps every part of a body it composed, whatever the presentation says', () => {
    const data = fc.uint8Array({ maxLength: 20 })
    const media = fc.constantFrom('text/plain', 'image/png', 'audio/amr', 'video/mp4', 'text/x-vcard', 'weird')
    const part = fc.record({ contentType: fc.record({ media, parameters: fc.constant({}) }), data })
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), fc.string(), (parts, smil) => {
        expect(contentParts(composeBody(parts)).map(({ data }) => data)).toHaveLength(parts.length)
        expect(new Set(presentationOrder(smil, parts))).toEqual(new Set(parts))
      }),
    )
  })
})
