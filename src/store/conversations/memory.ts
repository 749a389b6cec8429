import type { ConversationsChange, Records } from '../../conversations/model/store-port.ts'

/** Conversations whose rows are kept at hand; with more of them in use, some are read again. */
const KEPT_CONVERSATIONS = 10_000

/**
 * What almost every request of a world reads: conversations, who is in them and who hears of them, as they were last read
 * or written. One connection writes and reads the file, so nothing else can change a row; a batch that is rolled back
 * takes what was noted of it along.
 */
export class Memory {
  readonly configurations = new Shelf<Records['configuration'] | undefined>()
  readonly conversations = new Shelf<Records['conversation'] | undefined>()
  /** By conversation. */
  readonly participants = new Shelf<readonly Records['participant'][]>()
  readonly scopedWebhooks = new Shelf<readonly Records['scopedWebhook'][]>()
  /** By account and service. */
  readonly webhookConfigurations = new Shelf<Records['webhookConfiguration'] | undefined>()

  /** The record that a change is about to replace, where it is at hand. */
  before(change: ConversationsChange): Records['conversation'] | undefined {
    return 'put' in change && change.put === 'conversation' ? this.conversations.peek(change.value.sid) : undefined
  }

  note(change: ConversationsChange): void {
    if ('remove' in change) return this.noteRemoval(change.remove)
    switch (change.put) {
      case 'conversation':
        return this.conversations.keep(change.value.sid, change.value)
      case 'configuration':
        return this.configurations.forget(change.value.accountSid)
      case 'participant':
        return this.participants.forget(change.value.conversationSid)
      case 'scopedWebhook':
        return this.scopedWebhooks.forget(change.value.conversationSid)
      case 'webhookConfiguration':
        return this.webhookConfigurations.forget(hookKey(change.value.accountSid, change.value.serviceSid))
    }
  }

  clear(): void {
    this.configurations.clear()
    this.conversations.clear()
    this.participants.clear()
    this.scopedWebhooks.clear()
    this.webhookConfigurations.clear()
  }

  private noteRemoval(kind: string): void {
    if (kind === 'conversation' || kind === 'participant' || kind === 'scopedWebhook') this.clear()
  }
}

export function hookKey(account: string, service: string | null): string {
  return `${account} ${service ?? ''}`
}

/** Values by key, the oldest forgotten first. */
class Shelf<T> {
  private readonly values = new Map<string, T>()

  /** What is kept under a key; read and kept from now on if nothing is. */
  at(key: string, read: () => T): T {
    const found = this.values.get(key)
    if (found !== undefined || this.values.has(key)) return found as T
    const value = read()
    this.keep(key, value)
    return value
  }

  peek(key: string): T | undefined {
    return this.values.get(key)
  }

  keep(key: string, value: T): void {
    this.values.set(key, value)
    if (this.values.size <= KEPT_CONVERSATIONS) return
    for (const oldest of this.values.keys()) {
      this.values.delete(oldest)
      return
    }
  }

  forget(key: string): void {
    this.values.delete(key)
  }

  clear(): void {
    this.values.clear()
  }
}
