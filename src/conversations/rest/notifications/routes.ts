import { type ApiError, apiError, isApiError } from '../../../../protocols/conversations/index.ts'
import type { NotificationSettings, PushText } from '../../model/resources.ts'
import type { ConversationsReader } from '../../model/store-port.ts'
import type { Work } from '../../work.ts'
import { type Call, decide, given, type Reply, type Route } from '../call.ts'
import { urlOf } from '../urls.ts'
import { notificationsShape } from './shape.ts'

const PATH = '/Configuration/Notifications'
const TEMPLATE_LENGTH = 2048
const SOUND_LENGTH = 256

/** Kept and shown; no push service is called. */
export const NOTIFICATION_ROUTES: readonly Route[] = [
  { method: 'get', level: 'service', path: PATH, handle: fetch },
  { method: 'post', level: 'service', path: PATH, handle: update },
]

function fetch(call: Call): Reply {
  return { status: 200, body: show(call, settingsFor(call, call.conversations.reader)) }
}

function update(call: Call): Promise<Reply> {
  const act = (work: Work): NotificationSettings | ApiError => {
    const before = settingsFor(call, work.read)
    const { newMessage } = before
    const message = readText(call, 'NewMessage', newMessage)
    const media = readText(call, 'NewMessage.WithMedia', { ...newMessage.withMedia, sound: '' })
    const added = readText(call, 'AddedToConversation', before.addedToConversation)
    const removed = readText(call, 'RemovedFromConversation', before.removedFromConversation)
    if (isApiError(message)) return message
    if (isApiError(media)) return media
    if (isApiError(added)) return added
    if (isApiError(removed)) return removed
    const { sound: _, ...withMedia } = media
    const badgeCountEnabled = flag(call, 'NewMessage.BadgeCountEnabled', newMessage.badgeCountEnabled)
    return work.keep('notifications', {
      ...before,
      logEnabled: flag(call, 'LogEnabled', before.logEnabled),
      newMessage: { ...message, badgeCountEnabled, withMedia },
      addedToConversation: added,
      removedFromConversation: removed,
    })
  }
  return decide(call, act, (settings) => ({ status: 200, body: show(call, settings) }))
}

const SILENT: PushText = { enabled: false, template: '', sound: '' }

function settingsFor({ account, serviceSid }: Call, read: ConversationsReader): NotificationSettings {
  return (
    read.resource('notifications', serviceSid) ?? {
      sid: serviceSid,
      accountSid: account.sid,
      logEnabled: false,
      newMessage: { ...SILENT, badgeCountEnabled: false, withMedia: { enabled: false, template: '' } },
      addedToConversation: SILENT,
      removedFromConversation: SILENT,
    }
  )
}

function readText(call: Call, name: string, before: PushText): PushText | ApiError {
  const template = given(call, `${name}.Template`) ?? before.template
  const sound = given(call, `${name}.Sound`) ?? before.sound
  if (template.length > TEMPLATE_LENGTH) return apiError(50058)
  if (sound.length > SOUND_LENGTH) return apiError(50059)
  return { enabled: flag(call, `${name}.Enabled`, before.enabled), template, sound }
}

function flag(call: Call, name: string, before: boolean): boolean {
  return (given(call, name) ?? String(before)).toLowerCase() === 'true'
}

function show(call: Call, settings: NotificationSettings) {
  return notificationsShape(settings, urlOf(call, PATH))
}
