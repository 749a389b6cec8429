import { type ApiError, apiError, isApiError, PAGE_LIMITS } from '../../../../protocols/conversations/index.ts'
import {
  addParticipant,
  conflictCode,
  type ParticipantFields,
  removeParticipant,
  updateParticipant,
} from '../../acts/participants.ts'
import type { WantedChange } from '../../model/participant-changes.ts'
import type { Wanted } from '../../model/participant-rules.ts'
import type { Conversation, Participant } from '../../model/records.ts'
import { type Named, participantParameters } from '../../model/webhook-parameters.ts'
import type { Work } from '../../work.ts'
import { askBefore, conflictIn, said } from '../asking.ts'
import {
  type Answer,
  type Call,
  decide,
  given,
  listPage,
  NO_CONTENT,
  notSimulated,
  type Reply,
  type Route,
} from '../call.ts'
import { findConversation, findParticipant, whereOf } from '../lookup.ts'
import { urlOf } from '../urls.ts'
import { participantShape } from './shape.ts'

const PATH = '/Conversations/:conversation/Participants'

export const PARTICIPANT_ROUTES: readonly Route[] = [
  { method: 'get', level: 'both', path: PATH, handle: list },
  { method: 'post', level: 'both', path: PATH, handle: create },
  { method: 'get', level: 'both', path: `${PATH}/:participant`, handle: fetch },
  { method: 'post', level: 'both', path: `${PATH}/:participant`, handle: update },
  { method: 'delete', level: 'both', path: `${PATH}/:participant`, handle: remove },
]

/** Other channels than texts; their addresses carry the channel's name. */
const OTHER_CHANNEL = /^(whatsapp|messenger|rcs|gbm|apple|email):/

/** Whether a participant of this kind can be had here at all. */
export function checkChannel({ address, proxyAddress, projectedAddress }: Wanted): ApiError | undefined {
  const channelOf = (text: string | undefined) => OTHER_CHANNEL.exec(text ?? '')?.[1]
  if (address && proxyAddress && channelOf(address) !== channelOf(proxyAddress)) {
    return apiError(50414, `The Address ${address} and the ProxyAddress ${proxyAddress} are of different channels`)
  }
  const other = [address, proxyAddress, projectedAddress].find((text) => channelOf(text) !== undefined)
  return other === undefined ? undefined : notSimulated(`The channel of ${other}`)
}

/** Names and levels belong to e-mail, which has no texts. */
function checkBinding(call: Call): ApiError | undefined {
  const other = ['Name', 'Level'].find((name) => given(call, `MessagingBinding.${name}`) !== undefined)
  return other === undefined ? undefined : apiError(50420, `MessagingBinding.${other} does not go with a text`)
}

function list(call: Call): Reply {
  const conversation = findConversation(whereOf(call))
  if (isApiError(conversation)) return conversation
  return listPage(call, {
    key: 'participants',
    limits: PAGE_LIMITS.large,
    url: urlOf(call, `/Conversations/${conversation.sid}/Participants`),
    read: (slice) => call.conversations.reader.participantSlice(conversation.sid, slice),
    keyOf: ({ sid }) => sid,
    shape: (participant) => show(call, 200)(participant).body,
  })
}

async function create(call: Call): Promise<Reply> {
  const wanted: Wanted = {
    identity: given(call, 'Identity'),
    address: given(call, 'MessagingBinding.Address'),
    proxyAddress: given(call, 'MessagingBinding.ProxyAddress'),
    projectedAddress: given(call, 'MessagingBinding.ProjectedAddress'),
  }
  const channel = checkBinding(call) ?? checkChannel(wanted)
  if (channel) return channel
  const fields = readFields(call)
  const conversation = findConversation(whereOf(call))
  if (isApiError(conversation)) return conversation
  const about = () => ({ ConversationSid: conversation.sid, ...aboutWanted(wanted, fields) })
  const asked = await askBefore(call, 'onParticipantAdd', { conversation, about })
  if (isApiError(asked)) return asked
  return decide(
    call,
    inConversation(call, (work, one) => addParticipant(work, one, { wanted, fields })),
    show(call, 201),
  )
}

