import { type ApiError, apiError, type Parameters, type PreEvent } from '../../../protocols/conversations/index.ts'
import type { Clock, FaultBoard, Ids, TwilioAccount } from '../../core/index.ts'
import type { WebhookCall } from '../model/records.ts'
import type { ConversationsReader } from '../model/store-port.ts'
import { preHook } from '../model/webhooks.ts'
import { attempt } from './attempt.ts'
import { answerOfFault, faultOfCall } from './faults.ts'
import type { HttpCall } from './http-call.ts'

/** Silence for longer than this publishes unmodified. */
export const PRE_TIMEOUT_MS = 5_000

export type Question = {
  readonly event: PreEvent
  readonly account: TwilioAccount
  readonly serviceSid: string
  readonly conversationSid: string | null
  readonly parameters: Parameters
}

/** What the application said: go on, go on with these changes, or no. The call is kept either way. */
export type Verdict = {
  readonly call: WebhookCall | null
  readonly changes: Readonly<Record<string, string>>
  readonly refusal: ApiError | null
}

export type PreHookParts = {
  readonly reader: ConversationsReader
  readonly clock: Clock
  readonly ids: Ids
  readonly http: HttpCall
  readonly faults?: FaultBoard | undefined
  /** Waits on the world's clock; missing where nothing may wait (a message on its way in). */
  readonly wait?: ((ms: number) => Promise<void>) | undefined
}

const ACCEPTED: Verdict = { call: null, changes: {}, refusal: null }

/** Asks the application before something happens, if it wants to be asked. */
export async function ask(question: Question, parts: PreHookParts): Promise<Verdict> {
  const { reader, clock, ids } = parts
  const { account, event, serviceSid } = question
  const hook = preHook(event, {
    account: reader.webhookConfiguration(account.sid, null),
    service: reader.webhookConfiguration(account.sid, serviceSid),
  })
  if (!hook) return ACCEPTED
  const { parameters, conversationSid } = question
  const about = { id: ids.hex(), accountSid: account.sid, conversationSid, event, parameters }
  const call: WebhookCall = { ...about, ...hook, createdAt: clock.now(), nextAttemptAt: null, attempt: null }
  const http = await reachOf(call, parts)
  return verdictOf(await attempt(call, account.authToken, { http, clock, timeoutMs: PRE_TIMEOUT_MS }))
}

/** The way to the application, or what a fault rule puts in its place. */
async function reachOf(call: WebhookCall, { http, faults, wait }: PreHookParts): Promise<HttpCall> {
  const fault = faultOfCall(faults, call)
  if (!fault) return http
  const { delayMs = 0 } = fault
  if (delayMs > 0) await wait?.(Math.min(delayMs, PRE_TIMEOUT_MS))
  if (delayMs >= PRE_TIMEOUT_MS) return async () => ({ kind: 'timed-out' })
  const answer = answerOfFault(fault)
  return answer ? async () => answer : http
}

function verdictOf(call: WebhookCall): Verdict {
  const response = call.attempt?.response
  if (!call.attempt || !response) return { ...ACCEPTED, call }
  if (response.status >= 400) {
    const refused = { ...call, attempt: { ...call.attempt, errorCode: 50056 } }
    return {
      call: refused,
      changes: {},
      refusal: apiError(50056, `${call.event} was refused with HTTP ${response.status}`),
    }
  }
  if (response.status >= 300) {
    const why = `${call.event} was answered with HTTP ${response.status}, and redirects are not followed`
    return { ...ACCEPTED, call, refusal: apiError(50057, why) }
  }
  const changes = readChanges(response.body)
  if (changes) return { ...ACCEPTED, call, changes }
  return { ...ACCEPTED, call, refusal: apiError(50057, `The answer to ${call.event} is no JSON object of texts`) }
}

/** The texts of a JSON object; undefined if it is something else. */
function readChanges(body: string): Readonly<Record<string, string>> | undefined {
  if (body.trim() === '') return {}
  try {
    const value: unknown = JSON.parse(body)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
    const texts = Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
    return Object.fromEntries(texts)
  } catch {
    return undefined
  }
}
