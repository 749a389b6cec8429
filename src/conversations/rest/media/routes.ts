import { type ApiError, apiError, field, isApiError } from '../../../../protocols/conversations/index.ts'
import { decodeMultipart, parseContentType } from '../../../../protocols/mime/index.ts'
import type { CoreChange } from '../../../core/index.ts'
import { contentHash } from '../../../runtime/index.ts'
import type { Media } from '../../model/records.ts'
import type { Work } from '../../work.ts'
import { type Call, decide, notFound, type Reply, type Route } from '../call.ts'
import { mediaUrl } from '../urls.ts'
import { mediaShape } from './shape.ts'

/** What the media service takes as one upload. */
export const LARGEST_UPLOAD = 150 * 1024 * 1024

export const MEDIA_ROUTES: readonly Route[] = [
  { method: 'post', level: 'service', path: '/Media', handle: upload },
  { method: 'get', level: 'service', path: '/Media/:media', handle: fetch },
  { method: 'get', level: 'service', path: '/Media/:media/Content', handle: content },
  { method: 'post', level: 'service', path: '/MediaSet', handle: fetchSet },
]

function upload(call: Call): Reply | Promise<Reply> {
  const file = fileIn(call)
  if (isApiError(file)) return file
  const { octets, contentType, filename } = file
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
      contentType,
      filename,
      size: octets.length,
      hash,
      createdAt: work.now,
      updatedAt: work.now,
    })
  }
  return decide(call, act, (media) => ({ status: 201, body: show(call, media) }))
}

type File = { readonly octets: Uint8Array; readonly contentType: string; readonly filename: string | null }

/** The file of an upload: the whole body, or the first part of a form. */
function fileIn({ octets, contentType, query }: Call): File | ApiError {
  const named = field(query, 'Filename') || null
  const type = contentType || 'application/octet-stream'
  const parsed = parseContentType(type)
  if (!parsed.ok) return apiError(50511, `${type.slice(0, 100)} is no content type`)
  if (!parsed.value.type.startsWith('multipart/')) return { octets, contentType: type, filename: named }
  const parts = decodeMultipart(octets, parsed.value.parameters.get('boundary') ?? '')
  const [first] = parts.ok ? parts.value : []
  if (!first) return apiError(50511, 'The form has no file')
  const { type: ofFile } = first.contentType
  return { octets: first.body, contentType: ofFile, filename: named ?? filenameIn(first.headers) }
}

function filenameIn(headers: ReadonlyMap<string, string>): string | null {
  return /filename="?([^";]+)"?/i.exec(headers.get('content-disposition') ?? '')?.[1] ?? null
}

/** Several uploads in one question, in the order they were asked for; what is not there is left out. */
function fetchSet(call: Call): Reply {
  const list = listIn(Buffer.from(call.octets).toString('utf8'))
  if (!list) return apiError(20001, 'MediaSet takes {"command":"get","list":[{"media_sid":"ME…"}]}')
  const records = list.flatMap((sid) => {
    const media = find({ ...call, params: { ...call.params, media: sid } })
    return isApiError(media) ? [] : [{ code: 200, media_record: show(call, media) }]
  })
  return { status: 200, body: records }
}

function listIn(text: string): readonly string[] | undefined {
  try {
    const { command, list } = JSON.parse(text) as { command?: unknown; list?: unknown }
    if (command !== 'get' || !Array.isArray(list)) return undefined
    return list.map((one: unknown) => String((one as { media_sid?: unknown } | null)?.media_sid))
  } catch {
    return undefined
  }
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
