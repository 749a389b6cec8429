import { type ApiError, apiError, isApiError } from '../../../protocols/conversations/index.ts'
import { checkAuthor, participantOf, SYSTEM_AUTHOR } from '../model/author.ts'
import { numberGroup } from '../model/number-group.ts'
import type { Conversation, ConversationMessage, Media, Participant } from '../model/records.ts'
import { checkOpen, enterState, startTimers } from '../model/states.ts'
import type { Work } from '../work.ts'
import { isSendableType } from './content.ts'
import { checkAttributes, dateOf, SMALL_ATTRIBUTES_LENGTH } from './conversation-draft.ts'
import { tellState } from './conversations.ts'
import { roleOf } from './roles.ts'
import { sendToPhones } from './sending.ts'
import { renderTemplate } from './templates.ts'

export const BODY_LENGTH = 1600
const AUTHOR_LENGTH = 256
export const SUBJECT_LENGTH = 256

export type MessageFields = {
  readonly author?: string | undefined
  readonly body?: string | undefined
  readonly attributes?: string | undefined
  readonly subject?: string | undefined
  readonly mediaSid?: string | undefined
  readonly contentSid?: string | undefined
  readonly contentVariables?: string | undefined
  readonly dateCreated?: string | undefined
  readonly dateUpdated?: string | undefined
}

/** A message that an application posts: shown in the conversation and sent to its phones. */
export function postMessage(work: Work, before: Conversation, posted: MessageFields): ConversationMessage | ApiError {
  const fields = filledIn(work, posted)
  if (isApiError(fields)) return fields
  const participants = work.read.participants(before.sid)
  const draft = draftMessage(work, before, { fields, participants })
  if (isApiError(draft)) return draft
  const media = fields.mediaSid ? readMedia(work, before, fields.mediaSid) : null
  if (isApiError(media)) return media
  const unfit = media && checkMediaType(media, participants)
  if (unfit) return unfit
  const conversation = wakeUp(work, before)
  const message: ConversationMessage = media ? { ...draft, media: [attachmentOf(media)] } : draft
  if (media)
    work.put('media', { ...media, conversationSid: before.sid, messageSid: message.sid, author: message.author })
  return writeAndTell(work, { conversation, message }, participants)
}

/** With a template in it, a message is what the template says: its own body and file do not count. */
function filledIn(work: Work, fields: MessageFields): MessageFields | ApiError {
  const { contentSid: sid, contentVariables: variables } = fields
  if (!sid) return variables ? apiError(50528, 'ContentVariables need a ContentSid') : fields
  const body = renderTemplate(work, { sid, variables })
  return isApiError(body) ? body : { ...fields, mediaSid: undefined, body }
}

/** A message with everything but its media, or why it is refused. */
function draftMessage(
  work: Work,
  conversation: Conversation,
  { fields, participants }: { readonly fields: MessageFields; readonly participants: readonly Participant[] },
): ConversationMessage | ApiError {
  const author = fields.author || SYSTEM_AUTHOR
  const wrong =
    checkOpen(conversation) ??
    checkFields(fields) ??
    checkAuthor(participants, author) ??
    checkMayPost(work, participantOf(participants, author), fields) ??
    checkPair(work, participants)
  if (wrong) return wrong
  const createdAt = dateOf(fields.dateCreated, 50308, work.now)
  if (isApiError(createdAt)) return createdAt
  const updatedAt = dateOf(fields.dateUpdated, 50309, createdAt)
  if (isApiError(updatedAt)) return updatedAt
  return {
    sid: work.sid('message'),
    accountSid: conversation.accountSid,
    serviceSid: conversation.serviceSid,
    conversationSid: conversation.sid,
    index: conversation.nextIndex,
    author,
    participantSid: participantOf(participants, author)?.sid ?? null,
    body: fields.body ?? null,
    subject: fields.subject || null,
    ...(fields.contentSid && { contentSid: fields.contentSid }),
    media: [],
    attributes: fields.attributes || '{}',
    source: work.source,
    carrierMessageId: null,
    relayAt: null,
    createdAt,
    updatedAt,
  }
}

