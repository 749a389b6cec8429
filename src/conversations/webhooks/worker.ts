import type { Carrier, Clock, TwilioAccount } from '../../core/index.ts'
import type { Worker } from '../../runtime/index.ts'
import type { WebhookCall } from '../model/records.ts'
import type { ConversationsChange, ConversationsReader } from '../model/store-port.ts'
import { attempt, attemptedEvent } from './attempt.ts'
import type { HttpCall } from './http-call.ts'

/** An application that takes longer than this is given up. */
export const POST_TIMEOUT_MS = 15_000
const CALLS_AT_ONCE = 20

export type WebhookWorkerParts = {
  readonly reader: ConversationsReader
  readonly carrier: () => Carrier
  readonly clock: Clock
  readonly http: HttpCall
  readonly poke: () => void
  readonly onFault: (error: unknown, what: string) => void
}

/** Makes the calls that are due: in order within one conversation, side by side across conversations. */
export class WebhookWorker implements Worker {
  readonly name = 'webhooks'
  private readonly parts: WebhookWorkerParts
  private readonly inFlight = new Map<string, { readonly lane: string; readonly what: string }>()
  /** False once everything due is under way or waits for a call that is. */
  private stale = true

  constructor(parts: WebhookWorkerParts) {
    this.parts = parts
  }

  /** Calls may have become due. */
  note(): void {
    this.stale = true
    this.parts.poke()
  }

  nextDueAt(): number | undefined {
    return this.stale ? this.parts.reader.nextWebhookCallAt() : undefined
  }

  turn(): void {
    this.stale = false
    const due = this.parts.reader.webhookCallsDue(this.parts.clock.now(), CALLS_AT_ONCE * 5 + this.inFlight.size)
    const busy = new Set([...this.inFlight.values()].map(({ lane }) => lane))
    for (const call of due) {
      const lane = `${call.conversationSid} ${call.url}`
      if (this.inFlight.size >= CALLS_AT_ONCE) return
      if (this.inFlight.has(call.id) || busy.has(lane)) continue
      busy.add(lane)
      this.start(call, lane)
    }
  }

  pending(): readonly string[] {
    return [...this.inFlight.values()].map(({ what }) => what)
  }

  private start(call: WebhookCall, lane: string): void {
    const what = `webhook ${call.event} to ${call.url}`
    this.inFlight.set(call.id, { lane, what })
    this.perform(call)
      .catch((error) => this.parts.onFault(error, what))
      .finally(() => {
        this.inFlight.delete(call.id)
        this.note()
      })
  }

  private async perform(call: WebhookCall): Promise<void> {
    const carrier = this.parts.carrier()
    const account: TwilioAccount | undefined = carrier.read.account('twilio', call.accountSid)
    if (!account) return this.write({ ...call, nextAttemptAt: null })
    const { http, clock } = this.parts
    await this.write(await attempt(call, account.authToken, { http, clock, timeoutMs: POST_TIMEOUT_MS }))
  }

  private write(value: WebhookCall): Promise<void> {
    const change: ConversationsChange = { layer: 'conversations', put: 'webhookCall', value }
    return this.parts.carrier().run((unit) => {
      unit.change(change)
      if (value.attempt) unit.emit(attemptedEvent(value))
    })
  }
}
