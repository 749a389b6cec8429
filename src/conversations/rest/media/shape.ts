import { isoSeconds } from '../../../../protocols/conversations/index.ts'
import type { Media } from '../../model/records.ts'

/** An upload as the media service shows it. */
export function mediaShape(media: Media, url: string) {
  return {
    sid: media.sid,
    account_sid: media.accountSid,
    service_sid: media.serviceSid,
    channel_sid: media.conversationSid,
    message_sid: media.messageSid,
    author: media.author,
    size: media.size,
    content_type: media.contentType,
    filename: media.filename,
    category: 'media',
    is_multipart_upstream: false,
    date_created: isoSeconds(media.createdAt),
    date_upload_updated: isoSeconds(media.createdAt),
    date_updated: isoSeconds(media.updatedAt),
    url,
    links: { content: `${new URL(url).pathname}/Content`, content_direct_temporary: `${url}/Content` },
  }
}
