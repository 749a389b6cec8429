import { describe, expect, it } from 'vitest'
import type { Malformed } from '../../../protocols/octets/index.ts'
import { decodeXml } from '../../../protocols/xml/index.ts'
import { cuts, octetsOf, readVectors, type TextVector } from '../text-vectors.ts'

type XmlVector = TextVector & { readonly root?: unknown; readonly malformed?: Malformed }

describe('XML vectors', () => {
  for (const vector of readVectors<XmlVector>('xml')) {
    const octets = octetsOf(vector)
    it(`decodes ${vector.name} [${vector.clause}]`, () => {
      const result = decodeXml(octets)
      if (vector.root) return expect(result).toEqual({ ok: true, value: vector.root })
      const { path, ...rest } = vector.malformed!
      expect(result).toMatchObject({ ok: false, malformed: rest })
      expect(!result.ok && result.malformed.path.startsWith(path)).toBe(true)
    })
    it(`answers a value for ${vector.name} cut anywhere`, () => {
      for (const cut of cuts(octets)) expect(decodeXml(cut)).toHaveProperty('ok')
    })
  }
})
