import { createHmac } from 'node:crypto'
import { encodeForm, stringToSign, withoutOverrides } from '../../../protocols/conversations/index.ts'
import type { WebhookAttempt, WebhookCall } from '../model/records.ts'

export type SignedRequest = { readonly request: WebhookAttempt['request']; readonly signed: string }

/** The request of a call, signed with the account's auth token, and the string that was signed. */
export function signedRequest(
  call: Pick<WebhookCall, 'url' | 'method' | 'parameters'>,
  authToken: string,
): SignedRequest {
  const bare = withoutOverrides(call.url)
  const form = encodeForm(call.parameters)
  if (call.method === 'GET') {
    const url = `${bare}${bare.includes('?') ? '&' : '?'}${form}`
    return { request: requestOf('GET', url, { signature: sign(url, authToken), body: '' }), signed: url }
  }
  const signed = stringToSign(bare, call.parameters)
  return { request: requestOf('POST', bare, { signature: sign(signed, authToken), body: form }), signed }
}

/** base64(HMAC-SHA1(authToken, text)), as `X-Twilio-Signature` carries it. */
export function sign(text: string, authToken: string): string {
  return createHmac('sha1', authToken).update(text, 'utf8').digest('base64')
}

function requestOf(
  method: 'GET' | 'POST',
  url: string,
  { signature, body }: { readonly signature: string; readonly body: string },
): WebhookAttempt['request'] {
  return {
    method,
    url,
    headers: {
      'X-Twilio-Signature': signature,
      'User-Agent': 'TwilioProxy/1.1',
      Accept: '*/*',
      ...(method === 'POST' && { 'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8' }),
    },
    body,
  }
}
