import { describe, expect, it } from 'vitest'
import { isApiError } from '../../protocols/conversations/index.ts'
import type { Member } from '../../src/conversations/model/number-group.ts'
import { changeMember, type WantedChange } from '../../src/conversations/model/participant-changes.ts'
import {
  admit,
  checkActivation,
  GROUP_PARTICIPANTS,
  type Surroundings,
  type Wanted,
} from '../../src/conversations/model/participant-rules.ts'
import { switchesOf } from '../../src/conversations/model/switches.ts'
import type { Address, OwnedNumber } from '../../src/core/index.ts'

const ACCOUNT = `AC${'a'.repeat(32)}`
const OWNER = `CH${'1'.repeat(32)}`
const P1 = '+15017122661'
const P2 = '+15017122662'
const PROXY = '+15017122663'
const ANA = '+12025550101'
const BEN = '+12025550102'

const NUMBERS: Readonly<Record<string, Partial<OwnedNumber>>> = {
  [P1]: {},
  [P2]: {},
  [PROXY]: {},
  '+18005550100': { kind: 'toll-free' },
  '55225': { kind: 'short-code' },
  '+15017122664': { capabilities: { sms: true, mms: false } },
  '+15017122669': { owner: { kind: 'twilio', account: `AC${'b'.repeat(32)}` } },
  '+12025550150': { owner: { kind: 'smpp', account: 'esme' } },
}

function around(switches: Record<string, unknown> = {}, held: { roster?: string; pair?: string } = {}): Surroundings {
  return {
    accountSid: ACCOUNT,
    switches: switchesOf(switches),
    number: (address) =>
      NUMBERS[address] && {
        number: address,
        kind: 'long-code',
        owner: { kind: 'twilio', account: ACCOUNT },
        capabilities: { sms: true, mms: true },
        ...NUMBERS[address],
      },
    rosterHolder: (roster) => (roster === held.roster ? OWNER : undefined),
    pairHolder: (address, proxy) => (`${address} ${proxy}` === held.pair ? OWNER : undefined),
  }
}

const phone = (address: string): Member => member({ address: address as Address })
const agent = (identity: string | null, number = P1): Member =>
  member({ identity, projectedAddress: number as Address })
const chat = (identity: string): Member => member({ identity })
const masked = (address: string, proxy = PROXY): Member =>
  member({ address: address as Address, proxyAddress: proxy as Address })
function member(some: Partial<Member>): Member {
  return { identity: null, address: null, proxyAddress: null, projectedAddress: null, ...some }
}
const phones = (count: number) => Array.from({ length: count }, (_, i) => phone(`+1202555${String(2000 + i)}`))
const codeOf = (result: unknown) => (isApiError(result) ? result.code : 'admitted')

const GROUP = [agent('agent'), phone(ANA), phone(BEN)]

