// The Conversations API, asked as the application that owns the world's account would ask it.
import { useEffect, useState } from 'preact/hooks'
import type { Answer } from '../api.ts'
import { fields, list, number, text } from '../read-wire.ts'
import { useApp } from '../views/context.ts'

export type Info = {
  readonly accountSid: string
  readonly authToken: string
  readonly smpp: { readonly host: string; readonly port: number; readonly systemId: string; readonly password: string }
  readonly mm7: { readonly url: string; readonly user: string; readonly password: string }
}

export type Conversation = {
  readonly sid: string
  readonly name: string
  readonly state: string
  readonly updatedAt: string
}

export type Participant = {
  readonly sid: string
  readonly identity: string
  readonly address: string
  readonly proxyAddress: string
  readonly projectedAddress: string
}

export type ChatMessage = {
  readonly sid: string
  readonly index: number
  readonly author: string
  readonly body: string
  readonly media: readonly { readonly contentType: string; readonly filename: string; readonly size: number }[]
  readonly at: string
  /** How many of how many: `delivered: all`, as the API sums it up; empty where nothing is sent out. */
  readonly delivery: Readonly<Record<string, string>>
}

export type Receipt = {
  readonly sid: string
  readonly participantSid: string
  readonly status: string
  readonly errorCode: number
}

export type Rest = ReturnType<typeof createRest>

export function createRest(info: Info, send: typeof fetch) {
  const authorization = `Basic ${btoa(`${info.accountSid}:${info.authToken}`)}`
  const call = <T>(
    method: string,
    path: string,
    read: (body: unknown) => T,
    form?: Record<string, string>,
  ): Promise<Answer<T>> => {
    const body = form === undefined ? {} : { body: new URLSearchParams(form) }
    const init: RequestInit = { method, headers: { authorization }, credentials: 'omit', ...body }
    return answerOf(() => send(`/v1${path}`, init), read)
  }
  const of = (sid: string) => `/Conversations/${encodeURIComponent(sid)}`
  const anything = (body: unknown) => body
  return {
    conversations: () => call('GET', '/Conversations?PageSize=100', readConversations),
    conversation: (sid: string) => call('GET', of(sid), readConversation),
    participants: (sid: string) => call('GET', `${of(sid)}/Participants?PageSize=100`, readParticipants),
    messages: (sid: string) => call('GET', `${of(sid)}/Messages?PageSize=100&Order=desc`, readChatMessages),
    receipts: (sid: string, message: string) =>
      call('GET', `${of(sid)}/Messages/${message}/Receipts?PageSize=100`, readReceipts),
    create: (form: Record<string, string>) => call('POST', '/Conversations', readConversation, form),
    post: (sid: string, author: string, body: string) =>
      call('POST', `${of(sid)}/Messages`, anything, { Author: author, Body: body }),
    add: (sid: string, form: Record<string, string>) => call('POST', `${of(sid)}/Participants`, anything, form),
    change: (sid: string, participant: string, form: Record<string, string>) =>
      call('POST', `${of(sid)}/Participants/${participant}`, anything, form),
    remove: (sid: string, participant: string) => call('DELETE', `${of(sid)}/Participants/${participant}`, anything),
  }
}

async function answerOf<T>(ask: () => Promise<Response>, read: (body: unknown) => T): Promise<Answer<T>> {
  try {
    const response = await ask()
    const answer: unknown = await response.json().catch(() => null)
    if (response.ok) return { ok: true, value: read(answer) }
    const { message, code } = fields(answer)
    const title = text(message) || `${response.status} ${response.statusText}`.trim()
    const detail = code ? `${title} (error ${code})` : title
    return { ok: false, problem: { title, detail, status: response.status } }
  } catch {
    return { ok: false, problem: { title: 'Partyline does not answer', detail: 'Is it still running?', status: 0 } }
  }
}

/** The world's addresses and credentials; null until they are read. */
export function useInfo(): Info | null {
  const { session } = useApp()
  const [info, setInfo] = useState<Info | null>(null)
  useEffect(() => {
    void session.api.get('/info', readInfo).then((answer) => answer.ok && setInfo(answer.value))
  }, [session])
  return info
}

export function readInfo(body: unknown): Info {
  const it = fields(body)
  const [smpp, mm7] = [fields(it.smpp), fields(it.mm7)]
  return {
    accountSid: text(it.accountSid),
    authToken: text(it.authToken),
    smpp: {
      host: text(smpp.host),
      port: number(smpp.port),
      systemId: text(smpp.systemId),
      password: text(smpp.password),
    },
    mm7: { url: text(mm7.url), user: text(mm7.user), password: text(mm7.password) },
  }
}

function readConversations(body: unknown): Conversation[] {
  return list(fields(body).conversations).map(readConversation)
}

function readConversation(value: unknown): Conversation {
  const it = fields(value)
  return {
    sid: text(it.sid),
    name: text(it.friendly_name) || text(it.unique_name),
    state: text(it.state),
    updatedAt: text(it.date_updated),
  }
}

function readParticipants(body: unknown): Participant[] {
  return list(fields(body).participants).map((value) => {
    const it = fields(value)
    const binding = fields(it.messaging_binding)
    return {
      sid: text(it.sid),
      identity: text(it.identity),
      address: text(binding.address),
      proxyAddress: text(binding.proxy_address),
      projectedAddress: text(binding.projected_address),
    }
  })
}

/** Asked for newest first, shown oldest first. */
function readChatMessages(body: unknown): ChatMessage[] {
  const newestFirst = list(fields(body).messages).map((value) => {
    const it = fields(value)
    const delivery = Object.entries(fields(it.delivery)).filter(
      ([, many]) => typeof many === 'string' && many !== 'none',
    )
    return {
      sid: text(it.sid),
      index: number(it.index),
      author: text(it.author),
      body: text(it.body),
      media: list(it.media).map((part) => {
        const { content_type: contentType, filename, size } = fields(part)
        return { contentType: text(contentType), filename: text(filename), size: number(size) }
      }),
      at: text(it.date_created),
      delivery: Object.fromEntries(delivery.map(([state, many]) => [state, text(many)])),
    }
  })
  return newestFirst.toReversed()
}

function readReceipts(body: unknown): Receipt[] {
  return list(fields(body).delivery_receipts).map((value) => {
    const it = fields(value)
    return {
      sid: text(it.sid),
      participantSid: text(it.participant_sid),
      status: text(it.status),
      errorCode: number(it.error_code),
    }
  })
}
