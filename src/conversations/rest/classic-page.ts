import { cutPage, isApiError, pageUrls, parsePage } from '../../../protocols/conversations/index.ts'
import { type Call, type Listing, type Reply, sliceOf } from './call.ts'

/** One page of a 2010-04-01 list: flat, with relative addresses. */
export function classicPage<T>(call: Call, listing: Listing<T>): Reply {
  const request = parsePage(call.query, listing.limits)
  if (isApiError(request)) return request
  const page = cutPage(listing.read(sliceOf(request)), request, listing.keyOf)
  const urls = pageUrls(listing.url, call.query, request, page)
  const start = request.page * request.size
  return {
    status: 200,
    body: {
      [listing.key]: page.rows.map(listing.shape),
      page: request.page,
      page_size: request.size,
      start,
      end: Math.max(start, start + page.rows.length - 1),
      uri: urls.current,
      first_page_uri: urls.first,
      next_page_uri: urls.next,
      previous_page_uri: urls.previous,
    },
  }
}
