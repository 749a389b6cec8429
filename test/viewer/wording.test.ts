import { describe, expect, it } from 'vitest'
import { arrivalsSince, spokenArrivals } from '../../src/viewer/arrivals.ts'
import { composeMode } from '../../src/viewer/compose-mode.ts'
import { cutAtLinks, layOut } from '../../src/viewer/conversation.ts'
import { hueOf, typedNumber, writtenNumber } from '../../src/viewer/numbers.ts'
import { howKnown, initialsOf, threadTitle, transportLine } from '../../src/viewer/people.ts'
import { readMessage } from '../../src/viewer/read-wire.ts'
import { threadRows } from '../../src/viewer/thread-rows.ts'
import { segmentsOf, snippetOf, statusOf, writtenExpiry, writtenSize } from '../../src/viewer/wording.ts'
import { ANA, BEN, CLEO, message, phone, received } from './messages.ts'

const knowing = phone({
  contacts: [
    { number: BEN, name: 'Ben Okafor' },
    { number: CLEO, name: 'Cleo' },
  ],
})

describe('numbers', () => {
  it.each([
    ['+12025550101', '+1 202 555 0101'],
    ['+442079460018', '+44 207 946 0018'],
    ['+35312345678', '+353 123 456 78'],
    ['55225', '55225'],
  ])('%s is written %s', (number, written) => {
    expect(writtenNumber(number)).toBe(written)
  })

  it.each([
    ['+1 (202) 555-0101', '+12025550101'],
    ['202 555 0101', '+12025550101'],
    ['1 202 555 0101', '+12025550101'],
    ['tel:+442079460018', '+442079460018'],
    ['55225', '55225'],
    ['Ben', null],
    ['+12', null],
    ['', null],
  ])('%s typed means %s', (typed, number) => {
    expect(typedNumber(typed)).toBe(number)
  })

  it('a number always has the same hue', () => {
    expect(hueOf(ANA)).toBe(hueOf(ANA))
    expect([ANA, BEN, CLEO].map(hueOf).every((hue) => hue >= 0 && hue < 12)).toBe(true)
  })
})

describe('a group is named by the phone that shows it', () => {
  it('from its own contacts', () => {
    expect(threadTitle(knowing, [BEN, CLEO])).toBe('Ben & Cleo')
    expect(threadTitle(phone({}), [BEN])).toBe('+1 202 555 0102')
  })

  it('with those who have no name counted', () => {
    expect(threadTitle(knowing, [BEN, CLEO, '+12025550104', '+12025550105'])).toBe('Ben, Cleo & 2 others')
    expect(threadTitle(knowing, [BEN, '+12025550104'])).toBe('Ben & +1 202 555 0104')
    expect(threadTitle(phone({}), [BEN, CLEO, '+12025550104'])).toBe('+1 202 555 0102 & 2 others')
  })

  it('and its transport in words, the phone itself counted', () => {
    expect(transportLine([BEN, CLEO], false)).toBe('MMS · group of 3')
    expect(transportLine([BEN, CLEO], true)).toBe('Mass text · 2 single texts')
  })

  it('a member is known from the fields of what was received', () => {
    const rows = [message({ id: 'a', from: BEN, to: [ANA, CLEO] }), message({ id: 'b', from: CLEO, to: [ANA] })]
    expect(howKnown(rows, CLEO)).toEqual(['From', 'To'])
  })

  it('initials are first and last, or the end of a number', () => {
    expect([initialsOf('Ben van der Okafor'), initialsOf('Cleo'), initialsOf('+1 202 555 0104')]).toEqual([
      'BO',
      'C',
      '04',
    ])
  })
})

describe('a conversation is laid out', () => {
  const at = (id: string, time: string, from = BEN) => message({ id, at: `2026-05-13T${time}:00Z`, from })
  const dayOf = (time: string) => time.slice(0, 10)

  it('in runs of one sender within five minutes, under days', () => {
    const rows = [at('a', '10:00'), at('b', '10:04'), at('c', '10:20'), at('d', '10:21', CLEO)]
    const lines = layOut(rows, dayOf)
    expect(lines[0]).toMatchObject({ kind: 'day', key: '2026-05-13' })
    expect(lines.slice(1)).toMatchObject([
      { first: true, last: false },
      { first: false, last: true },
      { first: true, last: true },
      { first: true, last: true },
    ])
  })

  it('links are http and https only, without the full stop after them', () => {
    expect(cutAtLinks('See https://example.com/a?b=1. Or javascript:alert(1)')).toEqual([
      { kind: 'text', text: 'See ' },
      { kind: 'link', url: 'https://example.com/a?b=1' },
      { kind: 'text', text: '. Or javascript:alert(1)' },
    ])
  })
})

