import { type CommandName, commandName, encodePdu } from '../../../protocols/smpp/index.ts'
import type { Direction, PassedPdu } from './pdu-ring.ts'

/** A PDU as it passed, on the world's clock. */
export type TracedPdu = { readonly at: number; readonly direction: Direction; readonly octets: Uint8Array }

/** PDUs of one session that are kept; the first is its bind. */
const PDUS_MAX = 500
/** What the store tells of later, while it was taken: there would be thousands. */
const MESSAGES: ReadonlySet<string> = new Set<CommandName>([
  'submit_sm',
  'submit_multi',
  'data_sm',
  'deliver_sm',
  'broadcast_sm',
])
const ANSWERS: ReadonlySet<string> = new Set([...MESSAGES].map((command) => `${command}_resp`))

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
    const command = 'pdu' in passed ? passed.pdu.command : commandOf(passed.octets)
    if (command !== undefined && MESSAGES.has(command)) return
    if (command !== undefined && ANSWERS.has(command) && !this.refuses(passed)) return
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
    if (!('pdu' in passed) || passed.pdu.commandStatus === 0) return false
    const request = this.requestOf(passed.pdu.sequenceNumber)
    if (request && 'octets' in request && this.kept.length < PDUS_MAX) {
      this.kept.push({ passed: { ...request, octets: request.octets.slice() }, at: this.now() })
    }
    return true
  }
}

function commandOf(octets: Uint8Array): CommandName | undefined {
  return commandName(new DataView(octets.buffer, octets.byteOffset).getUint32(4))
}
