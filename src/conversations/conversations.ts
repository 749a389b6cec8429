import { type ApiError, isApiError, type PreEvent } from '../../protocols/conversations/index.ts'
import type { Carrier, Change, Clock, FaultBoard, Ids, Outlet, TwilioAccount } from '../core/index.ts'
import type { Worker } from '../runtime/index.ts'
import { dueWorkers } from './due-workers.ts'
import { mayFallDue } from './model/due.ts'
import type { WebhookCall } from './model/records.ts'
import type { ConversationsReader } from './model/store-port.ts'
import { createSwitchReader } from './model/switches.ts'
import { preHook } from './model/webhooks.ts'
import { createOutlet } from './outlet.ts'
import { attemptedEvent } from './webhooks/attempt.ts'
import { fetchCall, type HttpCall } from './webhooks/http-call.ts'
import { ask, type Question, type Verdict } from './webhooks/pre-hook.ts'
import { settleCall } from './webhooks/settled-call.ts'
import { WebhookWorker } from './webhooks/worker.ts'
import { type Occasion, Work, type WorkParts } from './work.ts'

const USUAL_CALLS = 100

export type ConversationsParts = {
  readonly world: string
  readonly reader: ConversationsReader
  /** The world's carrier, which is made after its outlets. */
  readonly carrier: () => Carrier
  readonly clock: Clock
  readonly ids: Ids
  /** Something may be due earlier than thought. */
  readonly poke: () => void
  readonly onFault: (error: unknown, what: string) => void
  readonly http?: HttpCall
  /** Rules that make calls and answers misbehave. */
  readonly faults?: FaultBoard
  /** Waits on the world's clock, for what a rule holds back. */
  readonly wait?: (ms: number) => Promise<void>
  /** Where this port is reached from outside, without a slash at the end. */
  readonly baseUrl: () => string
}

/** One world's Conversations layer: an application that owns the numbers of Twilio accounts. */
export type Conversations = {
  readonly world: string
  readonly reader: ConversationsReader
  readonly carrier: () => Carrier
  readonly ids: Ids
  readonly baseUrl: () => string
  readonly http: HttpCall
  readonly faults: FaultBoard | undefined
  readonly wait: ((ms: number) => Promise<void>) | undefined
  readonly outlet: Outlet
  readonly workers: readonly Worker[]
  /** Runs one unit; an error leaves no trace. */
  run<T>(occasion: Occasion, act: (work: Work) => T | ApiError): Promise<T | ApiError>
  /** Asks the application before something happens, and keeps the call. */
  ask(question: Question): Promise<Verdict>
  /** Calls of applications with what came of them, newest first. */
  webhookCalls(page?: { readonly before?: string; readonly limit?: number }): readonly WebhookCall[]
  /** Calls an application again with the same parameters; answers the new call. */
  resend(id: string): Promise<WebhookCall | undefined>
}

export function createConversations(given: ConversationsParts): Conversations {
  const parts: Parts = { ...given, readSwitches: createSwitchReader() }
  const { reader, clock, ids, poke, onFault, carrier, faults, wait, http = fetchCall } = parts
  const account = (sid: string) => carrier().read.account('twilio', sid)
  const run = runner(parts, () => note())
  const runFor = (sid: string, act: (work: Work) => void) =>
    run({ account: account(sid) ?? goneAccount(sid), source: 'SMS', hooks: true }, act)
  const settle = (call: WebhookCall) => runFor(call.accountSid, (work) => settleCall(work, call))
  const webhooks = new WebhookWorker({ reader, carrier, clock, http, faults, poke, settle, onFault })
  const due = dueWorkers({ reader, now: () => clock.now(), run: runFor, onFault })
  const workers = [webhooks, ...due]
  // Something may be due now or earlier than known.
  const note = () => {
    for (const worker of workers) worker.note()
  }
  const hookParts = { reader, clock, ids, http, faults }
  return {
    world: parts.world,
    reader,
    carrier,
    ids,
    baseUrl: parts.baseUrl,
    http,
    faults,
    wait,
    outlet: createOutlet({
      account,
      work: (owner) => workFor(parts, { account: owner, source: 'SMS', hooks: true }),
      ask: (question) => ask(question, hookParts),
      asks: (event, owner, serviceSid) => wantsToBeAsked(reader, { event, owner, serviceSid }),
      note,
    }),
    workers,
    run,
    async ask(question) {
      const verdict = await ask(question, { ...hookParts, wait })
      if (verdict.call) await keep(carrier(), verdict.call)
      return verdict
    },
    webhookCalls: ({ before, limit = USUAL_CALLS } = {}) =>
      reader.webhookCalls({ limit, ...(before !== undefined && { before }) }),
    resend: (id) => resend(parts, note, id),
  }
}

type Parts = ConversationsParts & Pick<WorkParts, 'readSwitches'>

/** Stands for an account that was taken away while something of it was still due. */
function goneAccount(sid: string): TwilioAccount {
  return { kind: 'twilio', sid, authToken: '', apiKeys: [], switches: {} }
}

function workFor({ reader, carrier, clock, ids, baseUrl, readSwitches }: Parts, occasion: Occasion): Work {
  const shared = { read: reader, carrier: carrier().read, ids, baseUrl, readSwitches }
  return new Work({ ...occasion, ...shared, now: clock.now() })
}

function runner(parts: Parts, note: () => void): Conversations['run'] {
  return async (occasion, act) => {
    let changes: readonly Change[] = []
    const answer = await parts.carrier().run((unit) => {
      const { read: carrier, now, ids } = unit
      const submit = unit.submit.bind(unit)
      const { reader: read, baseUrl, readSwitches } = parts
      const work = new Work({ ...occasion, read, carrier, now, ids, submit, baseUrl, readSwitches })
      const decided = act(work)
      if (isApiError(decided)) return decided
      changes = work.changes
      unit.change(...work.changes)
      unit.emit(...work.events)
      return decided
    })
    if (changes.some(mayFallDue)) note()
    return answer
  }
}

function wantsToBeAsked(
  reader: ConversationsReader,
  {
    event,
    owner,
    serviceSid,
  }: { readonly event: PreEvent; readonly owner: TwilioAccount; readonly serviceSid: string },
): boolean {
  const account = reader.webhookConfiguration(owner.sid, null)
  return preHook(event, { account, service: reader.webhookConfiguration(owner.sid, serviceSid) }) !== null
}

function keep(carrier: Carrier, call: WebhookCall): Promise<void> {
  return carrier.run((unit) => {
    unit.change(putCall(call))
    unit.emit(attemptedEvent(call))
  })
}

async function resend(
  { reader, carrier, clock, ids }: ConversationsParts,
  note: () => void,
  id: string,
): Promise<WebhookCall | undefined> {
  const before = reader.webhookCall(id)
  if (!before) return undefined
  const now = clock.now()
  const { putOff: _, ...first } = before
  const again: WebhookCall = { ...first, id: ids.hex(), createdAt: now, nextAttemptAt: now, attempt: null }
  await carrier().run((unit) => unit.change(putCall(again)))
  note()
  return again
}

function putCall(value: WebhookCall) {
  return { layer: 'conversations', put: 'webhookCall', value } as const
}
