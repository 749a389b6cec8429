import type { ServerResponse } from 'node:http'
import {
  type EncodedDocument,
  encodeFault,
  encodeResponse,
  type Mm7Request,
  type Mm7Status,
  type Mm7Unreadable,
  type ResponseBodies,
  type ResponseName,
} from '../../../protocols/mm7/index.ts'
import { VENDOR_TEXTS } from './refusals.ts'

/** What an operation answers; narrow `operation` and the type of `body` follows. */
export type Mm7Answer = {
  [N in ResponseName]: { readonly operation: N; readonly body: ResponseBodies[N] }
}[ResponseName]

type Caller = Pick<Mm7Unreadable, 'namespace' | 'version'> & { readonly transactionId?: string }

/** A status with the operator's text for codes that the standard has none for. */
export function withText(status: Mm7Status): Mm7Status {
  const text = VENDOR_TEXTS[status.statusCode]
  return text === undefined ? status : { statusText: text, ...status }
}

/** The answer in the caller's own namespace and version, with its transaction. */
export function answerDocument({ transactionId, namespace, version }: Mm7Request, answer: Mm7Answer): EncodedDocument {
  return encodeResponse({ transactionId, namespace, version, ...answer })
}

export function faultDocument(caller: Caller, status: Mm7Status): EncodedDocument {
  const { transactionId, namespace, version } = caller
  return encodeFault({ from: 'relay', transactionId, namespace, version, ...status })
}

export type Reply = {
  readonly httpStatus: number
  readonly document: EncodedDocument
  readonly headers?: Readonly<Record<string, string | string[]>>
}

export function sendReply(res: ServerResponse, { httpStatus, document, headers }: Reply): void {
  const length = String(document.body.length)
  res.writeHead(httpStatus, { 'Content-Type': document.contentType, 'Content-Length': length, ...headers })
  res.end(document.body)
}
