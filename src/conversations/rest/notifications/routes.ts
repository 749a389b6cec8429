import { type ApiError, apiError, isApiError } from '../../../../protocols/conversations/index.ts'
import type { NotificationSettings, PushText } from '../../model/resources.ts'
import type { ConversationsReader } from '../../model/store-port.ts'
import type { Work } from '../../work.ts'
import { type Call, decide, given, type Reply, type Route } from '../call.ts'
import { readFlag } from '../flag-field.ts'
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
    const badgeCountEnabled = readFlag(call, 'NewMessage.BadgeCountEnabled', newMessage.badgeCountEnabled)
    if (isApiError(badgeCountEnabled)) return badgeCountEnabled
    const logEnabled = readFlag(call, 'LogEnabled', before.logEnabled)
    if (isApiError(logEnabled)) return logEnabled
    return work.keep('notifications', {
      ...before,
      logEnabled,
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
  const enabled = readFlag(call, `${name}.Enabled`, before.enabled)
  return isApiError(enabled) ? enabled : { enabled, template, sound }
}

function show(call: Call, settings: NotificationSettings) {
  return notificationsShape(settings, urlOf(call, PATH))
}
