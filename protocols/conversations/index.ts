export { isoMilliseconds, isoSeconds, parseIsoDate, rfc2822 } from './dates.ts'
export { parseDuration } from './duration.ts'
export { type ApiError, apiError, type ErrorBody, errorBody, isApiError, statusOf } from './error.ts'
export { ERRORS, type ErrorCode, type ErrorEntry } from './error-table.ts'
export { encodeForm, type Form, field, fields, parseForm } from './form.ts'
export { canonicalHost, isServiceHost, PRODUCTS, type Product, productOfHost } from './hosts.ts'
export {
  cutPage,
  PAGE_LIMITS,
  type Page,
  type PageLimits,
  type PageRequest,
  type PageUrls,
  type Position,
  pageEnvelope,
  pageUrls,
  parsePage,
} from './paging.ts'
export { defaultSid, isSid, SID_PREFIXES, type SidKind, sidOf } from './sid.ts'
export { type Parameters, stringToSign, withoutOverrides } from './signature.ts'
export { SWITCHES } from './switch-table.ts'
export {
  isPostEvent,
  isWebhookEvent,
  POST_EVENTS,
  type PostEvent,
  PRE_EVENTS,
  type PreEvent,
  type WebhookEvent,
} from './webhook-events.ts'
