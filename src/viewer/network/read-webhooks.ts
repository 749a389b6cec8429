// The edge of the page of webhook calls.
import { type Fields, fields, list, number, text } from '../read-wire.ts'

export type WebhookCall = {
  readonly id: string
  readonly event: string
  readonly scope: string
  readonly url: string
  readonly method: string
  readonly createdAt: string
  readonly attempt: {
    readonly durationMs: number
    readonly headers: Readonly<Record<string, string>>
    readonly body: string
    readonly signed: string
    readonly status: number | null
    readonly responseBody: string
    readonly error: string
  } | null
}

export function readWebhooks(body: unknown): WebhookCall[] {
  return list(fields(body).webhooks).map((value) => {
    const it = fields(value)
    return {
      id: text(it.id),
      event: text(it.event),
      scope: text(it.scope),
      url: text(it.url),
      method: text(it.method),
      createdAt: moment(it.createdAt),
      attempt: typeof it.attempt === 'object' && it.attempt !== null ? readAttempt(fields(it.attempt)) : null,
    }
  })
}

function readAttempt(it: Fields): NonNullable<WebhookCall['attempt']> {
  const [request, response] = [fields(it.request), fields(it.response)]
  const headers = Object.entries(fields(request.headers)).map(([name, value]) => [name, text(value)] as const)
  return {
    durationMs: number(it.durationMs),
    headers: Object.fromEntries(headers),
    body: text(request.body),
    signed: text(it.signed),
    status: typeof response.status === 'number' ? response.status : null,
    responseBody: text(response.body),
    error: text(it.error),
  }
}

function moment(value: unknown): string {
  return typeof value === 'number' ? new Date(value).toISOString() : text(value)
}
