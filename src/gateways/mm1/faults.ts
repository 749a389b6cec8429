import { encodePdu, RETRIEVE_STATUS } from '../../../protocols/mms/index.ts'
import { type FaultBoard, type FaultEffect, type Instant, textOf } from '../../core/index.ts'
import type { Mm1Answer } from './gateway.ts'
import type { Asked } from './operations/retrieve.ts'
import { MMS_VERSION, seconds } from './push.ts'

/** Statuses of MM1 have their high bit set; anything lower that a rule asks for is an HTTP status. */
const FIRST_MMS_STATUS = 0x80
const LAST_MMS_STATUS = 0xff
const NO_OCTETS = new Uint8Array(0)
/** Every so many octets one is turned over, the type of the PDU among them. */
const CORRUPT_EVERY = 97

/** The rule that strikes this retrieval, if any. */
export function faultOfRetrieval(faults: FaultBoard | undefined, asked: Asked | undefined): FaultEffect | undefined {
  if (!asked || !faults?.watches('mm1.retrieve')) return undefined
  const { delivery, message } = asked
  return faults.strike('mm1.retrieve', {
    from: message.from,
    to: [delivery.recipient],
    text: textOf(message.content),
    transport: 'mms',
    account: message.origin.key,
    messageId: message.id,
  })
}

/** An answer as the network mistreats it. Status 0 is none at all. */
export function mistreated(answer: Mm1Answer, fault: FaultEffect, now: Instant): Mm1Answer {
  if (fault.drop) return plain(answer, { status: 0, octets: NO_OCTETS })
  const { octets, inTwo: _, ...rest } = fault.status === undefined ? answer : refusedWith(answer, fault.status, now)
  const cut = fault.truncate === undefined ? octets : octets.subarray(0, fault.truncate)
  return { ...rest, octets: fault.corrupt ? cut.map(turnedOver) : cut }
}

function refusedWith(answer: Mm1Answer, status: number, now: Instant): Mm1Answer {
  if (status < FIRST_MMS_STATUS || status > LAST_MMS_STATUS) return plain(answer, { status, octets: NO_OCTETS })
  const octets = encodePdu({
    type: 'm-retrieve.conf',
    mmsVersion: MMS_VERSION,
    date: seconds(now),
    retrieveStatus: status,
    ...(status !== RETRIEVE_STATUS.Ok && { retrieveText: 'A fault rule answers so' }),
  })
  return plain(answer, { octets })
}

function plain({ status, contentType }: Mm1Answer, to: Partial<Mm1Answer> & Pick<Mm1Answer, 'octets'>): Mm1Answer {
  return { status, contentType, ...to }
}

function turnedOver(octet: number, index: number): number {
  return index % CORRUPT_EVERY === 1 ? octet ^ 0xff : octet
}
