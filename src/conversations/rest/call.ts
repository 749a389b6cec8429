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
import type { ResourceKind, Resources } from '../model/resources.ts'
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
  /** All of it, without its credentials. */
  readonly request: () => Uint8Array
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
  /** Behind `/v1`, or behind `/v1/Services/{IS}`, or both; behind `/v1` of another host; or behind `/2010-04-01`, with an account or without. */
  readonly level: 'account' | 'service' | 'both' | 'messaging' | 'classic' | 'platform'
  readonly path: string
  readonly handle: (call: Call) => Reply | Promise<Reply>
}

export const NO_CONTENT: Answer = { status: 204 }

export function notFound({ path }: Pick<Call, 'path'>): ApiError {
  return apiError(20404, `The requested resource ${path} was not found`)
}

/** What the service has and is not played here, and where it helps why, or what to do instead. */
export function notSimulated(what: string, why?: string): ApiError {
  return apiError(20501, `${what}: not simulated here${why === undefined ? '' : ` (${why})`}`)
}

/** A field of the form that may be missing. */
export function given({ form }: Pick<Call, 'form'>, name: string): string | undefined {
  return field(form, name)
}

/** A word of a list, which may be written in any case. */
export function givenWord(call: Pick<Call, 'form'>, name: string): string | undefined {
  return given(call, name)?.toLowerCase()
}

/** Runs one unit over REST and makes an answer of what it decided. */
export async function decide<T>(
  call: Call,
  act: (work: Work) => T | ApiError,
  answer: (value: T) => Answer,
): Promise<Reply> {
  const { account, conversations, hooks, request } = call
  const decided = await conversations.run({ account, source: 'API', hooks, request }, act)
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

type ResourceListing<K extends ResourceKind> = Omit<Listing<Resources[K]>, 'read' | 'keyOf'> & {
  readonly kind: K
  readonly parent: string
}

/** One page of small resources that are listed under one parent. */
export function listResources<K extends ResourceKind>(call: Call, { kind, parent, ...listing }: ResourceListing<K>) {
  const read = (slice: Slice) => call.conversations.reader.resources(kind, parent, slice)
  return listPage<Resources[K]>(call, { ...listing, read, keyOf: ({ sid }) => sid })
}

type Keyed = { readonly sid: string }
type ReadSlice<T> = (slice: Slice) => readonly T[]

/** A list that always has these rows too, unless the store has them already. */
export function withFixed<T extends Keyed>(fixed: readonly T[], read: ReadSlice<T>): ReadSlice<T> {
  return (slice) => {
    const { after, before, limit } = slice
    const stored = read(slice)
    const isStored = (sid: string) => stored.some((row) => row.sid === sid)
    const fits = ({ sid }: T) =>
      (after === undefined || sid > after) && (before === undefined || sid < before) && !isStored(sid)
    const sorted = [...fixed.filter(fits), ...stored].sort((a, b) => (a.sid < b.sid ? -1 : 1))
    return (before === undefined ? sorted : sorted.reverse()).slice(0, limit)
  }
}

const PER_READ = 500

/** A list that leaves out what a filter does not want. */
export function walk<T extends Keyed>(read: ReadSlice<T>, fits: (row: T) => boolean): ReadSlice<T> {
  return ({ after, before, limit }) => {
    const found: T[] = []
    let edge = before ?? after
    for (;;) {
      const from = edge === undefined ? {} : before === undefined ? { after: edge } : { before: edge }
      const rows = read({ ...from, limit: PER_READ })
      found.push(...rows.filter(fits))
      edge = rows.at(-1)?.sid
      if (rows.length < PER_READ || found.length >= limit) return found.slice(0, limit)
    }
  }
}

export function sliceOf({ after, before, size }: PageRequest): Slice {
  return { limit: size + 1, ...(after !== undefined && { after }), ...(before !== undefined && { before }) }
}
