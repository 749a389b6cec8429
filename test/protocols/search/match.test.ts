import { describe, expect, it } from 'vitest'
import { mismatches, parseQuery, type Searchable } from '../../../protocols/search/index.ts'

const MESSAGE: Searchable = {
  from: '+12025550101',
  to: ['+12025550102', '+12025550103'],
  cc: ['+15017122661'],
  subject: 'Party',
  text: 'Lunch at Noon?\nBring a friend',
  transport: 'mms',
  media: [{}],
  phone: '+12025550102',
  thread: 't1',
  kind: 'group',
  direction: 'received',
  status: 'received',
  error: null,
  at: '2026-06-01T12:00:00.000Z',
}

function missing(query: string, message: Searchable = MESSAGE): readonly string[] {
  const parsed = parseQuery(query)
  if (!parsed.ok) throw new Error(parsed.reason)
  return mismatches(message, parsed.terms)
}

describe('what a query finds', () => {
  it.each([
    '',
    'noon',
    'NOON',
    '"lunch at noon"',
    'party',
    '/^Bring/m',
    '/noon/i',
    'to:+12025550102',
    'to:12025550103',
    'to:+15017122661',
    'from:+12025550101',
    'phone:12025550102',
    'thread:t1',
    'is:group',
    'is:received',
    'has:media',
    'has:subject',
    'via:mms',
    'status:received',
    'before:2026-06-01T12:00:01Z',
    'after:2026-06-01T11:59:59Z',
    'is:group from:+12025550101 lunch friend',
  ])('%j finds it', (query) => {
    expect(missing(query)).toEqual([])
  })

  it.each([
    ['dinner', 'the text "Lunch at Noon?\\nBring a friend" does not contain "dinner"'],
    ['/noon/', 'the text "Lunch at Noon?\\nBring a friend" does not match /noon/'],
    ['to:+12025550101', 'to:+12025550101 but to is +12025550102, +12025550103, +15017122661'],
    ['from:+12025550102', 'from:+12025550102 but from is +12025550101'],
    ['phone:+12025550101', 'phone:+12025550101 but phone is +12025550102'],
    ['thread:t2', 'thread:t2 but thread is t1'],
    ['is:direct', 'is:direct but is is group, received'],
    ['is:sent', 'is:sent but is is group, received'],
    ['via:sms', 'via:sms but via is mms'],
    ['status:failed', 'status:failed but status is received'],
    ['error:landline', 'error:landline but error is none'],
    ['before:2026-06-01T12:00:00Z', 'before:2026-06-01T12:00:00Z but before is 2026-06-01T12:00:00.000Z'],
    ['after:2026-06-01T12:00:00Z', 'after:2026-06-01T12:00:00Z but after is 2026-06-01T12:00:00.000Z'],
  ])('%j does not, because %s', (query, reason) => {
    expect(missing(query)).toEqual([reason])
  })

  it('every term that fails has its reason', () => {
    expect(missing('lunch dinner is:direct from:+12025550101 via:sms')).toHaveLength(3)
  })

  it('a text alone has no media and no subject', () => {
    const sms = { ...MESSAGE, subject: null, media: [], transport: 'sms', error: 'landline', status: 'failed' }
    expect(missing('has:media', sms)).toEqual(['has:media but has is missing'])
    expect(missing('has:subject', sms)).toEqual(['has:subject but has is missing'])
    expect(missing('via:sms status:failed error:land', sms)).toEqual([])
  })

  it('a message of the network has no phone, thread or direction to match', () => {
    const { phone: _p, thread: _t, kind: _k, direction: _d, status: _s, at: _a, ...network } = MESSAGE
    for (const query of ['phone:+12025550102', 'thread:t1', 'is:group', 'status:received', 'before:2027-01-01']) {
      expect(missing(query, network)).toEqual([expect.stringMatching(/ but \w+ is unknown$/)])
    }
    expect(missing('lunch from:+12025550101 has:media', network)).toEqual([])
  })

  it('long texts are cut in the reasons', () => {
    const [reason] = missing('x', { ...MESSAGE, text: 'long '.repeat(100) })
    expect(reason).toMatch(/^the text "(long ){16}…" does not contain "x"$/)
  })
})
