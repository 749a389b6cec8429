import type { Message, MessageDelivery, Part } from '../../core/index.ts'
import { textOf } from '../../core/index.ts'
import { participantOf } from '../model/author.ts'
import { type Destination, destinationOf, isOwnNumber } from '../model/autocreation.ts'
import { type Member, shapeOf } from '../model/number-group.ts'
import type {
  AddressConfiguration,
  ChannelMessage,
  Conversation,
  ConversationMessage,
  MessageMedia,
  Participant,
} from '../model/records.ts'
import { rosterKey, rosterOf } from '../model/roster.ts'
import type { Work } from '../work.ts'
import { callClassicWebhook } from './classic-webhook.ts'
import { blankConversation, configurationOf } from './conversation-draft.ts'
import { beginInitializing, endInitializing } from './group-creation.ts'
import { wakeUp } from './messages.ts'
import { poolOf } from './numbers.ts'
import { heedKeyword } from './opting.ts'
import { newParticipant } from './participants.ts'

/** A message from the network to one number of the account. */
export type Inbound = { readonly delivery: MessageDelivery; readonly message: Message }
/** What an application changed before the message was published. */
export type Modification = {
  readonly body?: string
  readonly author?: string
  readonly attributes?: string
  readonly friendlyName?: string
}

/** Where a message from the network belongs. */
export function findDestination(work: Work, { delivery, message }: Inbound): Destination {
  const everybody = everybodyIn(message)
  const arrival = { from: message.from, to: delivery.recipient, everybody }
  const isOwn = (address: typeof message.from) => isOwnNumber(work.carrier.number(address), work.account.sid)
  return destinationOf(arrival, {
    holders: findHolders(work, arrival),
    configuration: configurationFor(work, delivery.recipient),
    isOwn,
    switches: work.switches,
  })
}

/** Takes a message from the network into its conversation; a second copy of the same message adds nothing. */
export function receive(work: Work, inbound: Inbound, modification: Modification = {}): ConversationMessage | null {
  const destination = findDestination(work, inbound)
  const message = recordChannelMessage(work, inbound)
  const everybody = everybodyIn(inbound.message)
  callClassicWebhook(work, { message, everybody }, destination.kind)
  heedKeyword(work, { own: message.to, person: message.from }, message.body)
  switch (destination.kind) {
    case 'nowhere':
      return null
    case 'joins':
      return join(work, destination.conversation, { inbound, modification })
    case 'creates-group':
      return create(work, destination.members, { inbound, modification })
    case 'creates-pair':
      return create(work, [destination.member], { inbound, modification })
  }
}

function everybodyIn({ from, to, cc }: Message): readonly Message['from'][] {
  return [...new Set([from, ...to, ...cc])]
}

type Modified = { readonly inbound: Inbound; readonly modification: Modification }

function findHolders(
  work: Work,
  { from, to, everybody }: { from: string; to: string; everybody: readonly Message['from'][] },
) {
  const holders = work.read.rosterHolders(work.account.sid, rosterOf(everybody))
  if (everybody.length > 2) return holders
  const masked = work.read.pairHolders(work.account.sid, from, to).flatMap(({ conversationSid }) => {
    const conversation = work.read.conversation(conversationSid)
    return conversation ? [conversation] : []
  })
  return [...masked, ...holders]
}

function configurationFor(work: Work, address: string): AddressConfiguration | undefined {
  return work.read.addressConfigurations({ accountSid: work.account.sid, type: 'sms', address }, { limit: 1 })[0]
}

function join(work: Work, before: Conversation, { inbound, modification }: Modified): ConversationMessage | null {
  const copies = work.read.messagesOfCarrier(before.sid, inbound.message.id)
  if (copies.length > 0 && work.switches.projectedCopies === 'one') return null
  const participants = work.read.participants(before.sid)
  const conversation = wakeUp(work, before)
  return publish(work, { conversation, participants }, { inbound, modification })
}

