import type { PhoneMessage, PhoneSettings, Thread, WaitingMms } from './api.ts'
import { type Conditions, searchFor } from './conditions.ts'
import type { ControlClient } from './control-client.ts'
import type { Duration } from './duration.ts'
import { expectNone, type WaitOptions, waitFor } from './wait.ts'

export type Media = { readonly contentType: string; readonly filename?: string; readonly octets: Uint8Array }

/** What the person types: a text, or more than that. */
export type Draft = string | { readonly text?: string; readonly subject?: string; readonly media?: readonly Media[] }

/** One virtual phone and the person who holds it. */
export class Phone {
  readonly number: string
  readonly name: string
  private readonly control: ControlClient
  private readonly base: string

  constructor(control: ControlClient, base: string, about: { readonly number: string; readonly name: string }) {
    this.control = control
    this.base = base
    this.number = about.number
    this.name = about.name
  }

  /** Sends to one number, or a group text to several. */
  send(to: string | readonly string[], draft: Draft): Promise<PhoneMessage> {
    const { media, ...words } = typeof draft === 'string' ? { text: draft } : draft
    const body = { to: [to].flat(), ...words, ...(media && { media: media.map(encoded) }) }
    return this.control.call({ method: 'POST', path: `${this.path}/messages`, body })
  }

  /** Answers everybody in the message's thread, as a phone does. */
  reply(message: PhoneMessage, draft: Draft): Promise<PhoneMessage> {
    const members = new Set([message.from, ...message.to, ...message.cc])
    members.delete(this.number)
    return this.send([...members], draft)
  }

  /** The message that matches, as soon as it is on the phone: one that is there already, or the next to come. */
  waitFor(conditions: Conditions, options?: WaitOptions): Promise<PhoneMessage> {
    return waitFor({ control: this.control, base: this.base, phone: this.number }, conditions, options)
  }

  /** Resolves when nothing has come for so long on the world's clock; a frozen one is wound by it. */
  expectNone({
    for: forTime,
    matching = '',
  }: {
    readonly for: Duration
    readonly matching?: Conditions
  }): Promise<void> {
    return expectNone({ control: this.control, base: this.base, phone: this.number }, matching, forTime)
  }

  /** What is on the phone, oldest first. */
  async messages(conditions: Conditions = ''): Promise<readonly PhoneMessage[]> {
    const { query, holds } = searchFor(conditions)
    const path = `${this.path}/messages?query=${encodeURIComponent(query)}`
    return (await this.control.call<{ messages: PhoneMessage[] }>({ path })).messages.filter(holds)
  }

  async lastMessage(): Promise<PhoneMessage | undefined> {
    return (await this.messages()).at(-1)
  }

  /** The threads this phone shows, with this phone left out of their participants. */
  async threads(): Promise<readonly Thread[]> {
    return (await this.control.call<{ threads: Thread[] }>({ path: `${this.path}/threads` })).threads
  }

  /** MMS that wait to be fetched. */
  async notifications(): Promise<readonly WaitingMms[]> {
    const path = `${this.path}/notifications`
    return (await this.control.call<{ notifications: WaitingMms[] }>({ path })).notifications
  }

  download(waiting: WaitingMms): Promise<void> {
    return this.act(waiting.id, 'download')
  }
  read(message: PhoneMessage): Promise<void> {
    return this.act(message.id, 'read')
  }
  delete(message: PhoneMessage): Promise<void> {
    return this.act(message.id, 'delete')
  }
  react(message: PhoneMessage, reaction: string): Promise<void> {
    return this.act(message.id, 'react', { reaction })
  }

  /** Switches it off, takes its signal, makes it another make. */
  async set(settings: PhoneSettings): Promise<void> {
    await this.control.call({ method: 'PUT', path: this.path, body: settings })
  }

  async remove(): Promise<void> {
    await this.control.call({ method: 'DELETE', path: this.path })
  }

  toString(): string {
    return `${this.name || 'phone'} (${this.number})`
  }

  private async act(id: string, action: string, body: object = {}): Promise<void> {
    await this.control.call({ method: 'POST', path: `${this.path}/messages/${id}/${action}`, body })
  }

  private get path(): string {
    return `${this.base}/phones/${encodeURIComponent(this.number)}`
  }
}

function encoded({ octets, ...about }: Media): object {
  return { ...about, data: Buffer.from(octets.buffer, octets.byteOffset, octets.length).toString('base64') }
}
