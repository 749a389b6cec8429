// What a person does with a phone, as calls of the control API.
import type { Signal } from '@preact/signals'
import type { Answer, Api, MessageAction, PhoneChange } from './api.ts'
import { base64 } from './attach.ts'
import { type Model, markStale, messagesKey } from './model.ts'
import * as state from './state.ts'
import type { Attachment, Media, Outgoing, PhoneMessage, PhoneNumber } from './wire.ts'

type Update = (next: Model) => void

export function createActions(model: Signal<Model>, update: Update, api: Api) {
  return { ...messageActions(model, update, api), ...phoneActions(model, update, api) }
}

function messageActions(model: Signal<Model>, update: Update, api: Api) {
  const markedRead = new Set<string>()
  return {
    async send(phone: PhoneNumber, message: Outgoing): Promise<Answer<PhoneMessage>> {
      const answer = await api.send(phone, message)
      if (answer.ok) update(state.addSent(model.value, answer.value))
      return answer
    },
    /** The same message once more, with its files fetched back from where the phone keeps them. */
    async sendAgain({ phone, to, text, subject, media }: PhoneMessage): Promise<Answer<PhoneMessage>> {
      const files = await Promise.all(media.map(fetchAttachment))
      return api.send(phone, { to, text, subject, media: files })
    },
    async act(message: PhoneMessage, action: MessageAction): Promise<Answer<unknown>> {
      const answer = await api.act(message.phone, message.id, action)
      if (answer.ok && action === 'delete') update(state.removeMessage(model.value, message))
      return answer
    },
    async download(phone: PhoneNumber, id: string): Promise<Answer<unknown>> {
      const answer = await api.act(phone, id, 'download')
      update(markStale(model.value, { of: 'waiting', phone }))
      return answer
    },
    /** Tells the phone that its person has seen a thread up to its newest message: once for each message. */
    async markRead(phone: PhoneNumber, thread: string): Promise<void> {
      const rows = model.value.messages[messagesKey(phone, thread)]?.rows ?? []
      const newest = rows.findLast((row) => row.direction === 'received')
      if (!newest || markedRead.has(newest.id)) return
      markedRead.add(newest.id)
      await api.act(phone, newest.id, 'read')
    },
    react: (message: PhoneMessage, reaction: string): Promise<Answer<unknown>> =>
      api.react(message.phone, message.id, reaction),
  }
}

function phoneActions(model: Signal<Model>, update: Update, api: Api) {
  const phonesChanged = () => update(markStale(model.value, { of: 'phones' }))
  return {
    async putPhone(phone: PhoneNumber, change: PhoneChange): Promise<Answer<unknown>> {
      const answer = await api.putPhone(phone, change)
      if (answer.ok) phonesChanged()
      return answer
    },
    async removePhone(phone: PhoneNumber): Promise<Answer<unknown>> {
      const answer = await api.removePhone(phone)
      if (answer.ok) update(markStale(state.forgetPhone(model.value, phone), { of: 'phones' }))
      return answer
    },
  }
}

async function fetchAttachment({ contentType, filename, url }: Media): Promise<Attachment> {
  const response = await fetch(url)
  return { contentType, filename, data: base64(new Uint8Array(await response.arrayBuffer())) }
}
