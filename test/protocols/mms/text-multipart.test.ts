import { describe, expect, it } from 'vitest'
import {
  contentParts,
  decodePdu,
  describePdu,
  encodePdu,
  isMultipart,
  type SendReq,
  textOf,
} from '../../../protocols/mms/index.ts'
import { concat } from '../../../protocols/octets/index.ts'

const utf8 = (text: string) => new TextEncoder().encode(text)
/** m-send.req, transaction T1, version 1.2, From insert-address, To +1202…, Content-Type follows. */
const HEAD = concat([
  Uint8Array.of(0x8c, 0x80, 0x98, 0x54, 0x31, 0, 0x8d, 0x92, 0x89, 1, 0x81, 0x97),
  utf8('+12025550102/TYPE=PLMN\0'),
])
const BODY = [
  '--edge',
  'Content-Type: application/smil; name="s.smil"',
  'Content-ID: <s>',
  '',
  '<smil><body><par><text src="cid:t"/><img src="a.jpg"/></par></body></smil>',
  '--edge',
  'Content-Type: image/jpeg',
  'Content-Location: a.jpg',
  'Content-Disposition: attachment; filename="beach.jpg"',
  'Content-Transfer-Encoding: base64',
  '',
  '/9j/2Q==',
  '--edge',
  'Content-Type: text/plain; charset=utf-8',
  'Content-ID: <t>',
  '',
  'Grüße',
  '--edge--',
  '',
].join('\r\n')

/** `84`, then the content type as text with its parameters behind the media type, as mail writes the whole field. */
const asOneText = (body: string) =>
  concat([HEAD, Uint8Array.of(0x84), utf8('multipart/related; boundary="edge"\0'), utf8(body)])

/** `84`, value-length, `multipart/related` as text, then the parameter by its name. */
function withParameter(body: string) {
  const type = concat([utf8('multipart/related\0'), utf8('boundary\0edge\0')])
  return concat([HEAD, Uint8Array.of(0x84, 0x1f, type.length), type, utf8(body)])
}

function sendReq(octets: Uint8Array): SendReq {
  const pdu = decodePdu(octets)
  if (!pdu.ok || pdu.value.type !== 'm-send.req') throw new Error(JSON.stringify(pdu))
  return pdu.value
}

describe('a body as mail writes it [RFC2046 5.1]', () => {
  it.each([
    ['with its boundary as a parameter', withParameter(BODY)],
    ['with the whole field as one text', asOneText(BODY)],
    ['with a preamble', withParameter(`for readers of mail\r\n${BODY}`)],
    ['with LF only', withParameter(BODY.replaceAll('\r\n', '\n'))],
  ])('%s is read like a WSP multipart', (_, octets) => {
    const { body } = sendReq(octets)
    expect(body.contentType.media).toBe('multipart/related')
    expect(body.parts).toHaveLength(3)
    const [text, picture] = contentParts(body)
    expect(textOf(text!)).toBe('Grüße')
    expect(picture).toMatchObject({
      contentType: { media: 'image/jpeg' },
      contentLocation: 'a.jpg',
      contentDisposition: { disposition: 'attachment', parameters: { filename: 'beach.jpg' } },
      data: Uint8Array.of(0xff, 0xd8, 0xff, 0xd9),
    })
  })

  it('is written again as a WSP multipart [WSP 8.5]', () => {
    const pdu = sendReq(withParameter(BODY))
    expect(pdu.body.contentType.parameters).toEqual({})
    expect(isMultipart(pdu.body.contentType)).toBe(true)
    expect(sendReq(encodePdu(pdu))).toEqual(pdu)
  })

  it.each([
    ['is cut', BODY.slice(0, -20), 'truncated'],
    ['has a header without a colon', BODY.replace('Content-Type: image/jpeg', 'Content-Type image/jpeg'), 'header'],
  ])('that %s is malformed', (_, body, kind) => {
    const pdu = decodePdu(withParameter(body))
    expect(pdu.ok ? pdu : pdu.malformed.kind).toBe(kind)
  })

  it('is laid open as octets', () => {
    expect(describePdu(withParameter(BODY)).at(-1)).toMatchObject({
      name: 'body',
      value: expect.stringMatching(/octets/),
    })
  })

  it('is not looked for where the boundary does not occur: WSP multiparts may carry the parameter too', () => {
    const binary = Uint8Array.of(1, 1, 2, 0x83, 0x48, 0x69)
    const type = concat([Uint8Array.of(0xb3), utf8('boundary\0edge\0')])
    const octets = concat([HEAD, Uint8Array.of(0x84, type.length), type, binary])
    expect(textOf(sendReq(octets).body.parts[0]!)).toBe('Hi')
  })
})
