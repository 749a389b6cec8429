import { encodePdu, formatAddress, INSERT_ADDRESS, type ReadRecInd } from '../../../protocols/mms/index.ts'
import { hasData, type Instant } from '../../core/index.ts'
import { type HandsetMessage, handsetChange } from '../model/index.ts'
import { NOTHING } from '../receive/landing.ts'
import { MMS_VERSION, MMSC_PATH } from '../send/mms.ts'
import { answerIn } from '../transport.ts'
import { retryAfterMs } from './retry.ts'
import type { ErrandTools } from './tools.ts'

/** A phone gives up after this many attempts: nobody waits for a read report. */
export const READ_REPORT_ATTEMPTS = 4

/** Tells the sender who asked that the person has read the message, or has deleted it without. */
export async function reportRead(tools: ErrandTools, message: HandsetMessage): Promise<void> {
  const phone = tools.carrier().read.phone(message.phone)
  if (!phone || message.messageId === null) return
  if (!hasData(phone)) return change(tools, message, { nextAttemptAt: null })
  const octets = encodePdu(readRecInd(message, tools.clock.now()))
  const { status } = answerIn(
    await tools.transport.mm1({ method: 'POST', path: MMSC_PATH, identity: phone.number, octets }),
  )
  const attempts = message.attempts + 1
  if ((status >= 200 && status < 300) || attempts === READ_REPORT_ATTEMPTS) {
    return change(tools, message, { readReport: 'told', nextAttemptAt: null, attempts })
  }
  return change(tools, message, { attempts, nextAttemptAt: tools.clock.now() + retryAfterMs(attempts) })
}

/** [MMSENC 6.7.2] */
function readRecInd({ messageId, from, readReport }: HandsetMessage, now: Instant): ReadRecInd {
  return {
    type: 'm-read-rec.ind',
    mmsVersion: MMS_VERSION,
    messageId: String(messageId),
    to: [formatAddress(from)],
    from: INSERT_ADDRESS,
    date: Math.floor(now / 1000),
    readStatus: readReport === 'owed' ? 'read' : 'deleted-without-being-read',
  }
}

function change(tools: ErrandTools, { phone, id }: HandsetMessage, to: Partial<HandsetMessage>): Promise<void> {
  return tools.write((unit) => {
    const current = tools.reader.message(phone, id)?.message
    const owner = unit.read.phone(phone)
    if (current?.readReport !== 'owed' || !owner) return NOTHING
    // Inside the unit the phone may have data again already.
    const again =
      to.nextAttemptAt === null && to.readReport === undefined && hasData(owner) ? unit.now : to.nextAttemptAt
    const value: HandsetMessage = { ...current, ...to, nextAttemptAt: again ?? null }
    return { changes: [handsetChange({ put: 'message', value })], events: [] }
  })
}
