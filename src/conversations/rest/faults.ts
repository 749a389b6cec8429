import type { ServerResponse } from 'node:http'
import { field } from '../../../protocols/conversations/index.ts'
import type { FaultEffect } from '../../core/index.ts'
import type { Call } from './call.ts'
import { sendJson } from './exchange.ts'

/** Codes of the platform for statuses that a rule asks for. */
const CODES: Readonly<Record<number, number>> = { 401: 20003, 403: 20403, 404: 20404, 429: 20429 }
const OUR_FAULT = 20500
const THEIR_FAULT = 20001

type Asked = { readonly method: string; readonly path: string }

/** Whether any rule is about requests at all. */
export function isWatched({ conversations }: Call): boolean {
  return conversations.faults?.watches('rest') ?? false
}

/** Lets a fault rule have its way with a request; true if nothing more is to be done. */
export async function strikeRequest(call: Call, response: ServerResponse, asked: Asked): Promise<boolean> {
  const fault = faultOf(call, asked)
  if (!fault) return false
  if (fault.delayMs) await call.conversations.wait?.(fault.delayMs)
  if (fault.close) {
    response.destroy()
    return true
  }
  // The answer that never comes: whoever waits gives up.
  if (fault.drop) return true
  if (fault.status === undefined) return false
  sendFault(response, fault.status)
  return true
}

function faultOf(call: Call, { method, path }: Asked): FaultEffect | undefined {
  const { form, account, conversations } = call
  return conversations.faults?.strike('rest', {
    from: field(form, 'From') ?? field(form, 'Author') ?? '',
    to: [field(form, 'To') ?? path],
    text: field(form, 'Body') ?? `${method} ${path}`,
    transport: 'http',
    account: account.sid,
  })
}

function sendFault(response: ServerResponse, status: number): void {
  const code = CODES[status] ?? (status >= 500 ? OUR_FAULT : THEIR_FAULT)
  const more_info = `https://www.twilio.com/docs/errors/${code}`
  sendJson(response, status, { code, message: 'A fault rule answers so', more_info, status })
}
