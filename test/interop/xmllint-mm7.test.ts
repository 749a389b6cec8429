import { describe, expect, it } from 'vitest'
import {
  DEFAULT_NAMESPACE,
  decodeMm7Request,
  decodeMm7Response,
  encodeFault,
  encodeRequest,
  encodeResponse,
  SOAP_NAMESPACE,
} from '../../protocols/mm7/index.ts'
import { octetsOf, readVectors, type TextVector } from '../protocols/text-vectors.ts'
import { hasValidator, validateMm7 } from './validate-mm7.ts'

type Mm7Vector = TextVector & { readonly decodes: 'request' | 'response'; readonly contentType?: string }

/** Words that peers use and no schema has. */
const isOutsideTheSchema = (text: string) => /Unrecognized/.test(text)

describe.runIf(hasValidator)('the schema and xmllint', () => {
  for (const vector of readVectors<Mm7Vector>('mm7').filter(({ name }) => !name.startsWith('bad-'))) {
    const document = { contentType: vector.contentType, body: octetsOf(vector) }
    const ours = vector.decodes === 'request' ? requestText(document) : responseText(document)
    if (ours === undefined || isOutsideTheSchema(ours)) continue

    it(`take what we write of ${vector.name} [23.140 8.7.9]`, () => {
      expect(validateMm7(ours)).toBe('')
    })
  }

  it('take our faults [23.140 8.7.8]', () => {
    for (const from of ['relay', 'vasp'] as const) {
      const { body } = encodeFault({ statusCode: 2007, details: 'a < b', from })
      expect(validateMm7(new TextDecoder().decode(body))).toBe('')
    }
  })

  it('refuse elements out of order, so that the tests above can fail', () => {
    const swapped = `<SubmitRsp xmlns="${DEFAULT_NAMESPACE}"><Status/><MM7Version>6.8.0</MM7Version></SubmitRsp>`
    expect(
      validateMm7(`<env:Envelope xmlns:env="${SOAP_NAMESPACE}"><env:Body>${swapped}</env:Body></env:Envelope>`),
    ).not.toBe('')
  })
})

type Document = Parameters<typeof decodeMm7Request>[0]

function requestText(document: Document): string | undefined {
  const result = decodeMm7Request(document)
  if (result.kind === 'fault') return undefined
  const { body } = encodeRequest({ ...result, namespace: DEFAULT_NAMESPACE })
  return new TextDecoder().decode(body)
}

function responseText(document: Document): string | undefined {
  const result = decodeMm7Response(document)
  if (!result.ok || result.value.kind === 'fault') return undefined
  // the schema wants a MessageID even with an error; nobody sends one
  if (result.value.operation === 'SubmitRsp' && result.value.body.messageId === undefined) return undefined
  return new TextDecoder().decode(encodeResponse({ ...result.value, namespace: DEFAULT_NAMESPACE }).body)
}