/** A new conversation of everybody in the message, and the message as its first. */
function create(work: Work, members: readonly Member[], { inbound, modification }: Modified): ConversationMessage {
  const { recipient } = inbound.delivery
  const { from, to, cc } = inbound.message
  const configuration = configurationFor(work, recipient)
  const blank = blankConversation(work, configuration?.serviceSid ?? configurationOf(work).defaultServiceSid)
  // The messaging service is that of the number.
  const messagingServiceSid = poolOf(work, recipient).entry?.messagingServiceSid ?? blank.messagingServiceSid
  const friendlyName = modification.friendlyName ?? null
  const draft = { ...blank, messagingServiceSid, friendlyName, roster: rosterKey(members), nextIndex: 1 }
  const isPair = members.length === 1
  const conversation = isPair ? draft : beginInitializing(work, draft)
  if (configuration?.creation === 'webhook') attachWebhook(work, conversation, configuration)
  work.put('conversation', conversation)
  const binding = isPair
    ? { address: from, proxyAddress: recipient }
    : { address: [...new Set([...to, ...cc])].join(','), authorAddress: from }
  work.happened({ event: 'onConversationAdded', conversation, binding })
  const participants = members.map((member) => work.put('participant', newParticipant(work, conversation, member)))
  for (const participant of participants) work.happened({ event: 'onParticipantAdded', conversation, participant })
  const message = publish(work, { conversation, participants }, { inbound, modification })
  if (!isPair) endInitializing(work, conversation)
  return message
}

function publish(
  work: Work,
  {
    conversation,
    participants,
  }: { readonly conversation: Conversation; readonly participants: readonly Participant[] },
  { inbound, modification }: Modified,
): ConversationMessage {
  const { message } = inbound
  const masked = participants.some(
    (participant) => shapeOf(participant) === 'masked' && participant.address !== message.from,
  )
  const added = work.put('message', {
    sid: work.sid('message'),
    accountSid: conversation.accountSid,
    serviceSid: conversation.serviceSid,
    conversationSid: conversation.sid,
    index: conversation.nextIndex - 1,
    author: modification.author ?? message.from,
    participantSid: participantOf(participants, message.from)?.sid ?? null,
    body: modification.body ?? (textOf(message.content) || null),
    subject: message.content.kind === 'mms' ? message.content.subject : null,
    media: mediaOf(work, message),
    attributes: modification.attributes ?? '{}',
    source: work.source,
    carrierMessageId: message.id,
    relayAt: masked ? work.now : null,
    createdAt: work.now,
    updatedAt: work.now,
  })
  for (const media of added.media) {
    const { sid: messageSid, author, accountSid, serviceSid } = added
    const owner = { accountSid, serviceSid, conversationSid: conversation.sid, messageSid, author }
    work.put('media', { ...media, ...owner, createdAt: work.now, updatedAt: work.now })
  }
  work.happened({ event: 'onMessageAdded', conversation, message: added })
  return added
}

/** Everything in an MMS that is neither its text nor its layout. */
function mediaOf(work: Work, { content }: Message): readonly MessageMedia[] {
  if (content.kind === 'sms') return []
  return content.parts.filter(isMedia).map(({ contentType, name, contentLocation, hash, size }) => ({
    sid: work.sid('media'),
    contentType: contentType.split(';')[0]?.trim() ?? contentType,
    filename: name ?? contentLocation,
    size,
    hash,
  }))
}

function isMedia({ contentType, text }: Part): boolean {
  return text === null && !contentType.startsWith('application/smil')
}

function recordChannelMessage(work: Work, { delivery, message }: Inbound): ChannelMessage {
  const { content } = message
  const media = mediaOf(work, message)
  return work.put('channelMessage', {
    sid: work.sid(content.kind === 'sms' ? 'sms' : 'mms'),
    accountSid: work.account.sid,
    messagingServiceSid: poolOf(work, delivery.recipient).entry?.messagingServiceSid ?? null,
    direction: 'inbound',
    from: message.from,
    to: delivery.recipient,
    body: textOf(content),
    segments: content.kind === 'sms' ? content.segments.length : 1,
    media,
    status: 'received',
    errorCode: null,
    sentAt: work.now,
    createdAt: work.now,
    updatedAt: work.now,
  })
}

function attachWebhook(
  work: Work,
  { sid, accountSid, serviceSid }: Conversation,
  configuration: AddressConfiguration,
): void {
  if (!configuration.webhookUrl) return
  work.attach({
    sid: work.sid('webhook'),
    accountSid,
    serviceSid,
    conversationSid: sid,
    target: 'webhook',
    url: configuration.webhookUrl,
    method: configuration.webhookMethod,
    filters: configuration.webhookFilters,
    triggers: [],
    replayAfter: null,
    createdAt: work.now,
    updatedAt: work.now,
  })
}
