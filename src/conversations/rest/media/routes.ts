import { type ApiError, apiError, field, isApiError } from '../../../../protocols/conversations/index.ts'
import type { CoreChange } from '../../../core/index.ts'
import { contentHash } from '../../../runtime/index.ts'
import type { Media } from '../../model/records.ts'
import type { Work } from '../../work.ts'
import { type Call, decide, notFound, notSimulated, type Reply, type Route } from '../call.ts'
import { mediaUrl } from '../urls.ts'
import { mediaShape } from './shape.ts'

/** What the media service takes as one upload. */
export const LARGEST_UPLOAD = 150 * 1024 * 1024

export const MEDIA_ROUTES: readonly Route[] = [
  { method: 'post', level: 'service', path: '/Media', handle: upload },
  { method: 'get', level: 'service', path: '/Media/:media', handle: fetch },
  { method: 'get', level: 'service', path: '/Media/:media/Content', handle: content },
  { method: 'post', level: 'service', path: '/MediaSet', handle: () => notSimulated('MediaSet') },
]

function upload(call: Call): Reply | Promise<Reply> {
  const { octets, contentType, query } = call
  if (contentType.startsWith('multipart/')) return notSimulated('Uploads as multipart form data')
  if (octets.length > LARGEST_UPLOAD) return apiError(50512)
  const hash = contentHash(octets)
  const act = (work: Work) => {
    const stored: CoreChange = { layer: 'core', put: 'content', hash, octets }
    work.changes.push(stored)
    return work.put('media', {
      sid: work.sid('media'),
      accountSid: work.account.sid,
      serviceSid: call.serviceSid,
      conversationSid: null,
      messageSid: null,
      author: null,
      contentType: contentType || 'application/octet-stream',
      filename: field(query, 'Filename') || null,
      size: octets.length,
      hash,
      createdAt: work.now,
      updatedAt: work.now,
    })
  }
  return decide(call, act, (media) => ({ status: 201, body: show(call, media) }))
}

function fetch(call: Call): Reply {
  const media = find(call)
  return isApiError(media) ? media : { status: 200, body: show(call, media) }
}

function content(call: Call): Reply {
  const media = find(call)
  if (isApiError(media)) return media
  const octets = call.conversations.carrier().read.content(media.hash)
  return octets ? { status: 200, octets: { contentType: media.contentType, content: octets } } : notFound(call)
}

function find(call: Call): Media | ApiError {
  const media = call.conversations.reader.media(call.params.media ?? '')
  return media?.accountSid === call.account.sid && media.serviceSid === call.serviceSid ? media : notFound(call)
}

function show(call: Call, media: Media) {
  return mediaShape(media, mediaUrl(call, `/Services/${media.serviceSid}/Media/${media.sid}`))
}
