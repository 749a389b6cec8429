import { describe, expect, it } from 'vitest'
import { FAULT_POINTS } from '../../src/core/index.ts'
import { layOut as layOutThread } from '../../src/viewer/conversation.ts'
import { dump, openEvidence, readable } from '../../src/viewer/network/bytes.ts'
import { FAULT_PLACES, placeOfHop, readWish, ruleOf } from '../../src/viewer/network/fault-places.ts'
import { faultSentence } from '../../src/viewer/network/fault-words.ts'
import { layOut, writtenDuration } from '../../src/viewer/network/journey-rows.ts'
import { readJourney, readNetworkMessage } from '../../src/viewer/network/read-network.ts'
import { curlOf } from '../../src/viewer/network/recipes.ts'
import { testOf } from '../../src/viewer/network/test-recipe.ts'
import { hrefOf, readRoute } from '../../src/viewer/router.ts'
import { ANA, BEN, message } from './messages.ts'

const hop = (seq: number, lane: string | null, more: object = {}) => ({
  seq,
  lane,
  at: new Date(seq * 1000).toISOString(),
  step: 'delivery.delivered',
  result: 'ok',
  ...more,
})
const journey = (hops: readonly object[], lanes: readonly object[] = []) => readJourney({ messageId: '1', hops, lanes })

describe('a journey as a timetable', () => {
  it('gives each recipient a track that begins and ends at its own hops', () => {
    const rows = layOut(journey([hop(1, null), hop(2, ANA), hop(3, BEN), hop(4, ANA)]), null)
    expect(rows.map(({ tracks }) => tracks.map(({ mark }) => mark))).toEqual([
      ['only', 'none', 'none'],
      ['none', 'begin', 'none'],
      ['none', 'line', 'only'],
      ['none', 'end', 'none'],
    ])
    expect(rows.map(({ sinceMs }) => sinceMs)).toEqual([null, 1000, 2000, 2000])
  })

  it('shows the push before the phone that tells of it', () => {
    const at = new Date(0).toISOString()
    const rows = layOut(
      journey([hop(1, ANA, { at, step: 'phone.notified' }), hop(2, ANA, { at, step: 'push.sent' })]),
      null,
    )
    expect(rows.map((row) => row.hop.step)).toEqual(['push.sent', 'phone.notified'])
  })

  it('is red where it failed, and can be narrowed to one recipient', () => {
    const lanes = [
      { recipient: ANA, state: 'failed' },
      { recipient: BEN, state: 'delivered' },
    ]
    const rows = layOut(journey([hop(1, null), hop(2, ANA), hop(3, BEN)], lanes), ANA)
    expect(rows.map((row) => row.hop.seq)).toEqual([1, 2])
    expect(rows[1]?.tracks[1]?.tone).toBe('failed')
  })

  it.each([
    [4, '4 ms'],
    [2500, '2.5 s'],
    [180_000, '3 min'],
    [7_200_000, '2 h'],
  ])('writes %i ms as %s', (ms, words) => {
    expect(writtenDuration(ms)).toBe(words)
  })
})

describe('octets laid open', () => {
  const evidence = (protocol: string, hex: string) => {
    const octets = Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
    return { name: 'SMS 1 of 1', protocol, size: octets.length, octets }
  }
  const at = { step: 'smpp.submit', event: {} }

  it('names what an SMPP PDU says, field by field', () => {
    const { fields, malformed } = openEvidence(evidence('smpp', '00000010000000150000000000000007'), at)
    expect(malformed).toBe('')
    expect(fields.find(({ name }) => name === 'command_id')?.value).toContain('enquire_link')
    expect(fields.find(({ name }) => name === 'sequence_number')?.value).toBe('7')
  })

  it('says what cannot be read', () => {
    expect(openEvidence(evidence('smpp', '0000001000000015'), at).malformed).toContain('no whole PDU')
    expect(openEvidence(evidence('mm1', '8c84988c'), at).malformed).not.toBe('')
    expect(openEvidence(evidence('sms', ''), at).malformed).toBe('Nothing was kept of it.')
  })

  it('reads a single text whose first letter looks like a header length', () => {
    const { fields } = openEvidence(evidence('sms', '05742c'), {
      step: 'phone.shown',
      event: { message: { encoding: 'gsm7' } },
    })
    expect(fields).toMatchObject([{ name: 'text', value: 'ét,' }])
  })

  it('indents XML, with an element that holds text on one line', () => {
    const xml = '<?xml version="1.0"?><e:Envelope><a><b>x &lt; y</b></a></e:Envelope>'
    expect(readable(new TextEncoder().encode(`Head: 1\n\n${xml}\n--end`))).toBe(
      'Head: 1\n\n<?xml version="1.0"?>\n<e:Envelope>\n  <a>\n    <b>x &lt; y</b>\n  </a>\n</e:Envelope>\n--end',
    )
  })

  it('dumps eight octets on a line', () => {
    expect(dump(Uint8Array.from([0x41, 0x00, 0x7a, 1, 2, 3, 4, 5, 0x42]))).toEqual([
      { offset: '0000', hex: '41 00 7a 01 02 03 04 05', letters: 'A·z·····' },
      { offset: '0008', hex: '42', letters: 'B' },
    ])
  })
})