export function updateMessage(
  work: Work,
  conversation: Conversation,
  change: { readonly before: ConversationMessage; readonly fields: MessageFields },
): ConversationMessage | ApiError {
  const { before, fields } = change
  const participants = work.read.participants(conversation.sid)
  const wrong =
    checkOpen(conversation) ??
    checkFields(fields) ??
    (fields.author === undefined ? undefined : checkAuthor(participants, fields.author))
  if (wrong) return wrong
  const createdAt = dateOf(fields.dateCreated, 50308, before.createdAt)
  if (isApiError(createdAt)) return createdAt
  const updatedAt = dateOf(fields.dateUpdated, 50309, work.now)
  if (isApiError(updatedAt)) return updatedAt
  const author = fields.author ?? before.author
  const message = work.put('message', {
    ...before,
    author,
    participantSid:
      fields.author === undefined ? before.participantSid : (participantOf(participants, author)?.sid ?? null),
    body: fields.body ?? before.body,
    attributes: fields.attributes === undefined ? before.attributes : fields.attributes || '{}',
    subject: fields.subject ?? before.subject,
    createdAt,
    updatedAt,
  })
  work.happened({ event: 'onMessageUpdated', conversation, message })
  return message
}

export function deleteMessage(
  work: Work,
  conversation: Conversation,
  message: ConversationMessage,
): ConversationMessage | ApiError {
  const closed = checkOpen(conversation)
  if (closed) return closed
  work.remove('message', message.sid)
  work.happened({ event: 'onMessageRemoved', conversation, message })
  return message
}

/** A conversation that a message comes to: awake, its timers begin again, one index further. */
export function wakeUp(work: Work, before: Conversation): Conversation {
  const awake = before.state === 'inactive' ? enterState(before, 'active', work.now) : before
  const running = awake.state === 'active' ? startTimers(awake.timers, work.now) : awake.timers
  const conversation = work.put('conversation', { ...awake, timers: running, nextIndex: before.nextIndex + 1 })
  tellState(work, before, conversation, 'EVENT')
  return conversation
}

function writeAndTell(
  work: Work,
  posted: { readonly conversation: Conversation; readonly message: ConversationMessage },
  participants: readonly Participant[],
): ConversationMessage {
  work.happened({ event: 'onMessageAdded', ...posted })
  const carrierMessageId = sendToPhones(work, posted, participants)
  return work.put('message', carrierMessageId === null ? posted.message : { ...posted.message, carrierMessageId })
}

function checkFields({ body, author, attributes, subject }: MessageFields): ApiError | undefined {
  if ((body?.length ?? 0) > BODY_LENGTH) {
    return apiError(50504, `Body has ${body?.length} characters, more than ${BODY_LENGTH}`)
  }
  if ((author?.length ?? 0) > AUTHOR_LENGTH) return apiError(50310, `Author is longer than ${AUTHOR_LENGTH} characters`)
  if ((subject?.length ?? 0) > SUBJECT_LENGTH) {
    return apiError(20001, `Subject is longer than ${SUBJECT_LENGTH} characters`)
  }
  return checkAttributes(attributes, SMALL_ATTRIBUTES_LENGTH)
}

/** Where the account wants it so, roles bind those in whose name messages are posted over REST. */
function checkMayPost(work: Work, author: Participant | undefined, { mediaSid }: MessageFields): ApiError | undefined {
  if (!author?.roleSid || work.switches.rolePermissions === 'clients-only') return undefined
  const needed = mediaSid ? 'sendMediaMessage' : 'sendMessage'
  if (roleOf(work, author, author.roleSid)?.permissions.includes(needed)) return undefined
  return apiError(50107, `The role ${author.roleSid} of ${author.identity ?? author.sid} has no permission ${needed}`)
}

/** Where the account wants it so, a phone and one projected number are too few to write to. */
function checkPair(work: Work, participants: readonly Participant[]): ApiError | undefined {
  if (numberGroup(participants).transport !== 'sms' || work.switches.pairActivation === 'sms') return undefined
  return apiError(50435, 'A group needs at least 3 numbers, and this one has 2')
}

function readMedia(work: Work, { accountSid }: Conversation, sid: string): Media | ApiError {
  const media = work.read.media(sid)
  if (!media || media.accountSid !== accountSid) return apiError(50507, `There is no media ${sid}`)
  if (media.messageSid !== null)
    return apiError(50508, `The media ${sid} was sent with the message ${media.messageSid}`)
  return media
}

/** A conversation with phones takes only what phones can be sent. */
function checkMediaType({ contentType }: Media, participants: readonly Participant[]): ApiError | undefined {
  const hasPhones = participants.some(({ address }) => address !== null)
  if (!hasPhones || isSendableType(contentType)) return undefined
  return apiError(50511, `${contentType} cannot be sent to phones`)
}

function attachmentOf({ sid, contentType, filename, size, hash }: Media): ConversationMessage['media'][number] {
  return { sid, contentType, filename, size, hash }
}
