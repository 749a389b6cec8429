import type { FaultBoard, FaultEffect } from '../../core/index.ts'
import type { WebhookCall } from '../model/records.ts'
import type { HttpAnswer } from './http-call.ts'

/** The rule that strikes a call of an application, if any. */
export function faultOfCall(faults: FaultBoard | undefined, call: WebhookCall): FaultEffect | undefined {
  if (!faults?.watches('webhook')) return undefined
  const named = new Map(call.parameters)
  return faults.strike('webhook', {
    from: named.get('Author') ?? named.get('From') ?? '',
    to: [named.get('To') ?? named.get('ConversationSid') ?? ''],
    text: named.get('Body') ?? call.event,
    transport: 'http',
    account: call.accountSid,
  })
}

/** What a rule answers in the application's place; undefined if the call goes out. */
export function answerOfFault({ drop, status }: FaultEffect): HttpAnswer | undefined {
  if (drop) return { kind: 'failed', error: 'A fault rule lost the call' }
  return status === undefined ? undefined : { kind: 'answered', status, body: '' }
}