describe('who may join a conversation', () => {
  const table: readonly [string, readonly Member[], Wanted, number | 'admitted', Surroundings?][] = [
    ['an identity alone joins an empty conversation', [], { identity: 'a' }, 'admitted'],
    ['an identity with a projected number', [], { identity: 'a', projectedAddress: P1 }, 'admitted'],
    ['a phone', [], { address: ANA }, 'admitted'],
    ['a projected number alone', [], { projectedAddress: P1 }, 'admitted'],
    ['a phone behind a proxy', [], { address: ANA, proxyAddress: PROXY }, 'admitted'],
    ['a number of an ESME is a phone like any other', [], { address: '+12025550150' }, 'admitted'],
    ['a second identity shares a projected number', [agent('a')], { identity: 'b', projectedAddress: P1 }, 'admitted'],
    ['nothing at all', [], {}, 50204],
    ['an empty identity', [], { identity: '' }, 50204],
    ['an identity of 257 characters', [], { identity: 'x'.repeat(257) }, 50207],
    ['an identity that looks like a user SID', [], { identity: `US${'0'.repeat(32)}` }, 50206],
    ['an identity with a phone', [], { identity: 'a', address: ANA }, 50211],
    ['an empty Address', [], { address: '' }, 50411],
    ['an empty ProxyAddress', [], { address: ANA, proxyAddress: '' }, 50412],
    ['a ProxyAddress without Address', [], { proxyAddress: PROXY }, 50411],
    ['an empty ProjectedAddress', [], { identity: 'a', projectedAddress: '' }, 50407],
    ['Address and ProjectedAddress together', [], { address: ANA, projectedAddress: P1 }, 50407],
    ['ProxyAddress and ProjectedAddress together', [], { proxyAddress: PROXY, projectedAddress: P1 }, 50408],
    ['an Address that is no number', [], { address: '202-555-0101' }, 50407],
    ['an Address without plus', [], { address: '12025550101' }, 50407],
    ['an Address of 300 characters', [], { address: `+1${'2'.repeat(300)}` }, 50407],
    ['an Address with one digit too many', [], { address: '+141586753093' }, 50407],
    ['an Address with one digit too few', [], { address: '+1415867530' }, 50407],
    ['an Address outside of +1', [], { address: '+447700900123' }, 50407],
    ['an Address on Guam', [], { address: '+16715550123' }, 50407],
    ['an Address that is toll-free', [], { address: '+18885550123' }, 50407],
    ['an Address that cannot be dialled', [], { address: '+11025550101' }, 50407],
    ['an Address that is a number of the account', [], { address: P1 }, 50407],
    ['an Address that is a number of another account', [], { address: '+15017122669' }, 50407],
    ['a masked Address that is a number of the account', [], { address: P1, proxyAddress: PROXY }, 50407],
    ['a masked Address outside of +1', [], { address: '+447700900123', proxyAddress: PROXY }, 'admitted'],
    ['a masked Address that is no number', [], { address: 'ana', proxyAddress: PROXY }, 50407],
    ['Address and ProxyAddress alike', [], { address: ANA, proxyAddress: ANA }, 50409],
    ['a ProxyAddress that is no number', [], { address: ANA, proxyAddress: 'proxy' }, 50408],
    ['a ProxyAddress of nobody', [], { address: ANA, proxyAddress: '+15017122668' }, 50413],
    ['a ProxyAddress of another account', [], { address: ANA, proxyAddress: '+15017122669' }, 50413],
    ['a projected number that is toll-free', [], { identity: 'a', projectedAddress: '+18005550100' }, 50407],
    ['a projected number that is a short code', [], { identity: 'a', projectedAddress: '55225' }, 50407],
    ['a projected number without MMS', [], { identity: 'a', projectedAddress: '+15017122664' }, 50407],
    ['a projected number of another account', [], { identity: 'a', projectedAddress: '+15017122669' }, 50439],
    ['a projected number of nobody', [], { identity: 'a', projectedAddress: '+15017122668' }, 50439],
    ['a projected number that is no number', [], { identity: 'a', projectedAddress: 'me' }, 50407],
    ['an identity alone in a group', GROUP, { identity: 'b' }, 50434],
    ['an identity alone beside a pair', GROUP.slice(0, 2), { identity: 'b' }, 'admitted'],
    ['the third number while an identity has none', [...GROUP.slice(0, 2), chat('b')], { address: BEN }, 50435],
    ['a phone behind a proxy in a group', GROUP, { address: '+12025550104', proxyAddress: PROXY }, 50435],
    ['a projected number beside a phone behind a proxy', [masked(ANA)], { identity: 'a', projectedAddress: P1 }, 50435],
    ['a phone of its own beside one behind a proxy', [masked(ANA)], { address: BEN }, 50435],
    ['the same phone twice', GROUP, { address: ANA }, 50437],
    ['the same identity and projected number twice', GROUP, { identity: 'agent', projectedAddress: P1 }, 50437],
    ['the same projected number alone twice', [agent(null)], { projectedAddress: P1 }, 50437],
    ['the same identity with another number', GROUP, { identity: 'agent', projectedAddress: P2 }, 50433],
    ['the same identity on chat twice', [chat('a')], { identity: 'a' }, 50433],
    ['the same pair twice', [masked(ANA)], { address: ANA, proxyAddress: PROXY }, 50416],
    ['the tenth participant', [agent('a'), ...phones(8)], { address: ANA }, 'admitted'],
    ['the eleventh participant', [agent('a'), ...phones(9)], { address: ANA }, 50436],
    ['the eleventh who shares a number', [agent('a'), ...phones(9)], { identity: 'b', projectedAddress: P1 }, 50436],
    [
      'the 51st who is not on chat',
      [chat('a'), ...Array.from({ length: 50 }, (_, i) => masked(`+1202555${2000 + i}`))],
      { address: ANA, proxyAddress: PROXY },
      50418,
    ],
    [
      'the 51st where nobody is on chat',
      Array.from({ length: 50 }, (_, i) => masked(`+1202555${2000 + i}`)),
      { address: ANA, proxyAddress: PROXY },
      50422,
    ],
    ['the 1001st', Array.from({ length: 1000 }, (_, i) => chat(`u${i}`)), { identity: 'a' }, 50417],
    [
      'a set of another conversation',
      GROUP.slice(0, 2),
      { address: BEN },
      50438,
      around({}, { roster: [ANA, BEN, P1].sort().join() }),
    ],
    [
      'a pair of another conversation',
      [agent('a')],
      { address: ANA },
      50438,
      around({}, { roster: [ANA, P1].sort().join() }),
    ],
    [
      'a proxy pair of another conversation',
      [],
      { address: ANA, proxyAddress: PROXY },
      50416,
      around({}, { pair: `${ANA} ${PROXY}` }),
    ],
    ['a phone where groups are switched off', [], { address: ANA }, 50452, around({ groupMms: 'disabled' })],
    ['a chat user where groups are switched off', [], { identity: 'a' }, 'admitted', around({ groupMms: 'disabled' })],
    [
      'a pair in use where pairs may repeat',
      [agent('a')],
      { address: ANA },
      'admitted',
      around({ pairUniqueness: 'off' }, { roster: [ANA, P1].sort().join() }),
    ],
    [
      'a shared number where sharing is refused',
      [agent('a')],
      { identity: 'b', projectedAddress: P1 },
      50437,
      around({ projectedSharing: 'refuse' }),
    ],
    [
      'a toll-free number with the other code',
      [],
      { projectedAddress: '+18005550100' },
      50439,
      around({ projectedTollFreeError: '50439' }),
    ],
    [
      'the eleventh where addresses count',
      [agent('a'), ...phones(9)],
      { address: ANA },
      'admitted',
      around({ groupLimit: 'addresses' }),
    ],
    ['the 21st address', [agent('a'), ...phones(19)], { address: ANA }, 50436, around({ groupLimit: 'addresses' })],
  ]
  it.each(table)('%s', (_name, members, wanted, expected, surroundings = around()) => {
    expect(codeOf(admit(members, wanted, surroundings))).toBe(expected)
  })

  it('an Address with one digit too many is told so', () => {
    expect(admit([], { address: '+141586753093' }, around())).toMatchObject({
      message: expect.stringContaining('one digit too many'),
    })
  })

  it('the refusal of a set in use ends with the SID of the conversation that owns it', () => {
    const held = around({}, { roster: [ANA, BEN, P1].sort().join() })
    expect(admit(GROUP.slice(0, 2), { address: BEN }, held)).toMatchObject({
      message: expect.stringMatching(new RegExp(`${OWNER}$`)),
    })
  })

  it('the refusal of a pair in use names the conversation', () => {
    const held = around({}, { pair: `${ANA} ${PROXY}` })
    expect(admit([], { address: ANA, proxyAddress: PROXY }, held)).toMatchObject({
      message: expect.stringContaining(OWNER),
    })
  })
})

