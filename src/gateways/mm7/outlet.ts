import { encodeRequest, type OutgoingRequest } from '../../../protocols/mm7/index.ts'
import type { Delivery, Event, FaultEffect, Offer, Outcome, Outlet, Tidings, Verdict } from '../../core/index.ts'
import { deliverUrlFor } from './applications.ts'
import { deliverRequest } from './deliver-request.ts'
import { fateOfAttempt, faultOfDeliver, heldBack } from './faults.ts'
import type { Lanes } from './lanes.ts'
import { type Mm7GatewayParts, type Mm7Vasp, vaspKey } from './parts.ts'
import { post } from './post.ts'
import { reportRequest } from './report-request.ts'
import { onSchedule } from './retry.ts'
import { type Attempted, judge } from './verdict.ts'

export type OutletParts = Pick<Mm7GatewayParts, 'findAccount' | 'fetch' | 'log'> & { readonly lanes: Lanes }

/** A URL that is set wakes what waits for it; until then there is nothing to try. */
const NO_CALLBACK: Verdict = { kind: 'wait', reason: 'no-callback-url', againAfterMs: 3_600_000 }
/** The account was removed while the message was on its way. */
const NO_ACCOUNT: Verdict = { kind: 'failed', reason: 'unknown-number' }

/** The way from one world's carrier to its VASPs. */
export function createOutlet(parts: OutletParts, worldName: string): Outlet {
  const vaspOf = ({ endpoint }: Delivery): Mm7Vasp | undefined => {
    const vasp = parts.findAccount(endpoint.key, worldName)
    return vasp?.world.name === worldName ? vasp : undefined
  }
  return {
    offer: (offer) => deliver(parts, vaspOf(offer.delivery), offer),
    tell: (tidings) => report(parts, vaspOf(tidings.delivery), tidings),
  }
}

function deliver(parts: OutletParts, vasp: Mm7Vasp | undefined, offer: Offer): Outcome | Promise<Outcome> {
  if (!vasp) return NO_ACCOUNT
  const { account, world } = vasp
  const url = deliverUrlFor(offer.message, account)
  if (url === undefined) return withoutApplication(offer)
  if (url === null) return NO_CALLBACK
  const fault = faultOfDeliver(offer, vasp)
  if (fault?.delayMs !== undefined) return heldBack(fault.delayMs)
  const prepare = () => deliverRequest(world.read, offer, account)
  return attempt(parts, { vasp, url, delivery: offer.delivery, prepare, fault })
}

/** None of the VASP's applications is the one that the message is for. */
function withoutApplication({ delivery, message }: Offer): Outcome {
  const { application } = message.content.kind === 'mms' ? message.content : {}
  const event = {
    type: 'mm7.without-application',
    messageId: String(message.id),
    deliveryId: String(delivery.id),
    recipient: delivery.recipient,
    account: delivery.endpoint.key,
    applicId: application?.applicId ?? null,
  }
  return () => ({ verdict: { kind: 'failed', reason: 'rejected-by-peer' }, events: [event] })
}

function report(parts: OutletParts, vasp: Mm7Vasp | undefined, tidings: Tidings): Outcome | Promise<Outcome> {
  if (!vasp) return NO_ACCOUNT
  const url = vasp.account.reportUrl ?? vasp.account.deliverUrl
  if (url === null) return NO_CALLBACK
  return attempt(parts, { vasp, url, delivery: tidings.delivery, prepare: () => reportRequest(tidings) })
}

type Attempt = {
  readonly vasp: Mm7Vasp
  readonly url: string
  readonly delivery: Delivery
  readonly prepare: () => OutgoingRequest
  /** What a rule does to this request. */
  readonly fault?: FaultEffect | undefined
}

/** One request to the VASP; what came of it and the attempt itself are written together. */
async function attempt(parts: OutletParts, { vasp, url, delivery, prepare, fault = {} }: Attempt): Promise<Outcome> {
  const { user } = vasp.account
  return parts.lanes.run(vaspKey(vasp), async () => {
    const request = prepare()
    const came = fateOfAttempt(fault) ?? (await send(parts, { url, request, times: fault.duplicate ? 2 : 1 }))
    const attempted = { ...came, verdict: onSchedule(came.verdict, vasp.account, delivery) }
    if (attempted.verdict.kind !== 'delivered') logFailure(parts, { account: user, delivery }, attempted)
    return () => ({
      verdict: attempted.verdict,
      events: [attemptedEvent({ user, url, delivery, request }, attempted)],
    })
  })
}

type Sending = { readonly url: string; readonly request: OutgoingRequest; readonly times: 1 | 2 }

/** The last answer counts. */
async function send(parts: OutletParts, { url, request, times }: Sending): Promise<Attempted> {
  const document = encodeRequest(request)
  if (times === 2) await post(parts.fetch, url, document)
  return judge(await post(parts.fetch, url, document))
}

type Failed = { readonly account: string; readonly delivery: Delivery }

function logFailure({ log }: OutletParts, { account, delivery }: Failed, attempted: Attempted): void {
  const { verdict, httpStatus, status, error } = attempted
  const about = { account, messageId: String(delivery.messageId), deliveryId: String(delivery.id) }
  log.warn({ ...about, httpStatus, statusCode: status?.statusCode, error }, `VASP did not take it: ${verdict.kind}`)
}

type Asked = {
  readonly user: string
  readonly url: string
  readonly delivery: Delivery
  readonly request: OutgoingRequest
}

function attemptedEvent({ user, url, delivery, request }: Asked, attempted: Attempted): Event {
  const { httpStatus, status, error, response, excerpt, verdict } = attempted
  return {
    type: 'mm7.attempted',
    messageId: String(delivery.messageId),
    deliveryId: String(delivery.id),
    recipient: delivery.recipient,
    account: user,
    operation: request.operation,
    transactionId: request.transactionId,
    url: withoutCredentials(url),
    httpStatus,
    statusCode: status?.statusCode ?? null,
    statusText: status?.statusText ?? null,
    details: status?.details ?? null,
    error,
    ...(response !== undefined && { response }),
    ...(excerpt !== undefined && { excerpt }),
    outcome: verdict.kind,
  }
}

function withoutCredentials(url: string): string {
  return url.replace(/^(https?:\/\/)[^/@]*@/i, '$1')
}
