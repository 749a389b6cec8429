import type { Conversation } from '../../model/records.ts'
import { conversationShape, type UrlOf } from '../conversations/shape.ts'

/** A conversation made with its participants: as any other, without the link to its export. */
export function conversationWithParticipantsShape(conversation: Conversation, url: UrlOf) {
  const { links, ...shape } = conversationShape(conversation, url)
  const { export: _, ...others } = links
  return { ...shape, links: others }
}
