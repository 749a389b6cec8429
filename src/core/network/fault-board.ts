import type { Instant } from '../model/index.ts'
import type { Chance, Clock } from '../ports.ts'

/** Where a fault can strike, and which effects that place knows. */
export const FAULT_POINTS = {
  'smpp.bind': ['status', 'delay', 'drop', 'close'],
  'smpp.submit': ['status', 'delay', 'drop', 'close'],
  'smpp.link': ['drop', 'close', 'corrupt', 'truncate', 'slow'],
  'mm7.submit': ['status', 'delay', 'drop', 'close'],
  'mm7.deliver': ['status', 'delay', 'drop', 'duplicate'],
  'mmsc.store': ['status'],
  push: ['drop', 'delay', 'duplicate'],
  'mm1.retrieve': ['status', 'delay', 'drop', 'truncate', 'corrupt'],
  receipt: ['error', 'drop', 'delay', 'duplicate', 'reorder'],
  webhook: ['status', 'delay', 'drop'],
  rest: ['status', 'delay', 'drop', 'close'],
} as const

export type FaultPoint = keyof typeof FAULT_POINTS
export type FaultEffectName = (typeof FAULT_POINTS)[FaultPoint][number]

export type FaultWhen =
  | { readonly kind: 'always' }
  | { readonly kind: 'first' | 'every' | 'after'; readonly count: number }
  /** At most so many a second are let through; the rest is hit. `burst` come through at once. */
  | { readonly kind: 'rate'; readonly perSecond: number; readonly burst: number }
  | { readonly kind: 'chance'; readonly p: number }
  | { readonly kind: 'between'; readonly from: Instant; readonly to: Instant }

/** What happens: the words of the place it happens in. */
export type FaultEffect = {
  /** command_status, MM7 StatusCode, Retrieve-Status or HTTP status. */
  readonly status?: number
  /** A carrier's error code (30nnn) on a receipt. */
  readonly error?: number
  readonly delayMs?: number
  readonly drop?: boolean
  readonly duplicate?: boolean
  readonly reorder?: boolean
  /** Only so many octets get through. */
  readonly truncate?: number
  readonly corrupt?: boolean
  readonly close?: boolean
  /** Octets a second. */
  readonly slow?: number
}

/** What a rule looks at: who sends what to whom, and by which account. */
export type FaultSubject = {
  readonly from: string
  readonly to: readonly string[]
  readonly text: string
  readonly transport: string
  readonly account?: string
  /** The message of the network, where it is one already. */
  readonly messageId?: number
}

/** A rule that has just struck. */
export type FaultStruck = { readonly rule: FaultRule; readonly effect: FaultEffect; readonly subject: FaultSubject }

export type FaultRule = {
  readonly id: string
  readonly at: FaultPoint
  /** The query as it was written, and what it means. */
  readonly query: string
  readonly matches: (subject: FaultSubject) => boolean
  readonly when: FaultWhen
  readonly then: FaultEffect & { readonly jitterMs?: number }
}

type Posted = { readonly rule: FaultRule; seen: number; fired: number; tokens: number; filledAt: Instant }

/** A rule as it is kept: without what its query means, with how often it was asked and struck. */
export type KeptFault = Omit<FaultRule, 'matches'> & FaultCounts

type FaultCounts = { readonly seen: number; readonly fired: number }

export type PostedFault = { readonly rule: FaultRule; readonly seen: number; readonly fired: number }

/** How far apart receipts of a world land that are told out of order. */
const REORDER_WITHIN_MS = 5_000

/** One world's fault rules. Seeded: the same run again gives the same faults. */
export class FaultBoard {
  private readonly clock: Clock
  private readonly chance: Chance
  private readonly onStrike: ((struck: FaultStruck) => void) | undefined
  private posted: Posted[] = []

  constructor(clock: Clock, chance: Chance, onStrike?: (struck: FaultStruck) => void) {
    this.clock = clock
    this.chance = chance
    this.onStrike = onStrike
  }

  post(rule: FaultRule, { seen, fired }: FaultCounts = { seen: 0, fired: 0 }): void {
    const tokens = rule.when.kind === 'rate' ? rule.when.burst : 0
    this.posted.push({ rule, seen, fired, tokens, filledAt: this.clock.now() })
  }

  /** A rule to be written down; undefined if there is no such rule any more. */
  kept(id: string): KeptFault | undefined {
    const posted = this.posted.find(({ rule }) => rule.id === id)
    if (!posted) return undefined
    const { matches: _meaning, ...rule } = posted.rule
    return { ...rule, seen: posted.seen, fired: posted.fired }
  }

  list(): readonly PostedFault[] {
    return this.posted.map(({ rule, seen, fired }) => ({ rule, seen, fired }))
  }

  /** False if there is no such rule. */
  remove(id: string): boolean {
    const before = this.posted.length
    this.posted = this.posted.filter(({ rule }) => rule.id !== id)
    return this.posted.length < before
  }

  clear(): void {
    this.posted = []
  }

  /** Whether any rule is about this place; the quick question of hot paths. */
  watches(point: FaultPoint): boolean {
    return this.posted.length > 0 && this.posted.some(({ rule }) => rule.at === point)
  }

  /** The fault that strikes here and now, if any: the first rule that matches and whose time it is. */
  strike(point: FaultPoint, subject: FaultSubject): FaultEffect | undefined {
    if (this.posted.length === 0) return undefined
    for (const posted of this.posted) {
      if (posted.rule.at !== point || !posted.rule.matches(subject)) continue
      posted.seen += 1
      if (!this.isTime(posted)) continue
      posted.fired += 1
      const effect = this.effectOf(posted.rule.then)
      this.onStrike?.({ rule: posted.rule, effect, subject })
      return effect
    }
    return undefined
  }

  private isTime(posted: Posted): boolean {
    const { when } = posted.rule
    switch (when.kind) {
      case 'always':
        return true
      case 'first':
        return posted.seen <= when.count
      case 'every':
        return posted.seen % when.count === 0
      case 'after':
        return posted.seen > when.count
      case 'rate':
        return !this.letThrough(posted, when)
      case 'chance':
        return this.chance.next() < when.p
      case 'between':
        return this.clock.now() >= when.from && this.clock.now() < when.to
    }
  }

  /** A bucket that fills at the rate and holds the burst. */
  private letThrough(posted: Posted, { perSecond, burst }: { perSecond: number; burst: number }): boolean {
    const now = this.clock.now()
    posted.tokens = Math.min(burst, posted.tokens + ((now - posted.filledAt) / 1_000) * perSecond)
    posted.filledAt = now
    if (posted.tokens < 1) return false
    posted.tokens -= 1
    return true
  }

  private effectOf({ jitterMs = 0, ...effect }: FaultRule['then']): FaultEffect {
    const jitter = jitterMs > 0 ? Math.floor(this.chance.next() * jitterMs) : 0
    const shuffle = effect.reorder ? Math.floor(this.chance.next() * REORDER_WITHIN_MS) : 0
    const delayMs = (effect.delayMs ?? 0) + jitter + shuffle
    return delayMs > 0 ? { ...effect, delayMs } : effect
  }
}
