import { decodePdu, responseStatusName, type SendConf, statusGroup } from '../../../protocols/mms/index.ts'
import { describeMalformed } from '../../../protocols/octets/index.ts'
import { hasData } from '../../core/index.ts'
import { type HandsetMessage, handsetChange } from '../model/index.ts'
import { NOTHING, statusChanged } from '../receive/landing.ts'
import { encodeSendReq, MMSC_PATH } from '../send/mms.ts'
import { answerIn } from '../transport.ts'
import { retryAfterMs } from './retry.ts'
import type { ErrandTools } from './tools.ts'

/** A phone gives up after this many attempts and shows Not delivered. */
export const POST_ATTEMPTS = 4

type Posted =
  | { readonly kind: 'taken'; readonly messageId: number | null }
  | { readonly kind: 'again' | 'refused'; readonly error: string }

/** Hands an MMS to the network, and shows what the network says to it. */
export async function postMessage(tools: ErrandTools, message: HandsetMessage): Promise<void> {
  const phone = tools.carrier().read.phone(message.phone)
  if (!phone) return
  if (!hasData(phone)) return park(tools, message)
  const posted = await post(tools, message)
  if (posted.kind === 'taken') {
    return change(tools, message, { status: 'sent', messageId: posted.messageId, nextAttemptAt: null })
  }
  const attempts = message.attempts + 1
  if (posted.kind === 'again' && attempts < POST_ATTEMPTS) {
    return change(tools, message, { attempts, nextAttemptAt: tools.clock.now() + retryAfterMs(attempts) })
  }
  return change(tools, message, { status: 'failed', error: posted.error, attempts, nextAttemptAt: null })
}

async function post({ carrier, transport }: ErrandTools, message: HandsetMessage): Promise<Posted> {
  const { status, octets } = answerIn(
    await transport.mm1({
      method: 'POST',
      path: MMSC_PATH,
      identity: message.phone,
      octets: encodeSendReq(message, (hash) => carrier().read.content(hash)),
    }),
  )
  if (status !== 200) return { kind: 'again', error: `HTTP ${status}` }
  const pdu = decodePdu(octets)
  if (!pdu.ok) return { kind: 'again', error: describeMalformed(pdu.malformed) }
  return pdu.value.type === 'm-send.conf' ? read(pdu.value) : { kind: 'again', error: pdu.value.type }
}

function read({ responseStatus, responseText, messageId }: SendConf): Posted {
  const group = statusGroup(responseStatus)
  if (group !== 'ok') {
    return {
      kind: group === 'transient' ? 'again' : 'refused',
      error: responseText ?? responseStatusName(responseStatus),
    }
  }
  return { kind: 'taken', messageId: messageId === undefined ? null : Number(messageId) }
}

function change(tools: ErrandTools, { phone, id }: HandsetMessage, to: Partial<HandsetMessage>): Promise<void> {
  return tools.write(() => {
    const current = tools.reader.message(phone, id)?.message
    if (current?.status !== 'sending') return NOTHING
    const landing = statusChanged({ ...current, ...to })
    return to.status ? landing : { ...landing, events: [] }
  })
}

/** Waits until the phone has data; inside the unit it may have it again already. */
function park({ write, reader }: ErrandTools, { phone, id }: HandsetMessage): Promise<void> {
  return write((unit) => {
    const current = reader.message(phone, id)?.message
    const owner = unit.read.phone(phone)
    if (current?.status !== 'sending' || !owner) return NOTHING
    const value = { ...current, nextAttemptAt: hasData(owner) ? unit.now : null }
    return { changes: [handsetChange({ put: 'message', value })], events: [] }
  })
}