function fetch(call: Call): Reply {
  const conversation = findConversation(whereOf(call))
  if (isApiError(conversation)) return conversation
  const participant = findParticipant(whereOf(call), conversation)
  return isApiError(participant) ? participant : show(call, 200)(participant)
}

async function update(call: Call): Promise<Reply> {
  const there = findBoth(call)
  if (isApiError(there)) return there
  const wanted: WantedChange = {
    identity: given(call, 'Identity'),
    proxyAddress: taken(given(call, 'MessagingBinding.ProxyAddress')),
    projectedAddress: taken(given(call, 'MessagingBinding.ProjectedAddress')),
  }
  const fields = readFields(call)
  const asked = await askBefore(call, 'onParticipantUpdate', {
    conversation: there.conversation,
    about: () => ({
      ...participantParameters(there.conversation, there.participant),
      ...aboutChange(wanted, fields),
    }),
  })
  if (isApiError(asked)) return asked
  const act = inConversation(call, (work, conversation) => {
    const before = findParticipant(whereOf(call, work.read), conversation)
    if (isApiError(before)) return before
    const seen = { before: there.participant, now: before }
    const conflict = conflictIn(conflictCode(conversation), seen, asked)
    return conflict ?? updateParticipant(work, conversation, { before, wanted, fields })
  })
  return decide(call, act, show(call, 200))
}

async function remove(call: Call): Promise<Reply> {
  const there = findBoth(call)
  if (isApiError(there)) return there
  const asked = await askBefore(call, 'onParticipantRemove', {
    conversation: there.conversation,
    about: () => participantParameters(there.conversation, there.participant),
  })
  if (isApiError(asked)) return asked
  const act = inConversation(call, (work, conversation) => {
    const participant = findParticipant(whereOf(call, work.read), conversation)
    return isApiError(participant) ? participant : removeParticipant(work, conversation, participant)
  })
  return decide(call, act, () => NO_CONTENT)
}

function findBoth(call: Call): { readonly conversation: Conversation; readonly participant: Participant } | ApiError {
  const conversation = findConversation(whereOf(call))
  if (isApiError(conversation)) return conversation
  const participant = findParticipant(whereOf(call), conversation)
  return isApiError(participant) ? participant : { conversation, participant }
}

/** A participant that is to join. */
function aboutWanted(wanted: Wanted, { attributes, roleSid }: ParticipantFields): Named {
  const isChat = wanted.address === undefined && wanted.projectedAddress === undefined
  return {
    Identity: wanted.identity,
    RoleSid: roleSid,
    Attributes: attributes ?? '{}',
    'MessagingBinding.Address': wanted.address,
    'MessagingBinding.ProxyAddress': wanted.proxyAddress,
    'MessagingBinding.ProjectedAddress': wanted.projectedAddress,
    'MessagingBinding.Type': isChat ? 'CHAT' : 'SMS',
  }
}

/** What a request would change of a participant. */
function aboutChange(wanted: WantedChange, { attributes, roleSid }: ParticipantFields): Named {
  const { identity, proxyAddress, projectedAddress } = wanted
  return said({
    Identity: identity,
    RoleSid: roleSid,
    Attributes: attributes,
    'MessagingBinding.ProxyAddress': proxyAddress,
    'MessagingBinding.ProjectedAddress': projectedAddress,
  })
}

function inConversation<T>(call: Call, act: (work: Work, conversation: Conversation) => T | ApiError) {
  return (work: Work): T | ApiError => {
    const conversation = findConversation(whereOf(call, work.read))
    return isApiError(conversation) ? conversation : act(work, conversation)
  }
}

function show(call: Call, status: number): (participant: Participant) => Answer {
  const place = { url: (path: string) => urlOf(call, path), ofService: call.ofService }
  return (participant) => ({ status, body: participantShape(participant, place) })
}

function readFields(call: Call): ParticipantFields {
  return {
    attributes: given(call, 'Attributes'),
    roleSid: given(call, 'RoleSid'),
    dateCreated: given(call, 'DateCreated'),
    dateUpdated: given(call, 'DateUpdated'),
    lastReadIndex: given(call, 'LastReadMessageIndex'),
    lastReadAt: given(call, 'LastReadTimestamp'),
  }
}

/** The word null takes a binding away, as an empty value does. */
function taken(text: string | undefined): string | undefined {
  return text === 'null' ? '' : text
}
