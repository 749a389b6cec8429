import type { Carrier, Clock, FaultBoard, TwilioAccount } from '../../core/index.ts'
import type { Worker } from '../../runtime/index.ts'
import { HeldBack } from '../held-back.ts'
import type { WebhookCall } from '../model/records.ts'
import type { ConversationsReader } from '../model/store-port.ts'
import { attempt } from './attempt.ts'
import { answerOfFault, faultOfCall } from './faults.ts'
import type { HttpCall } from './http-call.ts'

/** An application that takes longer than this is given up. */
export const POST_TIMEOUT_MS = 15_000
const CALLS_AT_ONCE = 20

export type WebhookWorkerParts = {
  readonly reader: ConversationsReader
  readonly carrier: () => Carrier
  readonly clock: Clock
  readonly http: HttpCall
  readonly faults?: FaultBoard | undefined
  readonly poke: () => void
  /** Writes what came of a call, and what follows from it. */
  readonly settle: (call: WebhookCall) => Promise<unknown>
  readonly onFault: (error: unknown, what: string) => void
}

/** Makes the calls that are due: in order within one conversation, side by side across conversations. */
export class WebhookWorker implements Worker {
  readonly name = 'webhooks'
  private readonly parts: WebhookWorkerParts
  private readonly inFlight = new Map<string, { readonly lane: string; readonly what: string }>()
  private readonly held = new HeldBack()
  /** False once everything due is under way or waits for a call that is. */
  private stale = true
  /** What the store said last of its next call, until something is written. */
  private next: { readonly at: number | undefined } | undefined

  constructor(parts: WebhookWorkerParts) {
    this.parts = parts
  }

  /** Calls may have become due. */
  note(): void {
    this.stale = true
    this.next = undefined
    this.parts.poke()
  }

  nextDueAt(): number | undefined {
    if (!this.stale) return this.held.earliest()
    this.next ??= { at: this.parts.reader.nextWebhookCallAt() }
    return this.next.at
  }

  turn(): void {
    this.stale = false
    const now = this.parts.clock.now()
    const limit = CALLS_AT_ONCE * 5 + this.inFlight.size + this.held.size
    const due = this.parts.reader.webhookCallsDue(now, limit)
    const busy = new Set([...this.inFlight.values()].map(({ lane }) => lane))
    for (const call of due) {
      const lane = `${call.conversationSid} ${call.url}`
      if (this.inFlight.size >= CALLS_AT_ONCE) return
      if (this.held.holds(call.id, now) || this.inFlight.has(call.id) || busy.has(lane)) continue
      busy.add(lane)
      this.start(call, lane)
    }
    if (due.length === 0) this.waitForLater()
  }

  pending(): readonly string[] {
    return [...this.inFlight.values()].map(({ what }) => what)
  }

  /** A rule may have put calls off: their time is known to the store alone. */
  private waitForLater(): void {
    this.next = { at: this.parts.reader.nextWebhookCallAt() }
    this.stale = this.next.at !== undefined
  }

  private start(call: WebhookCall, lane: string): void {
    const what = `webhook ${call.event} to ${call.url}`
    this.inFlight.set(call.id, { lane, what })
    this.perform(call)
      .catch((error) => {
        this.held.hold(call.id, this.parts.clock.now())
        this.parts.onFault(error, what)
      })
      .finally(() => {
        this.inFlight.delete(call.id)
        this.note()
      })
  }

  private async perform(call: WebhookCall): Promise<void> {
    const { carrier, http, clock, settle, faults } = this.parts
    const account: TwilioAccount | undefined = carrier().read.account('twilio', call.accountSid)
    if (!account) return void (await settle({ ...call, nextAttemptAt: null }))
    const fault = call.putOff ? undefined : faultOfCall(faults, call)
    if (fault?.delayMs) {
      await settle({ ...call, putOff: true, nextAttemptAt: clock.now() + fault.delayMs })
      return
    }
    const answer = fault && answerOfFault(fault)
    const reach: HttpCall = answer ? async () => answer : http
    await settle(await attempt(call, account.authToken, { http: reach, clock, timeoutMs: POST_TIMEOUT_MS }))
  }
}
