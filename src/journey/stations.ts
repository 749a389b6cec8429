import type { FailureReason, JournalEvent, WaitReason } from '../core/index.ts'
import type { Hop } from './hop.ts'
import { FAILED, WAITING } from './reasons.ts'

/** What an event of the journal says about a message's way. */
export type Station = Pick<Hop, 'lane' | 'step' | 'result' | 'says'> & { readonly cause?: string | null }

type Fields = Readonly<Record<string, unknown>>

/** How each kind of event reads; events that say nothing about the way of a message are missing. */
export const STATIONS: Readonly<Record<string, (event: JournalEvent) => Station | undefined>> = {
  'message.accepted': accepted,
  'delivery.updated': delivery,
  'report.updated': report,
  'phone.notified': ({ phone }) =>
    ok(phone, 'phone.notified', 'The phone decoded the m-notification.ind: an MMS is waiting'),
  'phone.message-received': shown,
  'mms.adapted': adapted,
  'mms.too-large': tooLarge,
  'broadcast.repeated': ({ areas, added, left }) =>
    ok(null, 'broadcast.repeated', repetitionWords(areas as readonly string[], Number(added), left)),
  'message.read': ({ recipient, status }) =>
    ok(recipient, 'mm1.read', `The person has ${status === 'read' ? 'read it' : 'deleted it unread'}: m-read-rec.ind`),
  'mm1.send-repeated': ({ phone, transactionId }) =>
    ok(null, 'mm1.send-repeated', `${phone} sent it again as transaction ${transactionId}: nothing is sent twice`),
  'phone.message-sent': ({ phone }) => ok(null, 'phone.sent', `The person with ${phone} sent it`),
  'mm7.attempted': attempted,
  'fault.struck': struck,
  'mm7.without-application': ({ recipient, account, applicId }) => ({
    ...ok(recipient, 'mm7.without-application', `The VASP ${account} has no application ${applicId}`),
    result: 'failed',
    cause: 'the applications of a VASP are set at /carrier/accounts/mm7/{user}',
  }),
  'conversation.message-added': (event) =>
    ok(
      null,
      'conversation.message-added',
      `Message ${event.index} of conversation ${event.conversationSid}, author ${event.author}`,
    ),
  'conversation.receipt-updated': (event) => ({
    ...ok(event.address, 'conversation.receipt', `The receipt says ${event.status}`),
    result: event.errorCode ? 'failed' : 'ok',
    cause: event.errorCode ? `error ${event.errorCode}` : null,
  }),
  'webhook.attempted': (event) => ({
    ...ok(null, 'webhook.called', `${event.event} called ${event.url}: ${event.status ?? 'no answer'}`),
    result: event.error ? 'failed' : 'ok',
    cause: event.error === null ? null : String(event.error),
  }),
}

const ORIGIN_STEPS: Readonly<Record<string, string>> = {
  smpp: 'smpp.submit',
  mm7: 'mm7.submit',
  twilio: 'rest.post',
  handset: 'phone.submit',
}

function repetitionWords(areas: readonly string[], added: number, left: unknown): string {
  const more = added === 0 ? 'no phone that has not heard it' : `${added} more phone${added === 1 ? '' : 's'}`
  const later = left === null ? 'until it ends' : left === 0 ? 'for the last time' : `${left} more times to come`
  return `Said again in ${areas.join(', ')}, ${later}: ${more}`
}

function accepted({ origin, transport, from, to, cc, deliveries }: JournalEvent): Station {
  const { kind, key } = origin as { kind: string; key: string }
  const step = kind === 'handset' && transport === 'mms' ? 'mm1.send' : (ORIGIN_STEPS[kind] ?? 'submit')
  const members = [...(to as string[]), ...(cc as string[])].join(', ')
  const copies = deliveries === 1 ? 'one delivery' : `${deliveries} deliveries`
  return ok(
    null,
    step,
    `${key} handed in ${String(transport).toUpperCase()} from ${from} to ${members}: accepted, ${copies}`,
  )
}

function delivery(event: JournalEvent): Station {
  const { recipient, state, endpoint } = event
  const { kind } = endpoint as Fields
  switch (state) {
    case 'notified':
      return ok(recipient, 'push.sent', 'The MMSC sent an m-notification.ind as a WAP push to port 2948')
    case 'delivered':
      return ok(recipient, deliveredStep(String(kind)), 'Delivered')
    case 'failed':
      return {
        lane: String(recipient),
        step: 'delivery.failed',
        result: 'failed',
        says: 'Not delivered',
        cause: whyFailed(event),
      }
    default:
      return {
        lane: String(recipient),
        step: 'delivery.waiting',
        result: 'waiting',
        says: 'Waiting',
        cause: whyWaiting(event),
      }
  }
}

function deliveredStep(kind: string): string {
  return { smpp: 'smpp.deliver', mm7: 'mm7.deliver', twilio: 'conversation.deliver' }[kind] ?? 'delivery.delivered'
}