describe('what may change about a participant', () => {
  const two = [phone(ANA), phone(BEN)]
  const table: readonly [string, Member, readonly Member[], WantedChange, number | 'admitted', Surroundings?][] = [
    ['a projected number goes to a chat user', chat('a'), [], { projectedAddress: P1 }, 'admitted'],
    ['a projected number is replaced', agent('a'), two, { projectedAddress: P2 }, 'admitted'],
    ['a projected number leaves its chat user', agent('a'), [], { projectedAddress: '' }, 'admitted'],
    [
      'a projected number leaves a group of three',
      agent('a'),
      [agent('b', P2), ...two],
      { projectedAddress: '' },
      50434,
    ],
    ['an identity goes to a number without one', agent(null), two, { identity: 'a' }, 'admitted'],
    ['an identity is replaced', agent('a'), two, { identity: 'b' }, 'admitted'],
    ['a proxy is taken away', masked(ANA), [], { proxyAddress: '' }, 'admitted'],
    ['a proxy is given to a phone', phone(ANA), [], { proxyAddress: PROXY }, 'admitted'],
    ['a proxy that is not there is taken away', phone(ANA), [], { proxyAddress: '' }, 50440],
    ['a proxy is given to a chat user', chat('a'), [], { proxyAddress: PROXY }, 50441],
    ['a proxy is given to a projected number', agent('a'), two, { proxyAddress: PROXY }, 50441],
    ['a projected number that is not there is taken away', chat('a'), [], { projectedAddress: '' }, 50442],
    ['a projected number is all there is', agent(null), two, { projectedAddress: '' }, 50442],
    ['a projected number is given to a phone', phone(ANA), [], { projectedAddress: P1 }, 50443],
    ['a foreign projected number', chat('a'), [], { projectedAddress: '+15017122669' }, 50439],
    ['an identity is given to a phone', phone(ANA), [], { identity: 'a' }, 50444],
    ['an identity is given to a chat user', chat('a'), [], { identity: 'b' }, 50444],
    ['an identity that is in the conversation', agent(null), [chat('a')], { identity: 'a' }, 50433],
    [
      'an identity is replaced where that is refused',
      agent('a'),
      two,
      { identity: 'b' },
      50444,
      around({ identitySwap: 'refuse' }),
    ],
    [
      'a projection that completes a set in use',
      chat('a'),
      two,
      { projectedAddress: P1 },
      50438,
      around({}, { roster: [ANA, BEN, P1].sort().join() }),
    ],
    [
      'a projection where groups are switched off',
      chat('a'),
      [],
      { projectedAddress: P1 },
      50452,
      around({ groupMms: 'disabled' }),
    ],
    ['nothing', agent('a'), two, {}, 'admitted'],
  ]
  it.each(table)('%s', (_name, before, others, wanted, expected, surroundings = around()) => {
    expect(codeOf(changeMember({ member: before, others }, wanted, surroundings))).toBe(expected)
  })

  it('a projected number moves from one chat user to the next in one step', () => {
    expect(changeMember({ member: agent('a'), others: two }, { identity: 'b' }, around())).toEqual(agent('b'))
  })
})

describe('what can be a group at once', () => {
  const table: readonly [string, readonly Member[], number | 'admitted'][] = [
    ['a projected number and two phones', GROUP, 'admitted'],
    ['chat users only are no group', [chat('a'), chat('b'), chat('c')], 'admitted'],
    ['an identity without number', [...GROUP, chat('b')], 50434],
    ['two numbers', GROUP.slice(0, 2), 50435],
    ['no phone', [agent('a'), agent('b', P2), agent(null, PROXY)], 50435],
    ['no projected number', phones(3), 50435],
  ]
  it.each(table)('%s', (_name, members, expected) => {
    expect(codeOf(checkActivation(members) ?? members)).toBe(expected)
  })

  it('ten is the limit that the guide names', () => {
    expect(GROUP_PARTICIPANTS).toBe(10)
  })
})
