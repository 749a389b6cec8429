import { type Parameters, type SidKind, sidOf } from '../../protocols/conversations/index.ts'
import type {
  Accepted,
  Address,
  CarrierReader,
  Change,
  Event,
  Ids,
  Instant,
  Refusal,
  Submission,
  TwilioAccount,
} from '../core/index.ts'
import { feedEvent, type Happening, placeOf } from './model/happening.ts'
import type { Surroundings } from './model/participant-rules.ts'
import type { CallEvent, Conversation, ScopedWebhook, Source } from './model/records.ts'
import type { ResourceKind, Resources } from './model/resources.ts'
import type {
  ConversationsChange,
  ConversationsReader,
  RecordKind,
  Records,
  RemovableKind,
} from './model/store-port.ts'
import type { Switches, switchesOf } from './model/switches.ts'
import { parametersOf } from './model/webhook-parameters.ts'
import { type DueHook, dueHooks } from './model/webhooks.ts'

/** For whom a unit works, and whether its changes call webhooks. */
export type Occasion = {
  readonly account: TwilioAccount
  readonly source: Source
  readonly hooks: boolean
  /** The request of an application, as evidence of what it makes the carrier send. */
  readonly request?: () => Uint8Array
}

export type WorkParts = Occasion & {
  readonly read: ConversationsReader
  readonly carrier: CarrierReader
  readonly now: Instant
  readonly ids: Ids
  readonly readSwitches: typeof switchesOf
  /** Where this port is reached from outside. */
  readonly baseUrl: () => string
  /** The carrier's door; missing where a unit may not send (a verdict on a delivery). */
  readonly submit?: (submission: Submission) => Accepted | Refusal
}

/**
 * Collects what one unit decides about conversations: rows, feed events and due webhook calls, to be written together.
 * Reads do not see this unit's own decisions.
 */
export class Work {
  readonly account: TwilioAccount
  readonly source: Source
  readonly hooks: boolean
  readonly request: (() => Uint8Array) | undefined
  readonly read: ConversationsReader
  readonly carrier: CarrierReader
  readonly now: Instant
  readonly ids: Ids
  readonly baseUrl: () => string
  readonly submit: ((submission: Submission) => Accepted | Refusal) | undefined
  readonly changes: Change[] = []
  readonly events: Event[] = []
  private readonly newHooks: ScopedWebhook[] = []
  private readonly readSwitches: typeof switchesOf

  constructor(parts: WorkParts) {
    this.account = parts.account
    this.source = parts.source
    this.hooks = parts.hooks
    this.request = parts.request
    this.read = parts.read
    this.carrier = parts.carrier
    this.now = parts.now
    this.ids = parts.ids
    this.submit = parts.submit
    this.readSwitches = parts.readSwitches
    this.baseUrl = parts.baseUrl
  }

  get switches(): Switches {
    return this.readSwitches(this.account.switches)
  }

  sid(kind: SidKind): string {
    return sidOf(kind, this.ids.hex())
  }

  put<K extends RecordKind>(put: K, value: Records[K]): Records[K] {
    // A kind and its own record are one member of the union of changes.
    this.changes.push({ layer: 'conversations', put, value } as unknown as ConversationsChange)
    return value
  }

  /** What this unit has put of a kind so far. */
  written<K extends RecordKind>(kind: K): readonly Records[K][] {
    const puts = this.changes.filter((change) => 'put' in change && change.put === kind)
    // The same pairing as in `put`.
    return puts.map((change) => (change as unknown as { readonly value: Records[K] }).value)
  }

  keep<K extends ResourceKind>(put: K, value: Resources[K]): Resources[K] {
    this.changes.push({ layer: 'conversations', put, value } as unknown as ConversationsChange)
    return value
  }

  remove(remove: RemovableKind | ResourceKind, key: string): void {
    const change: ConversationsChange = { layer: 'conversations', remove, key }
    this.changes.push(change)
  }

  /** Attaches a webhook that already hears of what this unit goes on to do. */
  attach(hook: ScopedWebhook): void {
    this.newHooks.push(this.put('scopedWebhook', hook))
  }

  /** Tells the feed, and queues the calls of the applications that want to know. */
  happened(happening: Happening): void {
    this.events.push(feedEvent(happening, this.source))
    const { event } = happening
    if (!this.hooks && event !== 'onDeliveryUpdated') return
    const { accountSid, serviceSid, conversationSid: sid } = placeOf(happening)
    const scoped = sid === null ? [] : this.read.scopedWebhooks(sid)
    const hooks = {
      account: this.read.webhookConfiguration(accountSid, null),
      service: this.read.webhookConfiguration(accountSid, serviceSid),
      scoped: [...scoped, ...this.newHooks.filter((hook) => hook.conversationSid === sid)],
    }
    const message = 'message' in happening ? happening.message : undefined
    for (const hook of dueHooks({ event, enabled: this.hooks, message }, hooks, this.switches)) {
      this.call(hook, happening, this.source)
    }
  }

  /** Queues one call of an application about something that happens now, or that is told again. */
  call(hook: DueHook, happening: Happening, source: Source): void {
    const { event } = happening
    const { accountSid, conversationSid } = placeOf(happening)
    this.put('webhookCall', {
      id: this.ids.hex(),
      accountSid,
      conversationSid,
      event,
      ...hook,
      parameters: parametersOf(happening, source, this.now),
      createdAt: this.now,
      nextAttemptAt: this.now,
      attempt: null,
    })
  }

  /** Queues one call about a message as the older API tells it; it is told whatever the request said of webhooks. */
  callClassic(event: CallEvent, hook: DueHook, parameters: Parameters): void {
    this.put('webhookCall', {
      id: this.ids.hex(),
      accountSid: this.account.sid,
      conversationSid: null,
      event,
      ...hook,
      parameters,
      createdAt: this.now,
      nextAttemptAt: this.now,
      attempt: null,
    })
  }

  /** What the rules of participants may ask about the account, leaving one conversation out. */
  around(conversation: Pick<Conversation, 'sid'>): Surroundings {
    const { account, switches, read } = this
    return {
      accountSid: account.sid,
      switches,
      number: (address) => this.carrier.number(address),
      rosterHolder: (roster) =>
        read.rosterHolders(account.sid, roster).find(({ sid }) => sid !== conversation.sid)?.sid,
      pairHolder: (address: Address, proxy: Address) =>
        read.pairHolders(account.sid, address, proxy)[0]?.conversationSid,
    }
  }
}
