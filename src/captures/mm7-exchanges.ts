import {
  DEFAULT_NAMESPACE,
  DEFAULT_VERSION,
  decodeMm7Request,
  type EncodedDocument,
  encodeResponse,
  type Mm7Content,
  type OutgoingRequest,
  type OutgoingResponse,
  packageRequest,
  RESPONSE_TO,
  XML_CONTENT_TYPE,
} from '../../protocols/mm7/index.ts'
import type { Mm7Account } from '../core/index.ts'
import { CARRIER, type Link, type Turn } from './exchange.ts'
import { httpRequest, httpResponse } from './http-message.ts'

export function vaspLink(user: string, serverPort: number): Link {
  return { name: `mm7 ${user}`, client: `vasp ${user}`, server: CARRIER, serverPort }
}

/** Where we call the VASP. */
export function callbackLink({ user, deliverUrl }: Mm7Account): Link {
  const url = URL.parse(deliverUrl ?? '')
  return { name: `mm7 to ${user}`, client: CARRIER, server: `vasp ${user}`, serverPort: Number(url?.port || 80) }
}

/** The envelope of a SubmitReq as it came, its media written after it again, and the answer it got. */
export function vaspSubmitted(
  octets: Uint8Array,
  { account, messageId, credentials, content }: VaspRequest,
): readonly Turn[] {
  const text = new TextDecoder('latin1').decode(octets)
  const start = text.search(/<\?xml|<(\w+:)?Envelope\b/)
  if (start < 0) return []
  const body = octets.slice(start)
  const decoded = decodeMm7Request({ contentType: XML_CONTENT_TYPE, body })
  const about = {
    transactionId: decoded.transactionId ?? '',
    namespace: decoded.namespace ?? DEFAULT_NAMESPACE,
    version: decoded.version ?? DEFAULT_VERSION,
  }
  const status = { statusCode: 1000, statusText: 'Success' }
  const answer = encodeResponse({ operation: 'SubmitRsp', ...about, body: { status, messageId } })
  const authorization = credentials ? `Basic ${btoa(`${account.user}:${account.password}`)}` : undefined
  const headers = { Host: CARRIER, SOAPAction: '""', Authorization: authorization }
  return [
    { from: 'client', octets: httpRequest('POST /mm7', headers, withMedia(body, content)) },
    { from: 'server', octets: httpResponse('200 OK', answer) },
  ]
}

/** As the envelope refers to it; nothing where it refers to nothing. */
function withMedia(envelope: Uint8Array, content: Mm7Content | undefined): EncodedDocument {
  const [, contentId] = /href\s*=\s*["']cid:([^"']+)["']/.exec(new TextDecoder('latin1').decode(envelope)) ?? []
  if (!content || content.parts.length === 0 || contentId === undefined)
    return { contentType: XML_CONTENT_TYPE, body: envelope.slice() }
  return packageRequest(envelope, content, unescaped(contentId))
}

function unescaped(contentId: string): string {
  try {
    return decodeURIComponent(contentId)
  } catch {
    return contentId
  }
}

type VaspRequest = {
  readonly account: Mm7Account
  readonly messageId: string
  readonly credentials: boolean
  readonly content: Mm7Content | undefined
}

/** What was posted to the VASP, encoded again, and its answer. */
export function vaspCalled(request: OutgoingRequest, document: EncodedDocument, account: Mm7Account): readonly Turn[] {
  const url = URL.parse(account.deliverUrl ?? '')
  const { operation, transactionId } = request
  // Each of the three requests is answered by a status alone.
  const answer = encodeResponse({
    operation: RESPONSE_TO[operation],
    transactionId,
    body: { status: { statusCode: 1000, statusText: 'Success' } },
  } as OutgoingResponse)
  const headers = { Host: url?.host ?? 'vasp', SOAPAction: '""' }
  return [
    { from: 'client', octets: httpRequest(`POST ${url?.pathname ?? '/'}`, headers, document) },
    { from: 'server', octets: httpResponse('200 OK', answer) },
  ]
}
