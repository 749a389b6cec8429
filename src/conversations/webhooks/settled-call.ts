import { parseAddress } from '../../core/index.ts'
import { queueText } from '../acts/queued-texts.ts'
import type { WebhookCall } from '../model/records.ts'
import type { Work } from '../work.ts'
import { attemptedEvent } from './attempt.ts'
import { repliesIn } from './twiml.ts'

/** The application could not be reached or answered with an error. */
const RETRIEVAL_FAILURE = '11200'

/** Writes what came of a call; the webhook of a number can answer with texts, and has a second address. */
export function settleCall(work: Work, call: WebhookCall): void {
  work.put('webhookCall', call)
  if (!call.attempt) return
  work.events.push(attemptedEvent(call))
  if (call.event !== 'onIncomingMessage') return
  if (call.attempt.errorCode === null) reply(work, call)
  else if (call.fallbackUrl) callFallback(work, call, call.fallbackUrl)
}

function reply(work: Work, { parameters, attempt }: WebhookCall): void {
  const named = new Map(parameters)
  const from = parseAddress(named.get('To') ?? '')
  const to = parseAddress(named.get('From') ?? '')
  if (!from || !to) return
  for (const body of repliesIn(attempt?.response?.body ?? '')) queueText(work, { from, to, body })
}

function callFallback(work: Work, call: WebhookCall, fallbackUrl: string): void {
  const { event, scope, parameters, url, fallbackMethod: method = 'POST' } = call
  const why = [
    ['ErrorCode', RETRIEVAL_FAILURE],
    ['ErrorUrl', url],
  ] as const
  work.callClassic(event, { scope, method, url: fallbackUrl }, [...parameters, ...why])
}
