import type { NotificationSettings } from '../../model/resources.ts'

/** What a service pushes to devices, as the API shows it. */
export function notificationsShape(settings: NotificationSettings, url: string) {
  const { badgeCountEnabled, withMedia, ...newMessage } = settings.newMessage
  return {
    account_sid: settings.accountSid,
    chat_service_sid: settings.sid,
    log_enabled: settings.logEnabled,
    new_message: { ...newMessage, badge_count_enabled: badgeCountEnabled, with_media: withMedia },
    added_to_conversation: settings.addedToConversation,
    removed_from_conversation: settings.removedFromConversation,
    url,
  }
}
