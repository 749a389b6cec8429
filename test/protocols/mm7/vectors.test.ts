import { describe, expect, it } from 'vitest'
import {
  decodeMm7Request,
  decodeMm7Response,
  encodeFault,
  encodeRequest,
  encodeResponse,
  type Mm7Content,
  type Mm7Request,
  type Mm7Response,
  type Mm7Unreadable,
} from '../../../protocols/mm7/index.ts'
import { cuts, octetsOf, readVectors, type TextVector } from '../text-vectors.ts'

type Expected = { readonly kind: string; readonly body?: unknown; readonly content?: unknown }
type Mm7Vector = TextVector & {
  readonly decodes: 'request' | 'response'
  readonly contentType?: string
  readonly expect?: Expected
  /** Content with bodies as text. */
  readonly content?: object
  readonly malformed?: string
  /** The body has what `expect.body` has and nothing else. */
  readonly isExact?: boolean
}

const vectors = readVectors<Mm7Vector>('mm7')

function plainContent(content: Mm7Content) {
  const parts = content.parts.map(({ contentType, body, ...rest }) => ({
    contentType: { type: contentType.type, parameters: Object.fromEntries(contentType.parameters) },
    ...rest,
    text: new TextDecoder().decode(body),
  }))
  return { ...content, parts }
}

function expectRequest(vector: Mm7Vector, result: Mm7Request | Mm7Unreadable): void {
  expect(result).toMatchObject(vector.expect!)
  if (result.kind === 'fault') return
  if (vector.isExact) expect(result.body).toEqual(vector.expect!.body)
  if (vector.content) expect(plainContent(result.content!)).toEqual(vector.content)
}

describe('MM7 request vectors', () => {
  for (const vector of vectors.filter(({ decodes }) => decodes === 'request')) {
    const document = { contentType: vector.contentType, body: octetsOf(vector) }

    it(`decodes ${vector.name} [${vector.clause}]`, () => {
      expectRequest(vector, decodeMm7Request(document))
    })

    it(`answers a value for ${vector.name} cut anywhere`, () => {
      for (const body of cuts(document.body)) expect(decodeMm7Request({ ...document, body })).toHaveProperty('kind')
    })

    it(`writes an answer to ${vector.name} that reads back`, () => {
      const result = decodeMm7Request(document)
      if (result.kind === 'fault') return expectFaultReadsBack(result)
      const again = decodeMm7Request(encodeRequest({ ...result, boundary: 'some-boundary' }))
      if (again.kind === 'fault') throw new Error(again.details)
      expect({ ...again.body, content: undefined }).toEqual({ ...result.body, content: undefined })
      expect(again.transactionId).toBe(result.transactionId)
      expect(again.namespace).toBe(result.namespace)
      expect(again.version).toBe(result.version)
      if (result.content) expect(new Set(again.content!.parts)).toEqual(new Set(result.content.parts))
    })
  }
})

function expectFaultReadsBack(given: Mm7Unreadable): void {
  const answer = decodeMm7Response(encodeFault({ ...given, from: 'relay' }))
  const status = { statusCode: given.statusCode, details: given.details }
  expect(answer).toMatchObject({ ok: true, value: { kind: 'fault', namespace: given.namespace, status } })
  expect(answer.ok && answer.value.transactionId).toBe(given.transactionId)
}

describe('MM7 response vectors', () => {
  for (const vector of vectors.filter(({ decodes }) => decodes === 'response')) {
    const document = { contentType: vector.contentType, body: octetsOf(vector) }

    it(`decodes ${vector.name} [${vector.clause}]`, () => {
      const result = decodeMm7Response(document)
      if (vector.malformed) return expect(result).toMatchObject({ ok: false, malformed: { kind: vector.malformed } })
      expect(result).toMatchObject({ ok: true, value: vector.expect })
      if (vector.isExact) expect(result.ok && (result.value as Mm7Response).body).toEqual(vector.expect!.body)
    })

    it(`answers a value for ${vector.name} cut anywhere`, () => {
      for (const body of cuts(document.body)) expect(decodeMm7Response({ ...document, body })).toHaveProperty('ok')
    })

    it(`reads back what it writes of ${vector.name}`, () => {
      const result = decodeMm7Response(document)
      if (!result.ok || result.value.kind === 'fault') return expect(vector.isExact).toBeUndefined()
      expect(decodeMm7Response(encodeResponse(result.value))).toEqual(result)
    })
  }
})
