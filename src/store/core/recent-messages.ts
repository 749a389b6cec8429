import type { Message, MessageId } from '../../core/index.ts'

const REMEMBERED = 64

type Remembered = { readonly world: number; readonly message: Message }

/** Multimedia messages that were just accepted: each of their recipients is about to fetch them. */
export class RecentMessages {
  private readonly messages: (Remembered | undefined)[] = new Array(REMEMBERED).fill(undefined)
  private next = 0

  add(world: number, message: Message): void {
    if (message.content.kind !== 'mms') return
    this.messages[this.next % REMEMBERED] = { world, message }
    this.next += 1
  }

  find(world: number, id: MessageId): Message | undefined {
    if (this.next === 0) return undefined
    return this.messages.find((one) => one?.message.id === id && one.world === world)?.message
  }

  /** It was changed or removed, or any of them may have been. */
  forget(id?: MessageId): void {
    this.messages.forEach((one, index) => {
      if (id === undefined || one?.message.id === id) this.messages[index] = undefined
    })
  }
}