describe('the compose line', () => {
  const writing = { text: 'Hello', subject: '', mediaSize: 0, mediaCount: 0, recipientCount: 1, massText: false }

  it('counts segments, what is left, and names the alphabet', () => {
    expect(composeMode(writing)).toEqual({ transport: 'SMS', facts: ['1 segment', '155 left', 'GSM-7'] })
    expect(composeMode({ ...writing, text: 'Grüße 🎉' }).facts).toEqual(['1 segment', '62 left', 'UCS-2'])
    expect(composeMode({ ...writing, text: 'x'.repeat(161) }).facts).toEqual(['2 segments', '145 left', 'GSM-7'])
  })

  it('turns into MMS with a file, a subject or a group', () => {
    expect(composeMode({ ...writing, mediaCount: 1, mediaSize: 2000 })).toEqual({
      transport: 'MMS',
      facts: ['1 file, 2 kB'],
    })
    expect(composeMode({ ...writing, subject: 'Keys' }).transport).toBe('MMS')
    expect(composeMode({ ...writing, recipientCount: 2 })).toEqual({ transport: 'MMS', facts: ['group of 3'] })
  })

  it('stays SMS to several where the phone sends mass texts', () => {
    expect(composeMode({ ...writing, recipientCount: 2, massText: true })).toMatchObject({
      transport: 'SMS',
      facts: ['2 single texts', '1 segment', '155 left', 'GSM-7'],
    })
  })
})

describe('words', () => {
  it('statuses are those that SMS and MMS have', () => {
    const sent = (status: string) => statusOf(message({ id: 'a', direction: 'sent', status }))?.words
    expect(['sending', 'sent', 'delivered', 'failed'].map(sent)).toEqual([
      'Sending',
      'Sent',
      'Delivered',
      'Not delivered',
    ])
    expect(statusOf(message({ id: 'a', status: 'received' }))).toBeNull()
  })

  it('a group text says how many of its recipients it reached', () => {
    const to = [BEN, CLEO]
    const sent = (reports: Record<string, string>) =>
      statusOf(message({ id: 'a', direction: 'sent', status: 'sent', to, reports }))
    expect(sent({ [BEN]: 'delivered' })).toEqual({ words: 'Delivered to 1 of 2', tone: 'plain' })
    expect(sent({ [BEN]: 'delivered', [CLEO]: 'expired' })).toEqual({ words: 'Delivered to 1 of 2', tone: 'warn' })
    expect(sent({ [BEN]: 'delivered', [CLEO]: 'delivered' })?.words).toBe('Sent')
    expect(sent({ [BEN]: 'read', [CLEO]: 'delivered' })?.words).toBe('Read by 1')
    expect(sent({ [BEN]: 'read', [CLEO]: 'read' })?.words).toBe('Read')
    expect(sent({ [BEN]: 'read', [CLEO]: 'expired' })?.words).toBe('Delivered to 1 of 2')
  })

  it('segments are named when there are several, or another alphabet', () => {
    expect(segmentsOf(message({ id: 'a', segments: 3, encoding: 'gsm7' }))).toBe('3 segments · GSM-7')
    expect(segmentsOf(message({ id: 'a', segments: 1, encoding: 'ucs2' }))).toBe('1 segment · UCS-2')
    expect(segmentsOf(message({ id: 'a', segments: 1, encoding: 'gsm7' }))).toBeNull()
  })

  it('sizes and expiries are short', () => {
    expect([writtenSize(12), writtenSize(240_400), writtenSize(2_100_000)]).toEqual(['12 B', '240 kB', '2.1 MB'])
    const now = Date.parse('2026-05-13T10:00:00Z')
    expect(writtenExpiry('2026-05-16T10:00:00Z', now)).toBe('expires in 3 days')
    expect(writtenExpiry('2026-05-13T10:00:10Z', now)).toBe('expires in 1 minute')
    expect(writtenExpiry('2026-05-13T09:00:00Z', now)).toBe('expired')
  })

  it('a message without words is named by what it carries', () => {
    const media = [{ contentType: 'image/png', filename: 'a.png', size: 1, url: '/carrier/a', adaptedFrom: null }]
    expect(snippetOf(message({ id: 'a', text: '', media }))).toBe('Picture')
  })

  it('a burst is told in one sentence', () => {
    const events = [received(11, { id: 'a' }), received(12, { id: 'b', from: CLEO })]
    expect(spokenArrivals(arrivalsSince(events, 10), [knowing])).toBe('2 new messages from 2 people, on Ana')
    expect(spokenArrivals(arrivalsSince(events, 11), [knowing])).toBe('Ana: message from Cleo. Hello')
  })
})

describe('an MMS that waits', () => {
  const waiting = {
    id: 'w',
    from: CLEO,
    subject: '',
    size: 1,
    expiresAt: '',
    messageId: 'n',
    stage: 'deferred',
    error: '',
  }

  it('stands in a thread with its sender, even where there is none yet', () => {
    expect(threadRows([], [waiting])).toMatchObject([{ thread: { id: CLEO, kind: 'direct' }, waitingCount: 1 }])
  })
})

describe('media', () => {
  it.each([
    ['/carrier/phones/1/media/a', '/carrier/phones/1/media/a'],
    ['https://elsewhere.example/carrier.png', ''],
    ['http://localhost:8398/carrier/phones/1/media/a', '/carrier/phones/1/media/a'],
    ['//elsewhere.example/a.png', ''],
    ['/\\elsewhere.example/a.png', ''],
    ['javascript:alert(1)', ''],
    ['data:text/html,x', ''],
  ])('from %s is fetched as "%s"', (url, shown) => {
    expect(readMessage({ media: [{ url }] }).media[0]?.url).toBe(shown)
  })
})
