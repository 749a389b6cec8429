import type { Response } from 'express'

/** An error answer of the control API: RFC 9457 problem details. */
export type Problem = {
  readonly status: number
  readonly title: string
  readonly detail: string
  /** The field at fault, where there is one, and why. */
  readonly errors?: readonly { readonly field: string; readonly reason: string }[]
} & Readonly<Record<string, unknown>>

export function problem(status: number, title: string, detail: string, more: Record<string, unknown> = {}): Problem {
  return { status, title, detail, ...more }
}

/** What one field of a request should have been. */
export function invalid(field: string, reason: string): Problem {
  return problem(400, 'Invalid request', `${field}: ${reason}`, { errors: [{ field, reason }] })
}

/** What whoever waits is told when the carrier stops meanwhile. */
export function cutOff(): Problem {
  return problem(503, 'Cut off', 'the carrier stops')
}

export function notFound(what: string): Problem {
  return problem(404, 'Not found', `There is no ${what}`)
}

export function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'status' in value && 'title' in value && 'detail' in value
}

export function sendProblem(response: Response, { status, ...rest }: Problem): void {
  response
    .status(status)
    .type('application/problem+json')
    .json({ type: 'about:blank', status, ...rest })
}
