import { type ApiError, isApiError, PAGE_LIMITS, rfc2822 } from '../../../../protocols/conversations/index.ts'
import type { ChannelMessage, MessageMedia } from '../../model/records.ts'
import type { Work } from '../../work.ts'
import { type Call, decide, NO_CONTENT, notFound, type Reply, type Route } from '../call.ts'
import { findChannelMessage } from '../channel-messages/routes.ts'
import { API_VERSION } from '../channel-messages/shape.ts'
import { classicPage } from '../classic-page.ts'
import { dateFilter } from '../date-filter.ts'

const PATH = '/Messages/:message/Media'

/** The files of a message. Their octets need no credentials, as applications fetch them without. */
export const MESSAGE_MEDIA_ROUTES: readonly Route[] = [
  { method: 'get', level: 'classic', path: `${PATH}.json`, handle: list },
  { method: 'get', level: 'classic', path: `${PATH}/:media.json`, handle: fetch },
  { method: 'delete', level: 'classic', path: `${PATH}/:media.json`, handle: remove },
  { method: 'get', level: 'classic', path: `${PATH}/:media`, handle: content },
]

type Found = { readonly message: ChannelMessage; readonly media: MessageMedia }

function list(call: Call): Reply {
  const message = findChannelMessage(call)
  if (isApiError(message)) return message
  const madeAt = dateFilter(call.query, 'DateCreated')
  if (isApiError(madeAt)) return madeAt
  const all = madeAt === null || madeAt(message.createdAt) ? message.media : []
  return classicPage<MessageMedia>(call, {
    key: 'media_list',
    limits: PAGE_LIMITS.classic,
    url: `/${API_VERSION}/Accounts/${message.accountSid}/Messages/${message.sid}/Media.json`,
    read: ({ after, before, limit }) => {
      const sorted = [...all].sort((a, b) => (a.sid < b.sid ? -1 : 1))
      const rest = sorted.filter(({ sid }) => (!after || sid > after) && (!before || sid < before))
      return (before ? rest.reverse() : rest).slice(0, limit)
    },
    keyOf: ({ sid }) => sid,
    shape: (media) => shape({ message, media }),
  })
}

function fetch(call: Call): Reply {
  const found = find(call)
  return isApiError(found) ? found : { status: 200, body: shape(found) }
}

function content(call: Call): Reply {
  const found = find(call)
  if (isApiError(found)) return found
  const octets = call.conversations.carrier().read.content(found.media.hash)
  const { contentType } = found.media
  return octets ? { status: 200, octets: { contentType, content: octets } } : notFound(call)
}

function remove(call: Call): Promise<Reply> {
  const act = (work: Work) => {
    const found = find(call, work)
    if (isApiError(found)) return found
    const media = found.message.media.filter(({ sid }) => sid !== found.media.sid)
    return work.put('channelMessage', { ...found.message, media, updatedAt: work.now })
  }
  return decide(call, act, () => NO_CONTENT)
}

function find(call: Call, { read }: Pick<Work, 'read'> = { read: call.conversations.reader }): Found | ApiError {
  const message = findChannelMessage(call, read)
  if (isApiError(message)) return message
  const media = message.media.find(({ sid }) => sid === call.params.media)
  return media ? { message, media } : notFound(call)
}

function shape({ message, media }: Found) {
  return {
    sid: media.sid,
    account_sid: message.accountSid,
    parent_sid: message.sid,
    content_type: media.contentType,
    date_created: rfc2822(message.createdAt),
    date_updated: rfc2822(message.updatedAt),
    uri: `/${API_VERSION}/Accounts/${message.accountSid}/Messages/${message.sid}/Media/${media.sid}.json`,
  }
}
