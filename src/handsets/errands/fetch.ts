import { type RetrieveConf, retrieveStatusName, statusGroup } from '../../../protocols/mms/index.ts'
import { describeMalformed } from '../../../protocols/octets/index.ts'
import type { Phone, Unit } from '../../core/index.ts'
import { handsetChange, type Notification } from '../model/index.ts'
import type { KnownContents } from '../receive/known-contents.ts'
import { type Landing, NOTHING } from '../receive/landing.ts'
import { retrieved } from '../receive/retrieved.ts'
import { foldsReactions, receivedOrFolded } from '../receive/tapback.ts'
import type { Mm1Answer } from '../transport.ts'
import { retryAfterMs } from './retry.ts'
import { type ErrandTools, mayRetrieve, move, park } from './tools.ts'

type Fetched =
  | { readonly kind: 'message'; readonly pdu: RetrieveConf }
  | { readonly kind: 'late'; readonly byMs: number }
  | { readonly kind: 'again'; readonly error: string }
  | { readonly kind: 'refused'; readonly error: string }

/** Gets the message behind a notification and shows it; true when it is shown and has yet to be acknowledged. */
export async function fetchMessage(tools: ErrandTools, notification: Notification): Promise<boolean> {
  const phone = tools.carrier().read.phone(notification.phone)
  if (!phone || notification.expiresAt <= tools.clock.now()) {
    await move(tools, notification, { stage: 'done', nextAttemptAt: null })
    return false
  }
  if (!mayRetrieve(phone)) {
    await park(tools, notification)
    return false
  }
  const fetched = await ask(tools, notification)
  if (fetched.kind === 'message') {
    await tools.write((unit) => show(unit, tools, { ...notification, pdu: fetched.pdu }))
    return phone.profile !== 'no-ack'
  }
  if (fetched.kind === 'late') {
    await move(tools, notification, { stage: 'fetch', nextAttemptAt: tools.clock.now() + fetched.byMs })
    return false
  }
  const attempts = notification.attempts + 1
  const nextAttemptAt = fetched.kind === 'again' ? tools.clock.now() + retryAfterMs(attempts) : null
  const stage = fetched.kind === 'again' ? 'fetch' : 'deferred'
  await move(tools, notification, { stage, attempts, nextAttemptAt, error: fetched.error })
  return false
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
function show({ read, now, ids }: Unit, { reader, known }: ErrandTools, { phone, id, pdu }: Shown): Landing {
  const current = reader.notification(phone, id)
  const owner = read.phone(phone)
  if (current?.stage !== 'fetch' || !owner) return NOTHING
  const { message, contents } = retrieved(owner, { pdu, notification: current, now, ids, known })
  const landing = receivedOrFolded(reader, message, foldsReactions(owner))
  return { changes: [...contents, ...landing.changes, afterwards(current, owner, now)], events: landing.events }
}

function afterwards(notification: Notification, { profile }: Phone, now: number) {
  const value: Notification =
    profile === 'no-ack'
      ? { ...notification, stage: 'done', nextAttemptAt: null, error: null }
      : { ...notification, stage: 'acknowledge', nextAttemptAt: now, attempts: 0, error: null }
  return handsetChange({ put: 'notification', value })
}