function report(event: JournalEvent): Station {
  const { recipient, state, endpoint } = event
  const { key } = endpoint as Fields
  if (state === 'delivered') return ok(recipient, 'report.told', `${key} was told what became of it`)
  const waiting = state === 'waiting'
  return {
    lane: String(recipient),
    step: waiting ? 'report.waiting' : 'report.failed',
    result: waiting ? 'waiting' : 'failed',
    says: `The report for ${key} ${waiting ? 'waits' : 'could not be told'}`,
    cause: waiting ? whyWaiting(event) : whyFailed(event),
  }
}

function shown({ phone, message }: JournalEvent): Station {
  const { transport, kind, thread, from, to, cc } = message as Fields
  const members = [...(to as string[]), ...(cc as string[])].join(', ')
  return {
    ...ok(
      phone,
      transport === 'mms' ? 'mm1.retrieve' : 'phone.shown',
      `The phone shows it in its ${kind} thread with ${thread}`,
    ),
    cause: `From is ${from}, To and Cc are ${members}, without the phone itself`,
  }
}

function adapted({ recipient, carrier, limit, before, after, parts }: JournalEvent): Station {
  const changes = (parts as readonly AdaptedPart[]).map(({ name, from, to }) => {
    return `${name ?? 'a part'} from ${measures(from)} to ${measures(to)}`
  })
  return {
    ...ok(recipient, 'mms.adapted', `The MMSC shrank the message from ${before} to ${after} octets`),
    cause: `${carrier} takes at most ${limit} octets: ${changes.join(', ')}`,
  }
}

type Measured = {
  readonly contentType: string
  readonly size: number
  /** Of pictures only. */
  readonly width?: number
  readonly height?: number
}
type AdaptedPart = { readonly name: string | null; readonly from: Measured; readonly to: Measured }

function measures({ contentType, size, width, height }: Measured): string {
  const sides = width === undefined ? '' : `${width}×${height} `
  return `${sides}${contentType} of ${size} octets`
}

function tooLarge({ recipient, carrier, limit, size, action }: JournalEvent): Station {
  const isPassed = action === 'passed'
  return {
    lane: String(recipient),
    step: 'mms.too-large',
    result: isPassed ? 'ok' : 'failed',
    says: isPassed
      ? 'The MMSC passed on a message that is too large'
      : 'The MMSC could not make the message small enough',
    cause: `${size} octets are more than the ${limit} of ${carrier}`,
  }
}

function attempted(event: JournalEvent): Station {
  const { recipient, operation, url, statusCode, error } = event
  const good = statusCode === 1000 || statusCode === 1100
  return {
    lane: recipient === undefined ? null : String(recipient),
    step: operation === 'DeliverReq' ? 'mm7.deliver-attempt' : 'mm7.report-attempt',
    result: good ? 'ok' : 'waiting',
    says: `${operation} to ${url}: ${statusCode ?? 'no MM7 status'}`,
    cause: error === undefined || error === null ? null : String(error),
  }
}

/** A rule of misbehaviour, and what it did. */
function struck({ recipient, rule, place, query, effect }: JournalEvent): Station {
  const { delayMs, duplicate, reorder, ...worse } = effect as Fields
  const isWorse = Object.keys(worse).length > 0
  return {
    lane: typeof recipient === 'string' ? recipient : null,
    step: 'fault.struck',
    result: isWorse ? 'failed' : delayMs === undefined ? 'ok' : 'waiting',
    says: `A fault rule struck at ${place}: ${effectWords(effect as Fields)}`,
    cause: `rule ${rule}${query === '' ? '' : `, which is for ${query}`}`,
  }
}

function effectWords(effect: Fields): string {
  const words = Object.entries(effect).map(([name, value]) => EFFECT_WORDS[name]?.(value) ?? name)
  return words.join(', ')
}

const EFFECT_WORDS: Readonly<Record<string, (value: unknown) => string>> = {
  status: (value) => `answered status ${value}`,
  error: (value) => `told as error ${value}`,
  delayMs: (value) => `held back for ${value} ms`,
  drop: () => 'lost',
  duplicate: () => 'sent twice',
  reorder: () => 'out of order',
  truncate: (value) => `cut after ${value} octets`,
  corrupt: () => 'garbled',
  close: () => 'link dropped',
  slow: (value) => `slowed to ${value} octets a second`,
}

function ok(lane: unknown, step: string, says: string): Station {
  return { lane: typeof lane === 'string' ? lane : null, step, result: 'ok', says, cause: null }
}

function whyWaiting({ waitingFor }: Fields): string | null {
  return typeof waitingFor === 'string' ? (WAITING[waitingFor as WaitReason] ?? waitingFor) : null
}

function whyFailed({ reason, code }: Fields): string | null {
  if (typeof reason !== 'string') return null
  const words = FAILED[reason as FailureReason] ?? reason
  return code === undefined ? words : `${words} (error ${code})`
}
