import type { Address, Carrier, Clock, Ids, Phone, Unit } from '../core/index.ts'
import { download, markRead, remove, wake } from './actions.ts'
import { Errands } from './errands/errands.ts'
import { type Evidence, evidenceOf } from './evidence.ts'
import {
  type HandsetMessage,
  type HandsetReader,
  handsetChange,
  type MessagePage,
  messageView,
  type NotificationView,
  newMessageView,
  notificationView,
  type PhoneMessage,
  participantsOf,
  type SeenMedia,
  type ThreadView,
  threadView,
} from './model/index.ts'
import { type Landing, NOTHING } from './receive/landing.ts'
import { reported } from './receive/report.ts'
import { type ReceivedSms, receiveSms } from './receive/sms.ts'
import { type Draft, plan, type Refused } from './send/draft.ts'
import { reactionText } from './send/reaction.ts'
import { send } from './send/send.ts'
import type { HandsetTransport } from './transport.ts'

export type HandsetsParts = {
  readonly reader: HandsetReader
  /** The carrier is built after the phones, as the phones are one of its endpoints. */
  readonly carrier: () => Carrier
  readonly clock: Clock
  readonly ids: Ids
  readonly poke: () => void
  readonly hash: (octets: Uint8Array) => string
  readonly transport: HandsetTransport
  readonly onFault: (error: unknown, what: string) => void
}

export type Sent = { readonly message: PhoneMessage; readonly all: readonly PhoneMessage[] }

export type StatusReport = {
  readonly messageId: number
  readonly recipient: Address
  /** `delivered`, or the reason why not. */
  readonly outcome: string
}

/** Messages answered at once at the most. */
const PAGE_LIMIT = 500

/** The virtual phones of one world. */
export class Handsets {
  /** Retrievals, acknowledgements, sendings and time-outs; for the world's agenda. */
  readonly worker: Errands
  private readonly parts: HandsetsParts

  constructor(parts: HandsetsParts) {
    this.parts = parts
    this.worker = new Errands(parts)
  }

  /** What a short message does to a phone. Called inside the unit of work that settles its delivery. */
  receiveSms(phone: Phone, sms: ReceivedSms): Landing {
    const { reader, clock, ids } = this.parts
    const landing = receiveSms({ reader, now: clock.now(), ids }, phone, sms)
    this.worker.note(landing.changes)
    return landing
  }

  /** The network carries the same once more, right after: a unit of work of its own, which sees what the first one did. */
  repeatSms(number: Address, sms: ReceivedSms): void {
    const { onFault } = this.parts
    this.worker
      .write((unit) => {
        const phone = unit.read.phone(number)
        return phone ? this.receiveSms(phone, sms) : NOTHING
      })
      .catch((error) => onFault(error, `a repeated push to ${number}`))
  }

  /** What an SMS status report does to the phone that asked for it; inside a unit of work as well. */
  receiveReport(phone: Phone, { messageId, recipient, outcome }: StatusReport): Landing {
    const message = this.parts.reader.sent(phone.number, messageId)
    return message ? reported(message, { [recipient]: outcome }) : NOTHING
  }

  /** Newest first, as this phone shows them. */
  threads(number: Address): readonly ThreadView[] {
    const contacts = this.phone(number)?.contacts ?? {}
    return this.parts.reader.threads(number).map((row) => threadView(row, contacts))
  }

  /** Oldest first: those after the message `after`, or the newest ones, or the newest before the message `before`. */
  messages(
    number: Address,
    page: { thread?: string; after?: string; before?: string; limit?: number } = {},
  ): readonly PhoneMessage[] {
    const { thread, after, before, limit = PAGE_LIMIT } = page
    const asked: MessagePage = {
      limit: Math.min(limit, PAGE_LIMIT),
      ...(thread !== undefined && { thread }),
      ...(after !== undefined && { after: Number(after) || 0 }),
      ...(before !== undefined && { before: Number(before) || 0 }),
    }
    return this.parts.reader.messages(number, asked).map(messageView)
  }

  message(number: Address, id: string): PhoneMessage | undefined {
    const seen = this.parts.reader.message(number, Number(id))
    return seen && messageView(seen)
  }

  /** Messages that this phone was notified of and has not fetched. */
  notifications(number: Address): readonly NotificationView[] {
    const now = this.parts.clock.now()
    return this.parts.reader
      .openNotifications(number)
      .filter(({ stage, expiresAt }) => stage !== 'acknowledge' && stage !== 'unrecognised' && expiresAt > now)
      .map(notificationView)
  }

