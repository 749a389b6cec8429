import {
  type ApiError,
  apiError,
  defaultSid,
  isApiError,
  parseIsoDate,
} from '../../../protocols/conversations/index.ts'
import { type AccountConfiguration, type Conversation, NO_TIMERS } from '../model/records.ts'
import { enterState, parseState, parseTimer, startTimers } from '../model/states.ts'
import type { Work } from '../work.ts'
import { checkMessagingService } from './numbers.ts'

export const NAME_LENGTH = 256
export const CONVERSATION_ATTRIBUTES_LENGTH = 16 * 1024
export const SMALL_ATTRIBUTES_LENGTH = 4 * 1024

/** The fields of a conversation that a request may set; undefined is "not said". */
export type ConversationFields = {
  readonly friendlyName?: string | undefined
  readonly uniqueName?: string | undefined
  readonly attributes?: string | undefined
  readonly messagingServiceSid?: string | undefined
  readonly state?: string | undefined
  readonly inactiveTimer?: string | undefined
  readonly closedTimer?: string | undefined
  readonly dateCreated?: string | undefined
  readonly dateUpdated?: string | undefined
  readonly emailAddress?: string | undefined
  readonly emailName?: string | undefined
}

/** What the account has set, or what every account starts with. */
export function configurationOf({ read, account }: Pick<Work, 'read' | 'account'>): AccountConfiguration {
  return (
    read.configuration(account.sid) ?? {
      accountSid: account.sid,
      defaultServiceSid: defaultSid('service', account.sid),
      defaultMessagingServiceSid: defaultSid('messagingService', account.sid),
      inactiveTimer: null,
      closedTimer: null,
    }
  )
}

/** A new conversation with nothing set. */
export function blankConversation(work: Work, serviceSid: string): Conversation {
  const { defaultMessagingServiceSid, inactiveTimer, closedTimer } = configurationOf(work)
  const usual = (which: 'inactive' | 'closed', text: string | null) => {
    const ms = text === null ? null : parseTimer(which, text)
    return isApiError(ms) ? null : ms
  }
  const timers = { inactiveMs: usual('inactive', inactiveTimer), closedMs: usual('closed', closedTimer) }
  return {
    sid: work.sid('conversation'),
    accountSid: work.account.sid,
    serviceSid,
    messagingServiceSid: defaultMessagingServiceSid,
    friendlyName: null,
    uniqueName: null,
    attributes: '{}',
    state: 'active',
    timers: startTimers({ ...NO_TIMERS, ...timers }, work.now),
    email: null,
    createdBy: 'system',
    roster: null,
    activeAt: null,
    nextIndex: 0,
    createdAt: work.now,
    updatedAt: work.now,
  }
}

/** A conversation with what a request sets, whether it is a new one or one that is there. */
export function applyFields(work: Work, before: Conversation, fields: ConversationFields): Conversation | ApiError {
  const named = applyNames(work, before, fields)
  if (isApiError(named)) return named
  const timed = applyTimers(work, named, fields)
  if (isApiError(timed)) return timed
  const created = dateOf(fields.dateCreated, 50308, before.createdAt)
  if (isApiError(created)) return created
  const updated = dateOf(fields.dateUpdated, 50309, work.now)
  if (isApiError(updated)) return updated
  return { ...timed, createdAt: created, updatedAt: updated }
}

/** The state a request asks for, entered. */
export function applyState(work: Work, before: Conversation, text: string | undefined): Conversation | ApiError {
  if (text === undefined) return before
  const state = parseState(text)
  if (isApiError(state)) return state
  if (state === before.state) return before
  if (state === 'initializing') return apiError(50378, 'Only a new conversation can be initializing')
  return enterState(before, state, work.now)
}

export function checkAttributes(text: string | undefined, longest: number): ApiError | undefined {
  if (text === undefined || text === '') return undefined
  if (text.length > longest) return apiError(50303, `Attributes have ${text.length} characters, more than ${longest}`)
  try {
    JSON.parse(text)
    return undefined
  } catch {
    return apiError(50304, 'Attributes are not valid JSON')
  }
}

/** A date that a request sets; the code says which one it is. */
export function dateOf(text: string | undefined, code: 50308 | 50309, usual: number): number | ApiError {
  if (text === undefined || text === '') return usual
  return parseIsoDate(text) ?? apiError(code, `${text} is no ISO-8601 date`)
}

function applyNames(work: Work, before: Conversation, fields: ConversationFields): Conversation | ApiError {
  const { friendlyName, uniqueName, attributes, messagingServiceSid } = fields
  if ((friendlyName?.length ?? 0) > NAME_LENGTH) return apiError(50003, `FriendlyName is longer than ${NAME_LENGTH}`)
  const wrong = checkUniqueName(work, before, uniqueName) ?? checkAttributes(attributes, CONVERSATION_ATTRIBUTES_LENGTH)
  if (wrong) return wrong
  const unknown = messagingServiceSid === undefined ? undefined : checkMessagingService(work, messagingServiceSid)
  if (unknown) return unknown
  return {
    ...before,
    friendlyName: friendlyName === undefined ? before.friendlyName : friendlyName || null,
    uniqueName: uniqueName === undefined ? before.uniqueName : uniqueName || null,
    attributes: attributes === undefined ? before.attributes : attributes || '{}',
    messagingServiceSid: messagingServiceSid ?? before.messagingServiceSid,
    email: applyEmail(before, fields),
  }
}

function applyEmail(before: Conversation, { emailAddress, emailName }: ConversationFields): Conversation['email'] {
  if (emailAddress === undefined && emailName === undefined) return before.email
  return {
    projectedAddress: emailAddress ?? before.email?.projectedAddress ?? null,
    name: emailName ?? before.email?.name ?? null,
  }
}

function checkUniqueName(
  work: Work,
  { sid, serviceSid }: Conversation,
  name: string | undefined,
): ApiError | undefined {
  if (!name) return undefined
  if (name.length > NAME_LENGTH) return apiError(50004, `UniqueName is longer than ${NAME_LENGTH}`)
  if (/^CH[0-9a-f]{32}$/.test(name)) return apiError(50390)
  const holder = work.read.conversationNamed(serviceSid, name)
  return holder && holder.sid !== sid ? apiError(50353, `The UniqueName ${name} is in use by ${holder.sid}`) : undefined
}

function applyTimers(work: Work, before: Conversation, fields: ConversationFields): Conversation | ApiError {
  const { inactiveTimer, closedTimer } = fields
  if (inactiveTimer === undefined && closedTimer === undefined) return before
  const inactiveMs = inactiveTimer === undefined ? before.timers.inactiveMs : parseTimer('inactive', inactiveTimer)
  if (isApiError(inactiveMs)) return inactiveMs
  const closedMs = closedTimer === undefined ? before.timers.closedMs : parseTimer('closed', closedTimer)
  if (isApiError(closedMs)) return closedMs
  const timers = startTimers({ inactiveMs, closedMs }, work.now)
  return { ...before, timers: before.state === 'inactive' ? { ...timers, inactiveAt: null } : timers }
}
