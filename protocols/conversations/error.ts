import { ERRORS, type ErrorCode } from './error-table.ts'

const MORE_INFO = 'https://www.twilio.com/docs/errors/'

/** Why a request is not carried out: the peer's mistake as a value. */
export type ApiError = {
  readonly kind: 'api-error'
  readonly code: ErrorCode
  /** A sentence for people; some applications read SIDs out of it. */
  readonly message: string
}

export type ErrorBody = {
  readonly code: number
  readonly message: string
  readonly more_info: string
  readonly status: number
}

/** An error with a sentence of its own, or with its title. */
export function apiError(code: ErrorCode, message: string = ERRORS[code].title): ApiError {
  return { kind: 'api-error', code, message }
}

export function isApiError(value: unknown): value is ApiError {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'api-error'
}

/** The HTTP status of an error; `overrides` are the statuses an account has chosen for codes whose status is not settled. */
export function statusOf(code: ErrorCode, overrides: Readonly<Record<string, number>> = {}): number {
  return overrides[String(code)] ?? ERRORS[code].status
}

export function errorBody({ code, message }: ApiError, status: number): ErrorBody {
  return { code, message, more_info: `${MORE_INFO}${code}`, status }
}
