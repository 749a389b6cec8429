import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Outlet } from '../../core/index.ts'
import { Authentication } from './auth.ts'
import { Lanes } from './lanes.ts'
import { createOutlet } from './outlet.ts'
import type { Mm7GatewayParts } from './parts.ts'
import { Quotas } from './quota.ts'
import { receive } from './receive.ts'

export { attemptDocument } from './attempt-document.ts'
// For whoever shows again what was sent.
export { deliverRequest } from './deliver-request.ts'
export { writeMedia } from './media.ts'
export type { Mm7GatewayParts, Mm7Vasp, Mm7World } from './parts.ts'
export { BODY_OCTETS_MAX } from './read-body.ts'
export { reportRequest } from './report-request.ts'

export type Mm7Gateway = {
  /** Answers any request to /mm7, on plain node:http. Nothing may have read the body before. */
  readonly handle: (req: IncomingMessage, res: ServerResponse) => void
  /** What the carrier of this world delivers to VASPs by: `outlets.mm7`. */
  readonly outletFor: (worldName: string) => Outlet
}

/**
 * MM7 for VASPs: one gateway for the whole process.
 *
 * In: `handle` finds the VASP, and by it the world, from Basic or Digest credentials (else 401 with WWW-Authenticate),
 * decodes the SOAP request, carries it out and answers in the caller's namespace and version after the commit.
 * Requests that cannot be read or may not be made are SOAP Faults with `account.faultStatus`; requests that were
 * understood and refused are responses with a status and HTTP 200.
 *
 * Out: `outletFor(world)` posts DeliverReq to `account.deliverUrl` and DeliveryReportReq and ReadReplyReq to
 * `account.reportUrl ?? account.deliverUrl`. Accounts are looked up at each attempt, so that a URL that is set later
 * takes effect; wake the endpoint `{ kind: 'mm7', key: user }` then.
 *
 * Journal: `mm7.submitted` with each accepted SubmitReq, `mm7.attempted` with each request to a VASP.
 */
export function createMm7Gateway(parts: Mm7GatewayParts): Mm7Gateway {
  const authentication = new Authentication(parts.findAccount, randomBytes(32).toString('hex'))
  const receiver = { hash: parts.hash, log: parts.log, authentication, quotas: new Quotas() }
  const outletParts = { findAccount: parts.findAccount, fetch: parts.fetch, log: parts.log, lanes: new Lanes() }
  return {
    handle: (req, res) => receive(receiver, req, res),
    outletFor: (worldName) => createOutlet(outletParts, worldName),
  }
}
