import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  apiError,
  cutPage,
  defaultSid,
  ERRORS,
  encodeForm,
  errorBody,
  field,
  fields,
  isApiError,
  isoMilliseconds,
  isoSeconds,
  isSid,
  PAGE_LIMITS,
  pageUrls,
  parseDuration,
  parseForm,
  parseIsoDate,
  parsePage,
  productOfHost,
  rfc2822,
  sidOf,
  statusOf,
  stringToSign,
  withoutOverrides,
} from '../../../protocols/conversations/index.ts'

describe('SIDs', () => {
  const hex = '0123456789abcdef0123456789abcdef'
  it('are two letters and 32 lower-case hex digits', () => {
    expect(sidOf('conversation', hex)).toBe(`CH${hex}`)
    expect(isSid('conversation', `CH${hex}`)).toBe(true)
    for (const wrong of [`CH${hex.toUpperCase()}`, `CH${hex}0`, `IM${hex}`, 'CH', '']) {
      expect(isSid('conversation', wrong)).toBe(false)
    }
  })

  it('of what every account has follow from the account', () => {
    expect(defaultSid('service', `AC${hex}`)).toBe(`IS${hex}`)
  })
})

describe('forms', () => {
  it('repeated keys keep their order, plus is a space, a missing field is not an empty one', () => {
    const form = parseForm('Filters=a&Filters=b&Body=a+b%2Bc&Empty=&Bare')
    expect(fields(form, 'Filters')).toEqual(['a', 'b'])
    expect([field(form, 'Body'), field(form, 'Empty'), field(form, 'Bare'), field(form, 'None')]).toEqual([
      'a b+c',
      '',
      '',
      undefined,
    ])
  })

  it('octets that are no UTF-8 stay as they were written', () => {
    expect(field(parseForm('a=%E0%A4&b=%zz'), 'a')).toBe('%E0%A4')
  })

  it('what is encoded is read back, and any text is read as something', () => {
    const text = fc.string({ unit: 'grapheme' })
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text), { maxLength: 5 }), (pairs) => {
        const form = parseForm(encodeForm(pairs))
        for (const [name, value] of pairs) expect(fields(form, name)).toContain(value)
      }),
    )
    fc.assert(fc.property(fc.string(), (body) => parseForm(body) instanceof Map))
  })
})

describe('dates and durations', () => {
  const at = Date.UTC(2010, 7, 13, 1, 16, 24, 7)
  it('each answer has its own format [RFC2822 3.3]', () => {
    expect([isoSeconds(at), isoMilliseconds(at), rfc2822(at)]).toEqual([
      '2010-08-13T01:16:24Z',
      '2010-08-13T01:16:24.007Z',
      'Fri, 13 Aug 2010 01:16:24 +0000',
    ])
  })

  it.each([
    ['2010-08-13', Date.UTC(2010, 7, 13)],
    ['2010-08-13T01:16:24Z', at - 7],
    ['2010-08-13T01:16:24.007Z', at],
    ['2010-08-13T03:16:24+02:00', at - 7],
    ['2010-08-13T01:16:24', at - 7],
    ['2010-13-01', undefined],
    ['yesterday', undefined],
    ['', undefined],
  ])('%s', (text, expected) => expect(parseIsoDate(text)).toBe(expected))

  it.each([
    ['PT1M', 60_000],
    ['PT10M', 600_000],
    ['P1DT12H', 129_600_000],
    ['P1W', 604_800_000],
    ['PT0.5S', 500],
    ['PT0S', 0],
    ['P', undefined],
    ['PT', undefined],
    ['1M', undefined],
    ['PT-1M', undefined],
  ])('the duration %s', (text, expected) => expect(parseDuration(text)).toBe(expected))
})

describe('errors', () => {
  it('the body names code, status and where to read on', () => {
    const error = apiError(50438, 'taken by CH1')
    expect(isApiError(error)).toBe(true)
    expect(errorBody(error, statusOf(50438))).toEqual({
      code: 50438,
      message: 'taken by CH1',
      more_info: 'https://www.twilio.com/docs/errors/50438',
      status: 409,
    })
  })

  it('an account may have another status for a code', () => expect(statusOf(50377, { 50377: 409 })).toBe(409))

  it('every entry has a status of a mistake and a title', () => {
    for (const { status, title } of Object.values(ERRORS)) {
      expect(status).toBeGreaterThanOrEqual(400)
      expect(title).not.toBe('')
    }
  })

  it.each([
    [20003, 401],
    [20404, 404],
    [50353, 409],
    [50407, 400],
    [50416, 409],
    [50437, 409],
    [50452, 403],
    [50513, 400],
    [50063, 429],
  ] as const)('%i is %i', (code, status) => expect(statusOf(code)).toBe(status))
})

describe('pages', () => {
  const rows = Array.from({ length: 10 }, (_, i) => i)
  const page = (query: string) => {
    const request = parsePage(parseForm(query), PAGE_LIMITS.large)
    if (isApiError(request)) throw new Error(request.message)
    const { after, before, size } = request
    const beyond =
      before === undefined
        ? rows.filter((row) => row > Number(after ?? -1))
        : rows.filter((row) => row < Number(before)).reverse()
    const cut = cutPage(beyond.slice(0, size + 1), request, String)
    return { cut, urls: pageUrls('http://x/v1/Things', parseForm(query), request, cut) }
  }

  it('walk forward to the end and back to the start', () => {
    const seen: number[] = []
    let query = 'PageSize=3&State=a%20b'
    let last = ''
    for (;;) {
      const { cut, urls } = page(query)
      seen.push(...cut.rows)
      last = query
      if (!urls.next) break
      expect(urls.next).toContain('State=a+b')
      query = urls.next.split('?')[1]!
    }
    expect(seen).toEqual(rows)
    const back = page(page(last).urls.previous!.split('?')[1]!)
    expect(back.cut.rows).toEqual([6, 7, 8])
    expect(page('PageSize=3').urls.previous).toBeNull()
  })

  it.each([
    ['PageSize=1000', 100],
    ['PageSize=0', 1],
    ['PageSize=x', 50],
    ['', 50],
  ])('the size of ?%s', (query, size) => {
    expect(parsePage(parseForm(query), PAGE_LIMITS.large)).toMatchObject({ size })
  })

  it.each(['PageToken=PX1', 'PageToken=hello', 'PageToken=PA%27'])('?%s is no token that was given out', (query) => {
    expect(parsePage(parseForm(query), PAGE_LIMITS.large)).toMatchObject({ code: 21481 })
  })
})

describe('what a webhook signs', () => {
  it('is the address and every parameter by name, repeated values once and sorted', () => {
    const signed = stringToSign('https://a/b?c=d', [
      ['Z', '1'],
      ['A', 'y'],
      ['A', 'x'],
      ['A', 'y'],
    ])
    expect(signed).toBe('https://a/b?c=dAxAyZ1')
  })

  it('connection overrides are neither called nor signed', () => {
    expect(withoutOverrides('https://a/b#rc=2&rt=1')).toBe('https://a/b')
    expect(withoutOverrides('https://a/b')).toBe('https://a/b')
  })
})

describe('hosts', () => {
  it.each([
    ['conversations.twilio.com', 'conversations'],
    ['conversations.ashburn.us1.twilio.com', 'conversations'],
    ['mcs.us1.twilio.com:443', 'mcs'],
    ['API.twilio.com', 'api'],
    ['video.twilio.com', null],
    ['localhost:8398', null],
    ['conversations.twilio.com.evil.example', null],
  ])('%s', (host, product) => expect(productOfHost(host)).toBe(product))
})
