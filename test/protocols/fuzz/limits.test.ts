import { describe, expect, it } from 'vitest'
import {
  BOUNDARY_LENGTH_MAX,
  CONTENT_TYPE_LENGTH_MAX,
  decodeMultipart,
  HEADER_FIELDS_MAX,
  HEADER_OCTETS_MAX,
  PARTS_MAX,
  parseContentType,
} from '../../../protocols/mime/index.ts'
import { HEADER_FIELDS_LIMIT } from '../../../protocols/mms/header-spans.ts'
import {
  type Body,
  contentParts,
  decodePdu,
  encodePdu,
  MULTIPART_DEPTH_LIMIT,
  PARTS_LIMIT,
  type Part,
  presentationOrder,
  textPart,
} from '../../../protocols/mms/index.ts'
import { writeParts } from '../../../protocols/mms/multipart.ts'
import { PARAMETERS_LIMIT } from '../../../protocols/mms/parameters.ts'
import { PART_HEADERS_LIMIT } from '../../../protocols/mms/part-headers.ts'
import { SMIL_LENGTH_LIMIT } from '../../../protocols/mms/smil.ts'
import { concat, Writer } from '../../../protocols/octets/index.ts'
import { decodeXml, XML_DEPTH_MAX, XML_ELEMENTS_MAX, XML_OCTETS_MAX } from '../../../protocols/xml/index.ts'

// Every bound that keeps a peer from making us large or slow, by its name: exactly as much is taken, one more is not.

const utf8 = (text: string) => new TextEncoder().encode(text)
const MIXED = 'application/vnd.wap.multipart.mixed'

type Answer = { readonly ok: boolean; readonly malformed?: { readonly kind: string } }
const said = (answer: Answer) => (answer.ok ? 'taken' : answer.malformed!.kind)

function sendReq(body: Body): Uint8Array {
  const head = { transactionId: 't', mmsVersion: '1.2', from: 'insert-address' } as const
  return encodePdu({ type: 'm-send.req', ...head, to: ['+12025550101'], body })
}

const withParts = (count: number) =>
  sendReq({ contentType: { media: MIXED, parameters: {} }, parts: Array.from({ length: count }, () => textPart('x')) })

function withParameters(count: number): Uint8Array {
  const named = Array.from({ length: count }, (_, n) => [`p${n}`, 'v'])
  return sendReq({ contentType: { media: MIXED, parameters: Object.fromEntries(named) }, parts: [] })
}

function withPartHeaders(count: number): Uint8Array {
  const headers = Array.from({ length: count }, (_, n) => ({ field: `X-${n}`, octets: utf8('v\0') }))
  return sendReq({ contentType: { media: MIXED, parameters: {} }, parts: [{ ...textPart('x'), headers }] })
}

/** An m-acknowledge.ind with so many fields before those it needs; three are its own. */
function withFields(count: number): Uint8Array {
  const extra = Array.from({ length: count - 3 }, () => utf8('X-A\0b\0'))
  return concat([Uint8Array.of(0x8c, 0x85, 0x98, 0x74, 0, 0x8d, 0x92), ...extra])
}

/** Multiparts inside each other; how deep their text is found. */
function depthOpened(depth: number): string {
  let part: Part = textPart('deep')
  for (let level = 0; level < depth; level++) {
    const writer = new Writer(64)
    writeParts(writer, [part])
    part = { contentType: { media: MIXED, parameters: {} }, data: writer.finish() }
  }
  const [found] = contentParts({ contentType: { media: MIXED, parameters: {} }, parts: [part] })
  return found?.contentType.media === 'text/plain' ? 'taken' : 'left closed'
}

const mime = (parts: readonly string[], boundary = 'b') =>
  decodeMultipart(utf8(`${parts.map((part) => `--${boundary}\r\n${part}\r\n`).join('')}--${boundary}--\r\n`), boundary)
const times = (count: number, text: string) => Array.from({ length: count }, () => text)
const headerFields = (count: number) => mime([`${times(count, 'A: b\r\n').join('')}\r\n`])
const headerOctets = (count: number) => mime([`A: ${'b'.repeat(count - 5)}\r\n\r\nbody`])
const xml = (text: string) => decodeXml(utf8(text))
const nested = (depth: number) => xml(`${'<a>'.repeat(depth)}${'</a>'.repeat(depth)}`)
const elements = (count: number) => xml(`<a>${'<b/>'.repeat(count - 1)}</a>`)
const octets = (count: number) => xml(`<a>${'b'.repeat(count - 7)}</a>`)

describe('limits by name', () => {
  it.each<[string, number, (size: number) => string, string]>([
    ['PARTS_LIMIT [WSP 8.5]', PARTS_LIMIT, (n) => said(decodePdu(withParts(n))), 'too-many-parts'],
    ['PARAMETERS_LIMIT', PARAMETERS_LIMIT, (n) => said(decodePdu(withParameters(n))), 'too-many-parameters'],
    ['PART_HEADERS_LIMIT', PART_HEADERS_LIMIT, (n) => said(decodePdu(withPartHeaders(n))), 'too-many-headers'],
    ['HEADER_FIELDS_LIMIT', HEADER_FIELDS_LIMIT, (n) => said(decodePdu(withFields(n))), 'too-many-fields'],
    ['MULTIPART_DEPTH_LIMIT', MULTIPART_DEPTH_LIMIT, depthOpened, 'left closed'],
    ['PARTS_MAX', PARTS_MAX, (n) => said(mime(times(n, '\r\nx'))), 'too-many'],
    ['HEADER_FIELDS_MAX', HEADER_FIELDS_MAX, (n) => said(headerFields(n)), 'too-many'],
    ['HEADER_OCTETS_MAX', HEADER_OCTETS_MAX, (n) => said(headerOctets(n)), 'too-long'],
    ['BOUNDARY_LENGTH_MAX', BOUNDARY_LENGTH_MAX, (n) => said(mime(['\r\nx'], 'b'.repeat(n))), 'boundary'],
    [
      'CONTENT_TYPE_LENGTH_MAX',
      CONTENT_TYPE_LENGTH_MAX,
      (n) => said(parseContentType(`a/b; c=${'d'.repeat(n - 7)}`)),
      'too-long',
    ],
    ['XML_DEPTH_MAX', XML_DEPTH_MAX, (n) => said(nested(n)), 'too-deep'],
    ['XML_ELEMENTS_MAX', XML_ELEMENTS_MAX, (n) => said(elements(n)), 'too-many'],
    ['XML_OCTETS_MAX', XML_OCTETS_MAX, (n) => said(octets(n)), 'too-long'],
  ])('%s: %i is taken, one more is not', (_, limit, answer, beyond) => {
    expect([answer(limit), answer(limit + 1)]).toEqual(['taken', beyond])
  })

  it('SMIL_LENGTH_LIMIT: what stands behind it orders nothing', () => {
    const named = (contentLocation: string): Part => ({ ...textPart(contentLocation), contentLocation })
    const parts = [named('a'), named('b')]
    const at = (offset: number) => `${' '.repeat(offset)}<text src="b"/>`
    expect(presentationOrder(at(0), parts)[0]).toBe(parts[1])
    expect(presentationOrder(at(SMIL_LENGTH_LIMIT), parts)[0]).toBe(parts[0])
  })

  it('entities are never expanded: a document type is refused before anything is parsed', () => {
    const billion = '<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;"><!ENTITY d "&c;&c;">]><a>&d;</a>'
    expect(said(xml(billion))).toBe('doctype')
    expect(said(xml('<a>&d;</a>'))).toBe('entity')
    expect(said(xml('<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'))).toBe('doctype')
  })
})
