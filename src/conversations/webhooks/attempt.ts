import type { Clock, Event } from '../../core/index.ts'
import type { WebhookAttempt, WebhookCall } from '../model/records.ts'
import type { HttpAnswer, HttpCall } from './http-call.ts'
import { signedRequest } from './signature.ts'

export type AttemptParts = { readonly http: HttpCall; readonly clock: Clock; readonly timeoutMs: number }

/** Calls an application once and says what came of it. */
export async function attempt(call: WebhookCall, authToken: string, parts: AttemptParts): Promise<WebhookCall> {
  const { http, clock, timeoutMs } = parts
  const { request, signed } = signedRequest(call, authToken)
  const at = clock.now()
  const answer = await http(request, timeoutMs)
  const durationMs = Math.max(0, clock.now() - at)
  return { ...call, nextAttemptAt: null, attempt: { at, durationMs, request, signed, ...outcomeOf(answer) } }
}

/** An attempt as the feed tells it. */
export function attemptedEvent({
  id,
  accountSid,
  conversationSid,
  event,
  scope,
  attempt,
  parameters,
}: WebhookCall): Event {
  const messageSid = parameters.find(([name]) => name === 'MessageSid')?.[1]
  return {
    type: 'webhook.attempted',
    webhookId: id,
    accountSid,
    conversationSid,
    ...(messageSid !== undefined && { messageSid }),
    event,
    scope,
    url: attempt?.request.url,
    status: attempt?.response?.status ?? null,
    errorCode: attempt?.errorCode ?? null,
    error: attempt?.error ?? null,
  }
}

function outcomeOf(answer: HttpAnswer): Pick<WebhookAttempt, 'response' | 'errorCode' | 'error'> {
  switch (answer.kind) {
    case 'timed-out':
      return { response: null, errorCode: 50076, error: 'The application did not answer in time' }
    case 'failed':
      return { response: null, errorCode: 50057, error: answer.error }
    case 'answered': {
      const { status, body } = answer
      if (status < 300) return { response: { status, body }, errorCode: null, error: null }
      const why = status < 400 ? ', and redirects are not followed' : ''
      return { response: { status, body }, errorCode: 50057, error: `HTTP ${status}${why}` }
    }
  }
}
