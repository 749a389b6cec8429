import { tokenOfEnvironment } from '../config/index.ts'

/** A plain failure of a command: its message is printed, no stack. */
export class CommandError extends Error {
  readonly exitCode: number
  constructor(message: string, exitCode = 1) {
    super(message)
    this.name = 'CommandError'
    this.exitCode = exitCode
  }
}

export type Reply = { readonly status: number; readonly body: Record<string, unknown> }

/** Calls the control API of a running carrier. */
export async function call(base: string, request: { method?: string; path: string; body?: unknown }): Promise<Reply> {
  const url = new URL(`/carrier${request.path}`, base)
  const token = tokenOfEnvironment()
  const response = await fetch(url, {
    method: request.method ?? 'GET',
    headers: {
      ...(request.body !== undefined && { 'content-type': 'application/json' }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    ...(request.body !== undefined && { body: JSON.stringify(request.body) }),
  }).catch((error: unknown) => {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : error
    throw new CommandError(`No carrier answers at ${base} (${cause}): start one with "partyline start" or give --url`)
  })
  const text = await response.text()
  return { status: response.status, body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) }
}

/** The reply's body, or a CommandError with the problem's own words. */
export function expectOk({ status, body }: Reply): Record<string, unknown> {
  if (status < 400) return body
  throw new CommandError(String(body.detail ?? body.title ?? `the carrier answered ${status}`))
}

/** `10s`, `500ms`, `2m` or plain milliseconds. */
export function parseDuration(text: string): number {
  const [, count, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text) ?? []
  if (count === undefined) throw new CommandError(`${text} is no duration: write 500ms, 10s or 2m`, 2)
  const factor = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 }[unit ?? 'ms'] ?? 1
  return Math.round(Number(count) * factor)
}
