import { encodePdu, type RetrieveConf, retrieveStatusName, statusGroup } from '../../../protocols/mms/index.ts'
import { describeMalformed } from '../../../protocols/octets/index.ts'
import type { Instant, Phone, Unit } from '../../core/index.ts'
import { handsetChange, type Notification } from '../model/index.ts'
import type { KnownContents } from '../receive/known-contents.ts'
import { type Landing, NOTHING } from '../receive/landing.ts'
import { retrieved } from '../receive/retrieved.ts'
import { foldsReactions, receivedOrFolded } from '../receive/tapback.ts'
import type { Mm1Acknowledgement, Mm1Answer } from '../transport.ts'
import { acknowledgementOf, isTaken } from './answer.ts'
import { retryAfterMs } from './retry.ts'
import { type ErrandTools, mayRetrieve, move, park } from './tools.ts'

type Fetched =
  | { readonly kind: 'message'; readonly pdu: RetrieveConf }
  | { readonly kind: 'late'; readonly byMs: number }
  | { readonly kind: 'again'; readonly error: string }
  | { readonly kind: 'refused'; readonly error: string }

/** Gets the message behind a notification, shows it and acknowledges it. */
export async function fetchMessage(tools: ErrandTools, notification: Notification): Promise<void> {
  const phone = tools.carrier().read.phone(notification.phone)
  if (!phone || notification.expiresAt <= tools.clock.now()) {
    return move(tools, notification, { stage: 'done', nextAttemptAt: null })
  }
  if (!mayRetrieve(phone)) return park(tools, notification)
  const fetched = await ask(tools, notification)
  if (fetched.kind === 'message') {
    return tools.write((unit) => show(unit, tools, { ...notification, pdu: fetched.pdu }))
  }
  if (fetched.kind === 'late') {
    return move(tools, notification, { stage: 'fetch', nextAttemptAt: tools.clock.now() + fetched.byMs })
  }
  const attempts = notification.attempts + 1
  const nextAttemptAt = fetched.kind === 'again' ? tools.clock.now() + retryAfterMs(attempts) : null
  const stage = fetched.kind === 'again' ? 'fetch' : 'deferred'
  return move(tools, notification, { stage, attempts, nextAttemptAt, error: fetched.error })
}

async function ask(tools: ErrandTools, { id, phone, contentLocation }: Notification): Promise<Fetched> {
  const { transport, late, known } = tools
  const nothing = new Uint8Array(0)
  const answer = late.get(id)
  late.delete(id)
  if (answer) return read(known, answer())
  const reply = await transport.mm1({ method: 'GET', path: contentLocation, identity: phone, octets: nothing })
  if (!('heldForMs' in reply)) return read(known, reply)
  late.set(id, reply.answer)
  return { kind: 'late', byMs: reply.heldForMs }
}

/** What cannot be read may have been spoilt on the way: the phone asks again. */
function read(known: KnownContents, answer: Mm1Answer): Fetched {
  const { status } = answer
  if (status !== 200) return { kind: 'again', error: status === 0 ? 'no answer' : `HTTP ${status}` }
  const pdu = known.decode(answer)
  if (!pdu.ok) return { kind: 'again', error: describeMalformed(pdu.malformed) }
  if (pdu.value.type !== 'm-retrieve.conf')
    return { kind: 'refused', error: `${pdu.value.type} instead of m-retrieve.conf` }
  const { retrieveStatus, retrieveText } = pdu.value
  const group = retrieveStatus === undefined ? 'ok' : statusGroup(retrieveStatus)
  if (group === 'ok' && pdu.value.body) return { kind: 'message', pdu: pdu.value }
  const error = retrieveText ?? (retrieveStatus === undefined ? 'no body' : retrieveStatusName(retrieveStatus))
  return { kind: group === 'transient' ? 'again' : 'refused', error }
}

type Shown = Pick<Notification, 'phone' | 'id'> & { readonly pdu: RetrieveConf }

/** Shown once, however often it was fetched: the notification says whether that has been done. */
function show(unit: Unit, { reader, known, transport }: ErrandTools, { phone, id, pdu }: Shown): Landing {
  const { read, now, ids } = unit
  const current = reader.notification(phone, id)
  const owner = read.phone(phone)
  if (current?.stage !== 'fetch' || !owner) return NOTHING
  const { message, contents } = retrieved(owner, { pdu, notification: current, now, ids, known })
  const landing = receivedOrFolded(reader, message, foldsReactions(owner))
  unit.change(...contents, ...landing.changes)
  unit.emit(...landing.events)
  const post = (answer: Mm1Acknowledgement) => transport.acknowledge(unit, answer)
  const value: Notification = { ...current, ...afterShowing(owner, current, { post, now }) }
  return { changes: [handsetChange({ put: 'notification', value })], events: [] }
}

type Acknowledging = { readonly post: (answer: Mm1Acknowledgement) => Mm1Answer; readonly now: Instant }

/** Acknowledged at once, where the phone can: what is left to be done. */
function afterShowing(phone: Phone, notification: Notification, { post, now }: Acknowledging): Partial<Notification> {
  const done = { stage: 'done', nextAttemptAt: null, attempts: 0, error: null } as const
  if (phone.profile === 'no-ack') return done
  if (!mayRetrieve(phone)) return { ...done, stage: 'acknowledge' }
  const { status } = post({ identity: phone.number, octets: encodePdu(acknowledgementOf(notification)) })
  return isTaken(status) ? done : { ...done, stage: 'acknowledge', attempts: 1, nextAttemptAt: now + retryAfterMs(1) }
}