describe('a message to run again', () => {
  const where = { origin: 'http://localhost:8398', base: '/carrier', account: 'AC1', token: 't' }
  const sent = (more: object) =>
    readNetworkMessage({
      id: '7',
      origin: { kind: 'handset', key: ANA },
      from: ANA,
      to: [BEN],
      cc: [],
      text: "It's on",
      ...more,
    })

  it('as curl, with nothing that a shell would read', () => {
    expect(curlOf(sent({}), journey([]), where).text).toBe(
      `curl -fsS http://localhost:8398/carrier/phones/${ANA}/messages -H 'content-type: application/json' -d '{"to":["${BEN}"],"text":"It'\\''s on"}'`,
    )
    const added = hop(1, null, { step: 'conversation.message-added', event: { conversationSid: 'CH1', author: 'sam' } })
    expect(curlOf(sent({ origin: { kind: 'twilio', key: 'AC1' } }), journey([added]), where).text).toContain(
      `/v1/Conversations/CH1/Messages -u 'AC1:t' --data-urlencode 'Author=sam'`,
    )
    expect(curlOf(sent({ origin: { kind: 'twilio', key: 'AC1' } }), journey([]), where).text).toContain(
      `/2010-04-01/Accounts/AC1/Messages.json -u 'AC1:t' --data-urlencode 'From=${ANA}' --data-urlencode 'To=${BEN}'`,
    )
    expect(curlOf(sent({ origin: { kind: 'smpp', key: 'esme' } }), journey([]), where)).toEqual({
      words: 'Copy journey as curl',
      text: 'curl -fsS http://localhost:8398/carrier/messages/7/journey',
    })
  })

  it('as a test, with a name for each phone and the state that held one back', () => {
    const endpoint = { kind: 'handset', key: BEN }
    const delivery = { kind: 'message', recipient: BEN, endpoint, state: 'waiting', waitingFor: 'absent-subscriber' }
    const { text } = testOf(sent({ deliveries: [delivery] }), journey([]), (number) =>
      number === ANA ? 'Ana Ruiz' : 'It',
    )
    expect(text).toContain(`const ana = await world.phone('${ANA}')`)
    expect(text).toContain(`const phone2 = await world.phone('${BEN}')`)
    expect(text).toContain("await phone2.set({ state: 'no-signal' })")
    expect(text).toContain("await ana.send([phone2.number], 'It\\'s on')")
    expect(text).toContain("await phone2.expectNone({ for: '1s', matching: { contains: 'It\\'s on' } })")
  })
})

describe('a fault at a hop', () => {
  it('knows the places and effects that the carrier knows', () => {
    expect(FAULT_PLACES).toEqual(FAULT_POINTS)
  })

  it.each([
    ['push.sent', BEN, { at: 'push', query: `to:${BEN}` }],
    ['mm1.send', null, { at: 'mmsc.store', query: `from:${ANA}` }],
    ['report.told', BEN, { at: 'receipt', query: `to:${BEN}` }],
    ['webhook.called', null, { at: 'webhook', query: '' }],
    ['delivery.waiting', BEN, null],
  ])('%s is struck again', (step, lane, place) => {
    expect(placeOfHop(step, lane, ANA)).toEqual(place)
  })

  it('goes to the form in an address', () => {
    expect(readWish(`push to:${BEN} "two words"`)).toEqual({ at: 'push', query: `to:${BEN} "two words"` })
    expect(readWish('nowhere to:1')).toBeNull()
  })

  it.each([
    [
      { times: 'always', effect: 'drop' },
      { when: 'always', then: { drop: true } },
    ],
    [
      { times: 'first', count: 2, effect: 'delay', value: 500 },
      { when: { first: 2 }, then: { delayMs: 500 } },
    ],
    [
      { times: 'p', count: 25, effect: 'duplicate' },
      { when: { p: 0.25 }, then: { duplicate: true } },
    ],
  ] as const)('is posted as the control API takes it', (draft, rule) => {
    const chosen = { at: 'push', query: ' ', count: 1, value: 0, ...draft } as const
    expect(ruleOf(chosen)).toEqual({ at: 'push', ...rule })
  })
})

it.each([
  [{ then: { status: 8 }, when: { kind: 'always' } }, 'answers status 8'],
  [{ then: { delayMs: 3000 }, when: { kind: 'first', count: 3 } }, 'comes 3 s late; the first 3 times'],
  [{ then: { drop: true }, when: { kind: 'chance', p: 0.25 } }, 'is lost; in 25 of 100 cases'],
])('a fault rule reads as a sentence', (rule, words) => {
  expect(faultSentence(rule)).toBe(words)
})

it.each([
  '/messages',
  '/messages?query=is:group',
  '/messages/7',
  '/messages/7#h12',
  '/webhooks/ab',
  '/faults',
  '/sessions/s1',
])('%s is read and written', (href) => {
  expect(hrefOf(readRoute(new URL(href, 'http://localhost')))).toBe(href)
})

it.each(['/faults/x', '/messages/7/x', '/clock/now'])('%s is nothing', (path) => {
  expect(readRoute(new URL(path, 'http://localhost')).page).toBe('unknown')
})

it('reactions stand at what they react to, the last of each person, unless they are wanted as texts', () => {
  const said = message({ id: '1', text: 'See you' })
  const liked = message({ id: '2', text: 'Liked “See you”', reactsTo: '1', reaction: 'like' })
  const loved = message({ id: '3', text: 'Loved “See you”', reactsTo: '1', reaction: 'love' })
  const bubbles = layOutThread([said, liked, loved], () => 'day', true).filter((line) => line.kind === 'bubble')
  expect(bubbles.map((line) => line.reactions)).toEqual([[{ from: BEN, sign: '❤️' }]])
  expect(layOutThread([said, liked], () => 'day').filter((line) => line.kind === 'bubble')).toHaveLength(2)
})