  media(number: Address, hash: string): (SeenMedia & { readonly octets: Uint8Array }) | undefined {
    const media = this.parts.reader.media(number, hash)
    const octets = media && this.parts.carrier().read.content(hash)
    return octets && { ...media, octets }
  }

  /** The octets behind a message, for whoever wants to look at them. */
  async pdu(number: Address, id: string): Promise<Evidence | undefined> {
    const { reader, transport } = this.parts
    const message = reader.message(number, Number(id))?.message
    return message && evidenceOf({ reader, transport, read: this.parts.carrier().read }, message)
  }

  /**
   * The person sends. Answers when the network has taken the message or refused it, or as soon as it waits for data;
   * with mass text `all` has one message per member and `message` is the first.
   */
  async send(number: Address, draft: Draft): Promise<Sent | Refused> {
    const { transport, hash, reader } = this.parts
    const sent = await this.parts.carrier().run((unit): HandsetMessage[] | Refused => {
      const phone = unit.read.phone(number)
      if (!phone) return { refused: `There is no phone ${number}` }
      const planned = plan(draft, phone)
      if ('refused' in planned) return planned
      return planned.map((outgoing) => {
        const { message, changes } = send(unit, phone, { outgoing, transport, hash, reader })
        this.worker.note(changes)
        return message
      })
    })
    if ('refused' in sent) return sent
    await Promise.all(sent.map((message) => this.postNow(message)))
    const all = sent.map((message) => this.message(number, String(message.id)) ?? newMessageView(message))
    return { message: all[0]!, all }
  }

  /** Asks for a message that waits at the carrier; false if no such notification is open. */
  download(phone: Address, id: string): Promise<boolean> {
    return this.change(({ now }) => download(this.parts.reader, { phone, id: Number(id) }, now))
  }

  /** Reads the thread up to this message. */
  markRead(phone: Address, id: string): Promise<boolean> {
    return this.change(({ now }) => markRead(this.parts.reader, { phone, id: Number(id) }, now))
  }

  /** Deletes a message or a waiting notification from this phone. */
  async remove(phone: Address, id: string): Promise<boolean> {
    const seen = this.parts.reader.message(phone, Number(id))
    const isRemoved = await this.change(() => remove(this.parts.reader, { phone, id: Number(id) }))
    if (isRemoved && seen) await this.worker.reportDeleted(seen)
    return isRemoved
  }

  /** The person reacts to a message: on SMS and MMS that is a text to everybody in the thread. */
  async react(number: Address, id: string, reaction: string): Promise<Sent | Refused> {
    const message = this.parts.reader.message(number, Number(id))?.message
    if (!message) return { refused: `There is no message ${id} on ${number}` }
    return this.send(number, { to: participantsOf(message.thread), text: reactionText(reaction, message) })
  }

  /** What the person does with a message or notification, by name; false if there is no such thing on this phone. */
  async act(phone: Address, id: string, action: 'download' | 'read' | 'delete' | 'react', reaction = '👍') {
    switch (action) {
      case 'download':
        return this.download(phone, id)
      case 'read':
        return this.markRead(phone, id)
      case 'delete':
        return this.remove(phone, id)
      case 'react':
        return 'message' in (await this.react(phone, id, reaction))
    }
  }

  /** The phone's state or settings changed: what waited for data goes on. */
  async changed({ number }: Pick<Phone, 'number'>): Promise<void> {
    await this.change(({ now }) => wake(this.parts.reader, number, now))
  }

  /** The phone is gone, and what it kept with it. */
  async removed(number: Address): Promise<void> {
    await this.change(() => ({ changes: [handsetChange({ remove: 'phone', phone: number })], events: [] }))
  }

  private async postNow(message: HandsetMessage): Promise<void> {
    if (message.nextAttemptAt !== null) await this.worker.begin({ kind: 'post', message })
  }

  private async change(work: (unit: Unit) => Landing | undefined): Promise<boolean> {
    let found = false
    await this.worker.write((unit) => {
      const landing = work(unit)
      found = landing !== undefined
      return landing ?? NOTHING
    })
    this.parts.poke()
    return found
  }

  private phone(number: Address): Phone | undefined {
    return this.parts.carrier().read.phone(number)
  }
}

export function createHandsets(parts: HandsetsParts): Handsets {
  return new Handsets(parts)
}
