import { commandId, encodePdu, isResponseId } from '../../../protocols/smpp/index.ts'
import type { Direction, PassedPdu } from './pdu-ring.ts'

/** A PDU as it passed, on the world's clock. */
export type TracedPdu = { readonly at: number; readonly direction: Direction; readonly octets: Uint8Array }

/** PDUs of one session that are kept; the first is its bind. */
const PDUS_MAX = 500
/** What the store tells of later, while it was taken: there would be thousands. */
const REQUESTS = ['submit_sm', 'submit_multi', 'data_sm', 'deliver_sm', 'broadcast_sm'] as const
const MESSAGES: ReadonlySet<string> = new Set(REQUESTS.flatMap((command) => [command, `${command}_resp`]))
/** Without the bit that makes a response of a request. */
const MESSAGE_IDS: ReadonlySet<number> = new Set(REQUESTS.map(commandId))

type Kept = { readonly passed: PassedPdu; readonly at: number | undefined }

/** What a session said beside messages: binds, questions, alerts, and every request that was refused. */
export class SessionTrace {
  private readonly kept: Kept[] = []
  private readonly now: () => number | undefined
  private readonly requestOf: (sequenceNumber: number) => PassedPdu | undefined

  /** `now` is the world's time, once the session belongs to one; `requestOf` finds what a refusal answers. */
  constructor(now: () => number | undefined, requestOf: (sequenceNumber: number) => PassedPdu | undefined) {
    this.now = now
    this.requestOf = requestOf
  }

  add(passed: PassedPdu): void {
    if (isOfMessage(passed) && !this.refuses(passed)) return
    if (this.kept.length === PDUS_MAX) return
    // Octets as they came lie in a buffer with everything that came along.
    const own = 'octets' in passed ? { ...passed, octets: passed.octets.slice() } : passed
    this.kept.push({ passed: own, at: this.now() })
  }

  /** In order; what passed before the session belonged to a world, passed when it did. */
  list(): readonly TracedPdu[] {
    const first = this.kept.find(({ at }) => at !== undefined)?.at
    return this.kept.flatMap(({ passed, at = first }) => {
      const octets = 'octets' in passed ? passed.octets : encodePdu(passed.pdu)
      return at === undefined ? [] : [{ at, direction: passed.direction, octets }]
    })
  }

  /** A refusal of ours is kept together with what it refuses. */
  private refuses(passed: PassedPdu): boolean {
    if (!('pdu' in passed) || passed.pdu.commandStatus === 0 || !isResponseId(commandId(passed.pdu.command)))
      return false
    const request = this.requestOf(passed.pdu.sequenceNumber)
    if (request && 'octets' in request && this.kept.length < PDUS_MAX) {
      this.kept.push({ passed: { ...request, octets: request.octets.slice() }, at: this.now() })
    }
    return true
  }
}

/** Asked of every PDU that passes. */
function isOfMessage(passed: PassedPdu): boolean {
  if ('pdu' in passed) return MESSAGES.has(passed.pdu.command)
  const { octets } = passed
  return MESSAGE_IDS.has(((octets[4]! & 0x7f) << 24) | (octets[5]! << 16) | (octets[6]! << 8) | octets[7]!)
}
