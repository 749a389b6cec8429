import { describe, expect, it } from 'vitest'
import { decodeMultipart, encodeMultipart, type MimePart } from '../../../protocols/mime/index.ts'
import type { Malformed } from '../../../protocols/octets/index.ts'
import { cuts, octetsOf, readVectors, type TextVector } from '../text-vectors.ts'

type ExpectedPart = {
  readonly type: string
  readonly text: string
  readonly parameters?: Readonly<Record<string, string>>
  readonly contentId?: string
  readonly contentLocation?: string
}
type MimeVector = TextVector & {
  readonly boundary: string
  readonly parts?: readonly ExpectedPart[]
  readonly malformed?: Malformed
}

function plain(part: MimePart) {
  return {
    type: part.contentType.type,
    parameters: Object.fromEntries(part.contentType.parameters),
    text: new TextDecoder().decode(part.body),
    ...(part.contentId !== undefined && { contentId: part.contentId }),
    ...(part.contentLocation !== undefined && { contentLocation: part.contentLocation }),
  }
}

describe('multipart vectors', () => {
  for (const vector of readVectors<MimeVector>('mime')) {
    const octets = octetsOf(vector)
    it(`decodes ${vector.name} [${vector.clause}]`, () => {
      const result = decodeMultipart(octets, vector.boundary)
      if (vector.malformed) expect(result).toEqual({ ok: false, malformed: vector.malformed })
      else expect(result.ok && result.value.map(plain)).toMatchObject(vector.parts!)
      if (result.ok) expect(result.value).toHaveLength(vector.parts!.length)
    })
    it(`answers a value for ${vector.name} cut anywhere`, () => {
      for (const cut of cuts(octets)) expect(decodeMultipart(cut, vector.boundary)).toHaveProperty('ok')
    })
    it(`reads back what it writes of ${vector.name}`, () => {
      const result = decodeMultipart(octets, vector.boundary)
      if (!result.ok) return expect(vector.malformed).toBeDefined()
      const again = decodeMultipart(encodeMultipart(result.value, 'another-boundary'), 'another-boundary')
      expect(again.ok && again.value.map(plain)).toEqual(result.value.map(plain))
    })
  }
})
