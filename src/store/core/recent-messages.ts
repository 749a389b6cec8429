import type { Message, MessageId } from '../../core/index.ts'

const REMEMBERED = 64

/** Multimedia messages that were just accepted: each of their recipients is about to fetch them. */
export class RecentMessages {
  private readonly messages: (Message | undefined)[] = new Array(REMEMBERED).fill(undefined)
  private next = 0

  add(message: Message): void {
    if (message.content.kind !== 'mms') return
    this.messages[this.next % REMEMBERED] = message
    this.next += 1
  }

  find(id: MessageId): Message | undefined {
    return this.next === 0 ? undefined : this.messages.find((message) => message?.id === id)
  }

  /** It was changed or removed, or everything was. */
  forget(id?: MessageId): void {
    this.messages.forEach((message, index) => {
      if (id === undefined || message?.id === id) this.messages[index] = undefined
    })
  }
}
