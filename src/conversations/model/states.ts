import { type ApiError, apiError, parseDuration } from '../../../protocols/conversations/index.ts'
import type { Instant } from '../../core/index.ts'
import { CONVERSATION_STATES, type Conversation, type ConversationState, NO_TIMERS, type Timers } from './records.ts'

export const SHORTEST_INACTIVE_MS = 60_000
export const SHORTEST_CLOSED_MS = 600_000

export function parseState(text: string): ConversationState | ApiError {
  if (text === '') return apiError(50374)
  const state = CONVERSATION_STATES.find((one) => one === text.toLowerCase())
  return state ?? apiError(50378, `The State ${text} is none of ${CONVERSATION_STATES.join(', ')}`)
}

/** Whether REST may change a conversation now. */
export function checkOpen({ sid, state }: Conversation): ApiError | undefined {
  if (state === 'closed') return apiError(50377, `The conversation ${sid} is closed, which is final`)
  if (state === 'initializing')
    return apiError(50391, `The conversation ${sid} is still initializing: try again when it is active`)
  return undefined
}

/** A timer's ISO-8601 duration in milliseconds; '' and PT0S take the timer away. */
export function parseTimer(which: 'inactive' | 'closed', text: string): number | null | ApiError {
  if (text === '') return null
  const ms = parseDuration(text)
  const [format, tooShort, shortest] =
    which === 'inactive'
      ? ([50379, 50375, SHORTEST_INACTIVE_MS] as const)
      : ([50380, 50376, SHORTEST_CLOSED_MS] as const)
  if (ms === undefined) return apiError(format, `${text} is no ISO-8601 duration such as PT15M`)
  if (ms === 0) return null
  return ms < shortest ? apiError(tooShort) : ms
}

/** Timers that start now. */
export function startTimers({ inactiveMs, closedMs }: Pick<Timers, 'inactiveMs' | 'closedMs'>, now: Instant): Timers {
  if (inactiveMs === null && closedMs === null) return NO_TIMERS
  return {
    inactiveMs,
    closedMs,
    inactiveAt: inactiveMs === null ? null : now + inactiveMs,
    closedAt: closedMs === null ? null : now + closedMs,
  }
}

/** Timers that are set and do not run yet. */
export function stopTimers({ inactiveMs, closedMs }: Pick<Timers, 'inactiveMs' | 'closedMs'>): Timers {
  return { ...NO_TIMERS, inactiveMs, closedMs }
}

/** A conversation in another state, with its timers and its hold on its numbers as that state has them. */
export function enterState(conversation: Conversation, state: ConversationState, now: Instant): Conversation {
  const entered = { ...conversation, state, updatedAt: now, activeAt: null }
  switch (state) {
    case 'initializing':
      return { ...entered, activeAt: conversation.activeAt, timers: stopTimers(conversation.timers) }
    case 'active':
      return { ...entered, timers: startTimers(conversation.timers, now) }
    case 'inactive':
      return { ...entered, timers: { ...conversation.timers, inactiveAt: null } }
    case 'closed':
      return { ...entered, timers: NO_TIMERS, roster: null }
  }
}

/** The state that the clock brings about, if any. */
export function stateDue(conversation: Conversation, now: Instant): ConversationState | null {
  const { state, activeAt, timers } = conversation
  if (state === 'initializing') return activeAt !== null && activeAt <= now ? 'active' : null
  if (timers.closedAt !== null && timers.closedAt <= now) return 'closed'
  return timers.inactiveAt !== null && timers.inactiveAt <= now ? 'inactive' : null
}
