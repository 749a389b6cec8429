import type { WebhookAttempt } from '../model/records.ts'

const LONGEST_ANSWER = 64 * 1024

export type HttpAnswer =
  | { readonly kind: 'answered'; readonly status: number; readonly body: string }
  | { readonly kind: 'timed-out' }
  | { readonly kind: 'failed'; readonly error: string }

/** Calls an application; every outcome is a value. */
export type HttpCall = (request: WebhookAttempt['request'], timeoutMs: number) => Promise<HttpAnswer>

/** The real thing, over Node's fetch. */
export const fetchCall: HttpCall = async ({ method, url, headers, body }, timeoutMs) => {
  try {
    const answer = await fetch(url, {
      method,
      headers,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
      ...(method === 'POST' && { body }),
    })
    return { kind: 'answered', status: answer.status, body: (await answer.text()).slice(0, LONGEST_ANSWER) }
  } catch (error) {
    if (error instanceof Error && error.name === 'TimeoutError') return { kind: 'timed-out' }
    return { kind: 'failed', error: reasonOf(error) }
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message
}
