// Where a rule of misbehaviour can strike, what it can do there, and which hop of a journey is which place. Pure.

export const EFFECTS = {
  status: { words: 'answer status', unit: 'code', usual: 500 },
  error: { words: 'report error', unit: 'code', usual: 30007 },
  delay: { words: 'come late', unit: 'ms', usual: 3000 },
  drop: { words: 'be lost', unit: '', usual: 0 },
  close: { words: 'drop the link', unit: '', usual: 0 },
  duplicate: { words: 'come twice', unit: '', usual: 0 },
  reorder: { words: 'come out of order', unit: '', usual: 0 },
  corrupt: { words: 'be garbled', unit: '', usual: 0 },
  truncate: { words: 'end after', unit: 'octets', usual: 40 },
  slow: { words: 'flow at', unit: 'octets/s', usual: 100 },
} as const

export type EffectName = keyof typeof EFFECTS

/** As the carrier knows them; a test holds both against each other. */
export const FAULT_PLACES = {
  push: ['drop', 'delay', 'duplicate'],
  'mm1.retrieve': ['status', 'delay', 'drop', 'truncate', 'corrupt'],
  'mmsc.store': ['status'],
  receipt: ['error', 'drop', 'delay', 'duplicate', 'reorder'],
  'smpp.bind': ['status', 'delay', 'drop', 'close'],
  'smpp.submit': ['status', 'delay', 'drop', 'close'],
  'smpp.link': ['drop', 'close', 'corrupt', 'truncate', 'slow'],
  'mm7.submit': ['status', 'delay', 'drop', 'close'],
  'mm7.deliver': ['status', 'delay', 'drop', 'duplicate'],
  webhook: ['status', 'delay', 'drop'],
  rest: ['status', 'delay', 'drop', 'close'],
} as const satisfies Record<string, readonly EffectName[]>

export type FaultPlace = keyof typeof FAULT_PLACES

/** What is usual to answer at a place, in its own codes. */
const USUAL_STATUS: Partial<Record<FaultPlace, number>> = {
  'smpp.bind': 13,
  'smpp.submit': 8,
  'mm7.submit': 3000,
  'mm7.deliver': 3000,
  'mmsc.store': 3000,
  'mm1.retrieve': 503,
}

export function usualValue(at: FaultPlace, effect: EffectName): number {
  return effect === 'status' ? (USUAL_STATUS[at] ?? EFFECTS.status.usual) : EFFECTS[effect].usual
}

const PLACE_OF_STEP: Readonly<Record<string, FaultPlace>> = {
  'mm1.send': 'mmsc.store',
  'smpp.submit': 'smpp.submit',
  'mm7.submit': 'mm7.submit',
  'rest.post': 'rest',
  'push.sent': 'push',
  'phone.notified': 'push',
  'mm1.retrieve': 'mm1.retrieve',
  'mm7.deliver': 'mm7.deliver',
  'mm7.deliver-attempt': 'mm7.deliver',
  'smpp.deliver': 'smpp.link',
  'report.told': 'receipt',
  'report.waiting': 'receipt',
  'report.failed': 'receipt',
  'conversation.receipt': 'receipt',
  'webhook.called': 'webhook',
}

/** Places that see an application's request and not the numbers of a message. */
const WITHOUT_NUMBERS: readonly FaultPlace[] = ['rest', 'webhook', 'smpp.bind']

/** The place and the query that strike this hop again; null where nothing can be made to misbehave. */
export function placeOfHop(step: string, lane: string | null, from: string): { at: FaultPlace; query: string } | null {
  const at = PLACE_OF_STEP[step]
  if (at === undefined) return null
  if (WITHOUT_NUMBERS.includes(at)) return { at, query: '' }
  return { at, query: lane === null ? `from:${from}` : `to:${lane}` }
}

/** `push to:+12025550102`, as it stands in the address of the faults page. */
export function readWish(wish: string): { at: FaultPlace; query: string } | null {
  const [word = '', ...rest] = wish.split(' ')
  const at = (Object.keys(FAULT_PLACES) as FaultPlace[]).find((place) => place === word)
  return at === undefined ? null : { at, query: rest.join(' ') }
}

export const TIMES = {
  always: 'every time',
  first: 'only the first … times',
  after: 'from then on, after … times',
  every: 'one time in …',
  p: 'by chance, in … of 100 cases',
} as const

export type Times = keyof typeof TIMES

export type RuleDraft = {
  readonly at: FaultPlace
  readonly query: string
  readonly times: Times
  readonly count: number
  readonly effect: EffectName
  readonly value: number
}

/** The rule as it is posted. */
export function ruleOf({ at, query, times, count, effect, value }: RuleDraft): object {
  const when = times === 'always' ? 'always' : { [times]: times === 'p' ? count / 100 : count }
  const name = effect === 'delay' ? 'delayMs' : effect
  const then = { [name]: EFFECTS[effect].unit === '' ? true : value }
  return { at, ...(query.trim() !== '' && { query: query.trim() }), when, then }
}
