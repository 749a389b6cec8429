import { describe, expect, it } from 'vitest'
import {
  type Body,
  composeBody,
  contentParts,
  encodePdu,
  type Part,
  presentationOrder,
  textOf,
  textPart,
  writeSmil,
} from '../../../protocols/mms/index.ts'

const part = (media: string, rest: Partial<Part> = {}): Part => ({
  contentType: { media, parameters: {} },
  data: Uint8Array.of(1),
  ...rest,
})

describe('a composed body', () => {
  it('is mixed and has no presentation when all is text', () => {
    const parts = [textPart('one'), textPart('two')]
    const body = composeBody(parts)
    expect(body.contentType.media).toBe('application/vnd.wap.multipart.mixed')
    expect(body.parts).toEqual(parts)
  })

  it('is related and starts with a presentation that names every part otherwise', () => {
    const body = composeBody([textPart('Hi'), part('image/jpeg'), part('video/3gpp')])
    expect(body.contentType).toEqual({
      media: 'application/vnd.wap.multipart.related',
      parameters: { start: '<smil>', type: 'application/smil' },
    })
    const [smil, ...rest] = body.parts
    expect(smil).toMatchObject({ contentId: 'smil', contentLocation: 'smil.xml' })
    expect(rest.map(({ contentLocation }) => contentLocation)).toEqual(['text_1.txt', 'image_2.jpg', 'video_3.3gp'])
    for (const { contentLocation } of rest) expect(textOf(smil!)).toContain(`src="${contentLocation}"`)
  })

  it('keeps a presentation that is already there', () => {
    const smil = part('application/smil', { contentId: 'mine' })
    const body = composeBody([part('image/png'), smil])
    expect(body.contentType.parameters.start).toBe('<mine>')
    expect(body.parts.map(({ contentType }) => contentType.media)).toEqual(['application/smil', 'image/png'])
  })
})

describe('a presentation', () => {
  it('starts a slide when a place is taken, and leaves attachments out', () => {
    const named = (media: string, contentLocation: string) => part(media, { contentLocation })
    const smil = writeSmil([
      named('image/png', 'a'),
      named('text/plain', 'b'),
      named('text/x-vcard', 'v'),
      named('image/gif', 'c&"<d>'),
      named('audio/amr', 'e'),
    ])
    const slides = smil.match(/<par .*?<\/par>/g)
    expect(slides).toEqual([
      '<par dur="5000ms"><img src="a" region="Image"/><text src="b" region="Text"/></par>',
      '<par dur="5000ms"><img src="c&amp;&quot;&lt;d&gt;" region="Image"/><audio src="e"/></par>',
    ])
  })

  it('orders parts by location, id, name or file name, and puts the rest behind', () => {
    const a = part('image/png', { contentLocation: 'A.png' })
    const b = part('text/plain', { contentId: 'b' })
    const c = part('image/png', { contentType: { media: 'image/png', parameters: { name: 'c d.png' } } })
    const d = part('text/x-vcard')
    const smil = part('application/smil')
    const text = `<smil><!-- src="b" --><par><img region='x' src='cid:%63%20d.png'/><text src=b /></par><img SRC = "a.PNG"></smil>`
    expect(presentationOrder(text, [d, smil, a, b, c])).toEqual([c, b, a, d])
  })

  it.each(['', '<smil', 'src="', '<!--', '<!-- <img src="x"/>', '<img src=\'x">', '\0'])(
    'is %j and harms nothing',
    (text) => {
      const x = part('image/png', { contentLocation: 'x' })
      const y = part('image/png', { contentLocation: 'y' })
      expect(presentationOrder(text, [y, x])).toEqual([y, x])
    },
  )
})

describe('the content of a body', () => {
  it('opens multiparts inside multiparts, but not without end', () => {
    const bomb = (depth: number): Part =>
      depth === 0 ? textPart('deep') : part('application/vnd.wap.multipart.mixed', { data: nested([bomb(depth - 1)]) })
    const mixed = { media: 'application/vnd.wap.multipart.mixed', parameters: {} }
    expect(contentParts({ contentType: mixed, parts: [bomb(3)] }).map(textOf)).toEqual(['deep'])
    const [tooDeep] = contentParts({ contentType: mixed, parts: [bomb(9)] })
    expect(tooDeep?.contentType.media).toBe(mixed.media)
  })

  it.each([
    ['utf-8', '68c3a9', 'hé'],
    ['us-ascii', '68c3a9', 'hé'],
    ['iso-8859-1', '68e9', 'hé'],
    ['iso-10646-ucs-2', '006800e9', 'hé'],
    ['utf-16', 'fffe6800e900', 'hé'],
    ['euc-kr', 'b0a1', '가'],
    ['mib-9999', '6869', 'hi'],
  ])('reads text in %s', (charset, hex, text) => {
    expect(textOf({ contentType: { media: 'text/plain', parameters: { charset } }, data: octets(hex) })).toBe(text)
  })

  it('reads text without a charset by its byte order mark, as UTF-8 or as Latin-1', () => {
    const plain = (hex: string) => textOf(part('text/plain', { data: octets(hex) }))
    expect(['feff0068', 'fffe6800', 'efbbbf68', '68e9', ''].map(plain)).toEqual(['h', 'h', 'h', 'hé', ''])
  })
})

/** The octets of a multipart body, taken from the end of a PDU that carries it. */
function nested(parts: readonly Part[]): Uint8Array {
  const body: Body = { contentType: { media: 'application/vnd.wap.multipart.mixed', parameters: {} }, parts }
  const head = { type: 'm-send.req', transactionId: '', mmsVersion: '1.2', from: '' } as const
  const empty = encodePdu({ ...head, body: { ...body, parts: [] } })
  return encodePdu({ ...head, body }).slice(empty.length - 1)
}

function octets(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (digits) => Number.parseInt(digits, 16))
}
