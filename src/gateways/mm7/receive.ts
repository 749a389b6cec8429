import type { IncomingMessage, ServerResponse } from 'node:http'
import {
  DEFAULT_NAMESPACE,
  DEFAULT_VERSION,
  decodeMm7Request,
  type EncodedDocument,
  type Mm7Request,
  type Mm7Status,
  type Mm7Unreadable,
} from '../../../protocols/mm7/index.ts'
import { requestFields } from '../../runtime/index.ts'
import { answerDocument, faultDocument, type Mm7Answer, sendReply, withText } from './answer.ts'
import type { Authentication } from './auth.ts'
import { faultOfSubmit, onRule } from './faults.ts'
import { carryOut, type Received } from './operations/index.ts'
import type { Mm7GatewayParts, Mm7Vasp } from './parts.ts'
import type { Quotas } from './quota.ts'
import { BODY_OCTETS_MAX, type ReadBody, readBody } from './read-body.ts'

type ReceiverParts = Pick<Mm7GatewayParts, 'hash' | 'log'> & {
  readonly authentication: Authentication
  readonly quotas: Quotas
}

type Exchange = { readonly req: IncomingMessage; readonly res: ServerResponse; readonly vasp: Mm7Vasp }

const UNREAD = { namespace: DEFAULT_NAMESPACE, version: DEFAULT_VERSION }

/** Takes a VASP's POST: who is it, what does it say, carry it out, answer. */
export function receive(parts: ReceiverParts, req: IncomingMessage, res: ServerResponse): void {
  const { method = '', url = '', headers } = req
  if (method !== 'POST') return refuseMethod(res)
  const asked = { method, url, authorization: headers.authorization }
  const vasp = parts.authentication.identify(asked)
  if (!vasp) return challenge(parts, asked.authorization, { req, res })
  readBody(req, (body) => {
    answer(parts, { req, res, vasp }, body).catch((error: unknown) => {
      parts.log.error(
        { ...requestFields(req), err: error, account: vasp.account.user },
        'MM7 request could not be answered',
      )
      res.destroy()
    })
  })
}

function refuseMethod(res: ServerResponse): void {
  const document = faultDocument(UNREAD, { statusCode: 4003, details: 'MM7 requests are posted' })
  sendReply(res, { httpStatus: 405, document, headers: { Allow: 'POST' } })
}

/** The body is not read for strangers. */
function challenge(
  { authentication, log }: ReceiverParts,
  authorization: string | undefined,
  { req, res }: Pick<Exchange, 'req' | 'res'>,
): void {
  const details = authorization === undefined ? 'Credentials are missing' : 'No VASP has this user and password'
  log.warn({ ...requestFields(req), statusCode: 4001 }, `MM7: ${details}`)
  const document = faultDocument(UNREAD, { statusCode: 4001, details })
  const headers = { 'WWW-Authenticate': authentication.challenges({ authorization }) }
  sendReply(res, { httpStatus: 401, document, headers })
}

async function answer(parts: ReceiverParts, exchange: Exchange, body: ReadBody): Promise<void> {
  if (body.kind === 'too-large') return refuseSize(exchange, body.start)
  const { req, vasp } = exchange
  const request = decodeMm7Request({ contentType: req.headers['content-type'], body: body.octets })
  if (request.kind === 'fault') return refuse(parts, exchange, request)
  if (request.operation === 'SubmitReq' && !parts.quotas.admits(vasp)) {
    return refuse(parts, exchange, overQuota(request, vasp))
  }
  try {
    await carryOutAndAnswer(parts, exchange, { request, vasp, octets: body.octets, hash: parts.hash })
  } catch (error) {
    const { transactionId } = request
    const about = { ...requestFields(req), account: vasp.account.user, transactionId }
    parts.log.error({ ...about, err: error }, `MM7 ${request.operation} failed`)
    sendFault(exchange, request, { statusCode: 3000 })
  }
}

async function carryOutAndAnswer(parts: ReceiverParts, exchange: Exchange, received: Received): Promise<void> {
  const { request, vasp } = received
  const answered = await carryOutOnNetwork(received)
  if (answered === 'lost') return
  if (answered === 'closed') return void exchange.res.destroy()
  if ('statusCode' in answered) return refuse(parts, exchange, { ...request, ...answered })
  const { statusCode } = answered.body.status
  const messageId = 'messageId' in answered.body ? answered.body.messageId : undefined
  const { transactionId } = request
  const about = { ...requestFields(exchange.req), account: vasp.account.user, transactionId }
  parts.log.debug({ ...about, statusCode, messageId }, `MM7 ${request.operation}`)
  sendReply(exchange.res, { httpStatus: 200, document: answerDocument(request, answered) })
}

/** `lost`: the request never arrived, and nobody answers. `closed`: it was carried out, and its answer is cut off. */
async function carryOutOnNetwork(received: Received): Promise<Mm7Answer | Mm7Status | 'lost' | 'closed'> {
  const { request, vasp } = received
  const fault = faultOfSubmit(request, vasp)
  if (fault?.delayMs !== undefined) await vasp.world.wait(fault.delayMs)
  if (fault?.drop) return 'lost'
  if (fault?.status !== undefined) {
    return { operation: 'SubmitRsp', body: { status: withText(onRule(fault.status)) } }
  }
  const answered = await carryOut(received)
  return fault?.close ? 'closed' : answered
}

type Refused = (Mm7Unreadable | Mm7Request) & Mm7Status

function refuse({ log }: ReceiverParts, exchange: Exchange, refused: Refused): void {
  const { transactionId, statusCode, details } = refused
  const about = { ...requestFields(exchange.req), account: exchange.vasp.account.user, transactionId }
  log.warn({ ...about, statusCode }, `MM7 request refused: ${details}`)
  sendFault(exchange, refused, { statusCode, details })
}

function overQuota(request: Mm7Request, { account }: Mm7Vasp): Mm7Request & Mm7Status {
  return { ...request, statusCode: 4006, details: `${account.user} may submit ${account.rate} times a second` }
}

/** What is on the way is not waited for; the beginning names the transaction. */
function refuseSize({ req, res }: Exchange, start: Uint8Array): void {
  const seen = decodeMm7Request({ contentType: req.headers['content-type'], body: start })
  const status = { statusCode: 2004, details: `The request is larger than ${BODY_OCTETS_MAX} octets` }
  const document: EncodedDocument = faultDocument(seen, status)
  sendReply(res, { httpStatus: 413, document, headers: { Connection: 'close' } })
}

/** SOAP 1.1 asks for 500 with a fault, several relays answer 200: the account says which. [SOAP11 6.2] */
function sendFault({ res, vasp }: Exchange, caller: Parameters<typeof faultDocument>[0], status: Mm7Status): void {
  sendReply(res, { httpStatus: vasp.account.faultStatus, document: faultDocument(caller, status) })
}
