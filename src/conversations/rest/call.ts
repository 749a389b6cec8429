import {
  type ApiError,
  apiError,
  cutPage,
  type Form,
  field,
  isApiError,
  type PageLimits,
  type PageRequest,
  pageEnvelope,
  pageUrls,
  parsePage,
} from '../../../protocols/conversations/index.ts'
import type { TwilioAccount } from '../../core/index.ts'
import type { Conversations } from '../conversations.ts'
import type { Slice } from '../model/store-port.ts'
import type { Work } from '../work.ts'
import type { Site } from './site.ts'

/** One authenticated request, as the routes of a resource see it. */
export type Call = {
  readonly account: TwilioAccount
  readonly conversations: Conversations
  readonly site: Site
  /** The conversation service of the path, or the account's default. */
  readonly serviceSid: string
  /** Whether the path names the service; answers of small resources then carry its SID. */
  readonly ofService: boolean
  readonly path: string
  readonly params: Readonly<Record<string, string>>
  readonly query: Form
  readonly form: Form
  readonly octets: Uint8Array
  readonly contentType: string
  /** X-Twilio-Webhook-Enabled: true */
  readonly hooks: boolean
}

export type Answer = {
  readonly status: number
  readonly body?: unknown
  readonly octets?: { readonly contentType: string; readonly content: Uint8Array }
}
export type Reply = Answer | ApiError

export type Route = {
  readonly method: 'get' | 'post' | 'delete'
  /** Behind `/v1`, or behind `/v1/Services/{IS}`, or both. */
  readonly level: 'account' | 'service' | 'both' | 'classic'
  readonly path: string
  readonly handle: (call: Call) => Reply | Promise<Reply>
}

export const NO_CONTENT: Answer = { status: 204 }

export function notFound({ path }: Pick<Call, 'path'>): ApiError {
  return apiError(20404, `The requested resource ${path} was not found`)
}

export function notSimulated(what: string): ApiError {
  return apiError(20501, `${what}: not simulated here`)
}

/** A field of the form that may be missing. */
export function given({ form }: Pick<Call, 'form'>, name: string): string | undefined {
  return field(form, name)
}

/** Runs one unit over REST and makes an answer of what it decided. */
export async function decide<T>(
  call: Call,
  act: (work: Work) => T | ApiError,
  answer: (value: T) => Answer,
): Promise<Reply> {
  const { account, conversations, hooks } = call
  const decided = await conversations.run({ account, source: 'API', hooks }, act)
  return isApiError(decided) ? decided : answer(decided)
}

export type Listing<T> = {
  readonly key: string
  readonly limits: PageLimits
  readonly url: string
  readonly read: (slice: Slice) => readonly T[]
  readonly keyOf: (row: T) => string
  readonly shape: (row: T) => unknown
}

/** One page of a v1 list. */
export function listPage<T>(call: Call, listing: Listing<T>): Reply {
  const request = parsePage(call.query, listing.limits)
  if (isApiError(request)) return request
  const page = cutPage(listing.read(sliceOf(request)), request, listing.keyOf)
  const urls = pageUrls(listing.url, call.query, request, page)
  return { status: 200, body: pageEnvelope(listing.key, page.rows.map(listing.shape), { request, urls }) }
}

export function sliceOf({ after, before, size }: PageRequest): Slice {
  return { limit: size + 1, ...(after !== undefined && { after }), ...(before !== undefined && { before }) }
}
