import { z } from 'zod'
import { parseQuery, type Term } from '../../../../protocols/search/index.ts'
import { type Delivery, isSettled, type Message, type ReportDelivery, textOf } from '../../../core/index.ts'
import { invalid, isProblem, notFound } from '../problem.ts'
import { checked, type Handler } from '../request.ts'
import type { ControlWorld } from '../world-port.ts'
import { matcher } from './message-search.ts'

/** Rows read at once while a query looks through the messages. */
const SCANNED_AT_ONCE = 500

export const messagePage = z.strictObject({
  limit: z.coerce.number().int().min(1).max(500).default(100),
  before: z.coerce.number().int().optional(),
  query: z.string().default(''),
})

export const listMessages: Handler = (world, { query }) => {
  const asked = checked(messagePage, query)
  if (isProblem(asked)) return asked
  const terms = parseQuery(asked.value.query)
  if (!terms.ok) return invalid('query', terms.reason)
  const messages = pageOf(world, asked.value, terms.terms)
  return { body: { seq: world.journal.lastSeq, messages: messages.map((message) => view(world, message)) } }
}

type Page = { readonly limit: number; readonly before?: number | undefined }

/** Newest first; looks on, page by page, until enough match. */
function pageOf({ read }: ControlWorld, { limit, before }: Page, terms: readonly Term[]): readonly Message[] {
  const found: Message[] = []
  const matches = matcher(read, terms)
  let below = before ?? Number.MAX_SAFE_INTEGER
  for (;;) {
    const page = read.messages({
      limit: terms.length > 0 ? SCANNED_AT_ONCE : Math.min(limit, SCANNED_AT_ONCE),
      before: below,
    })
    const last = page.at(-1)
    found.push(...page.filter(matches))
    if (!last || found.length >= limit) return found.slice(0, limit)
    below = last.id
  }
}

/** Forgets what matches and is settled; what is still on its way stays. */
export const deleteMessages: Handler = async (world, { query }) => {
  const asked = checked(messagePage, query)
  if (isProblem(asked)) return asked
  const terms = parseQuery(asked.value.query)
  if (!terms.ok) return invalid('query', terms.reason)
  const found = pageOf(world, { limit: Number.MAX_SAFE_INTEGER }, terms.terms)
  const settled = found.filter(({ id }) => world.read.deliveriesOf(id).every(isSettled))
  await world.carrier.run((unit) => {
    for (const { id } of settled) unit.put({ layer: 'core', remove: 'message', key: id })
    if (settled.length > 0) unit.emit({ type: 'messages.removed', count: settled.length })
  })
  return { body: { removed: settled.length, onTheirWay: found.length - settled.length } }
}

export const getMessage: Handler = (world, { params }) => {
  const message = world.read.message(Number(params.id))
  return message ? { body: view(world, message) } : notFound(`message ${params.id}`)
}

export const getJourney: Handler = (world, { params }) => {
  const journey = world.journey(Number(params.id))
  if (!journey) return notFound(`message ${params.id}`)
  const hops = journey.hops.map((hop) => ({
    ...hop,
    evidence: hop.evidence.map(({ octets, ...about }) => ({ ...about, size: octets.length, data: base64(octets) })),
  }))
  return { body: { ...journey, hops } }
}

function base64(octets: Uint8Array): string {
  return Buffer.from(octets.buffer, octets.byteOffset, octets.length).toString('base64')
}

function view({ read }: ControlWorld, message: Message): object {
  const { content } = message
  return {
    id: String(message.id),
    at: iso(message.acceptedAt),
    origin: message.origin,
    from: message.from,
    to: message.to,
    cc: message.cc,
    transport: content.kind,
    subject: content.kind === 'mms' ? content.subject : null,
    text: textOf(content),
    parts:
      content.kind === 'mms' ? content.parts.map(({ contentType, name, size }) => ({ contentType, name, size })) : [],
    priority: message.priority,
    expiresAt: iso(message.expiresAt),
    deliveries: read.deliveriesOf(message.id).map(deliveryView),
  }
}

function deliveryView({ kind, id, recipient, endpoint, progress, ...rest }: Delivery): object {
  return {
    id: String(id),
    kind,
    recipient,
    endpoint,
    state: progress.state,
    ...('attempts' in progress && { attempts: progress.attempts, nextAttemptAt: iso(progress.nextAttemptAt) }),
    ...('waitingFor' in progress && progress.waitingFor && { waitingFor: progress.waitingFor }),
    ...('settledAt' in progress && { settledAt: iso(progress.settledAt) }),
    ...('reason' in progress && { reason: progress.reason }),
    ...('report' in rest && { report: reportView(rest.report) }),
  }
}

function reportView({ deliveryId, at, ...about }: ReportDelivery['report']): object {
  return { deliveryId: String(deliveryId), at: iso(at), ...about }
}

function iso(at: number): string {
  return new Date(at).toISOString()
}
