import { type ApiError, apiError, fields, isApiError } from '../../../../protocols/conversations/index.ts'
import { createWithParticipants, type WantedParticipant } from '../../acts/group-creation.ts'
import { aboutNewConversation, askBefore } from '../asking.ts'
import { type Call, decide, type Reply, type Route } from '../call.ts'
import { readFields } from '../conversations/routes.ts'
import { checkChannel } from '../participants/routes.ts'
import { urlOf } from '../urls.ts'
import { conversationWithParticipantsShape } from './shape.ts'

export const CONVERSATION_WITH_PARTICIPANTS_ROUTES: readonly Route[] = [
  { method: 'post', level: 'both', path: '/ConversationWithParticipants', handle: create },
]

async function create(call: Call): Promise<Reply> {
  const participants: WantedParticipant[] = []
  for (const text of fields(call.form, 'Participant')) {
    const participant = readParticipant(text)
    if (isApiError(participant)) return participant
    const channel = checkChannel(participant.wanted)
    if (channel) return channel
    participants.push(participant)
  }
  const wanted = readFields(call)
  const about = () => aboutNewConversation(wanted)
  const asked = await askBefore(call, 'onConversationAdd', { conversation: null, about })
  if (isApiError(asked)) return asked
  const { friendly_name: friendlyName = wanted.friendlyName } = asked.changes
  const request = { fields: { ...wanted, friendlyName }, participants }
  return decide(
    call,
    (work) => createWithParticipants(work, call.serviceSid, request),
    (conversation) => ({
      // 202 while the participants are still on their way in.
      status: conversation.state === 'initializing' ? 202 : 201,
      body: conversationWithParticipantsShape(conversation, (path) => urlOf(call, path)),
    }),
  )
}

/** One value of `Participant`: JSON with the parameters of a participant in snake_case. */
function readParticipant(text: string): WantedParticipant | ApiError {
  const value = parseObject(text)
  if (!value) return apiError(50435, `A Participant is no JSON object: ${text.slice(0, 100)}`)
  const binding = value.messaging_binding
  const addresses = typeof binding === 'object' && binding !== null ? (binding as Record<string, unknown>) : {}
  return {
    wanted: {
      identity: textOf(value.identity),
      address: textOf(addresses.address),
      proxyAddress: textOf(addresses.proxy_address),
      projectedAddress: textOf(addresses.projected_address),
    },
    fields: { attributes: attributesOf(value.attributes), roleSid: textOf(value.role_sid) },
  }
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    // An object that is neither null nor a list has text keys.
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

/** Attributes come as JSON text, and from some clients as the object itself. */
function attributesOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined
  return typeof value === 'string' ? value : JSON.stringify(value)
}
