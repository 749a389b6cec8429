import type { CarrierReader, Part } from '../../../core/index.ts'
import type { PhoneMessage } from '../world-port.ts'

type Media = PhoneMessage['media'][number]

/** Says of pictures what they were before the MMSC made them fit the phone's carrier. The phone cannot know; the network does. */
export function withAdapted(read: CarrierReader, message: PhoneMessage): PhoneMessage {
  const { direction, transport, messageId, media } = message
  if (direction !== 'received' || transport !== 'mms' || messageId === null || media.length === 0) return message
  const content = read.message(Number(messageId))?.content
  if (content?.kind !== 'mms') return message
  return { ...message, media: media.map((one) => withOriginal(one, content.parts)) }
}

function withOriginal(media: Media, parts: readonly Part[]): Media {
  const original = parts.find((part) => isPicture(part) && namesOf(part).includes(media.filename))
  if (!original || original.size === media.size) return media
  return { ...media, adaptedFrom: { contentType: original.contentType, size: original.size } }
}

function isPicture({ contentType }: Part): boolean {
  return contentType.startsWith('image/')
}

function namesOf({ contentLocation, name, contentId }: Part): readonly (string | null)[] {
  return [contentLocation, name, contentId].filter((one) => one !== null)
}
