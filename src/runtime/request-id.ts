import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'

const HEADER = 'x-request-id'
/** What a caller may name a request by; anything else would only make the log hard to read. */
const ID = /^[\w.:/+=-]{1,128}$/

/** Names requests: by what they bring as X-Request-Id, else by an id of our own. Answers carry it too. */
export function createRequestIds(): (request: IncomingMessage, response: ServerResponse) => string {
  const start = randomBytes(4).toString('hex')
  let count = 0
  return (request, response) => {
    const brought = request.headers[HEADER]
    const id = typeof brought === 'string' && ID.test(brought) ? brought : `${start}-${(++count).toString(36)}`
    // Whoever handles the request finds its name there.
    request.headers[HEADER] = id
    response.setHeader('X-Request-Id', id)
    return id
  }
}

/** What log lines about a request are found by. */
export function requestFields({ headers }: Pick<IncomingMessage, 'headers'>): { readonly requestId: string } {
  return { requestId: String(headers[HEADER] ?? '') }
}
