import { CommandError, call, expectOk, parseDuration } from './client.ts'

export type WaitOptions = {
  readonly url: string
  readonly to?: string
  readonly query?: string
  readonly match?: string
  readonly timeout: string
}

/** Prints the message when it is there; fails with the near misses when the time is over. */
export async function wait({ url, to, query = '', match, timeout }: WaitOptions): Promise<string> {
  const pattern = match === undefined ? '' : `/${match.replaceAll('/', '\\/')}/`
  const conditions = [query, to === undefined ? '' : 'is:received', pattern].filter(Boolean).join(' ')
  const body = { ...(to !== undefined && { phone: to }), query: conditions, timeoutMs: parseDuration(timeout) }
  const reply = await call(url, { method: 'POST', path: '/wait', body })
  if (reply.status === 408) throw new CommandError(nearMisses(timeout, reply.body.nearMisses))
  const { messages } = expectOk(reply) as { messages: unknown[] }
  return JSON.stringify(messages[0], null, 2)
}

type Miss = { readonly message: { readonly from: string; readonly text: string }; readonly reasons: readonly string[] }

function nearMisses(timeout: string, misses: unknown): string {
  const lines = ((misses ?? []) as Miss[]).map(
    ({ message, reasons }) => `  from ${message.from}: ${JSON.stringify(message.text)}\n    ${reasons.join('\n    ')}`,
  )
  const nearest = lines.length > 0 ? `Nearest:\n${lines.join('\n')}` : 'No message came at all.'
  return `Nothing matched within ${timeout}. ${nearest}`
}
