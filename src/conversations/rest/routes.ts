import { ACCOUNT_ROUTES } from './accounts/routes.ts'
import { ADDRESS_ROUTES } from './addresses/routes.ts'
import { AVAILABLE_NUMBER_ROUTES } from './available-numbers/routes.ts'
import { BINDING_ROUTES } from './bindings/routes.ts'
import type { Route } from './call.ts'
import { CHANNEL_MESSAGE_ROUTES } from './channel-messages/routes.ts'
import { CONFIGURATION_ROUTES } from './configuration/routes.ts'
import { CONFIGURATION_WEBHOOK_ROUTES } from './configuration-webhooks/routes.ts'
import { CONTENT_ROUTES } from './contents/routes.ts'
import { CONVERSATION_WITH_PARTICIPANTS_ROUTES } from './conversation-with-participants/routes.ts'
import { CONVERSATION_ROUTES } from './conversations/routes.ts'
import { CREDENTIAL_ROUTES } from './credentials/routes.ts'
import { MEDIA_ROUTES } from './media/routes.ts'
import { MESSAGE_MEDIA_ROUTES } from './message-media/routes.ts'
import { MESSAGE_ROUTES } from './messages/routes.ts'
import { MESSAGING_SERVICE_ROUTES } from './messaging-services/routes.ts'
import { NOTIFICATION_ROUTES } from './notifications/routes.ts'
import { PARTICIPANT_CONVERSATION_ROUTES } from './participant-conversations/routes.ts'
import { PARTICIPANT_ROUTES } from './participants/routes.ts'
import { PHONE_NUMBER_ROUTES } from './phone-numbers/routes.ts'
import { POOL_NUMBER_ROUTES } from './pool-numbers/routes.ts'
import { RECEIPT_ROUTES } from './receipts/routes.ts'
import { ROLE_ROUTES } from './roles/routes.ts'
import { SCOPED_WEBHOOK_ROUTES } from './scoped-webhooks/routes.ts'
import { SERVICE_ROUTES } from './services/routes.ts'
import { SHORT_CODE_ROUTES } from './short-codes/routes.ts'
import { USER_CONVERSATION_ROUTES } from './user-conversations/routes.ts'
import { USER_ROUTES } from './users/routes.ts'

/** Every operation that is simulated. */
export const ROUTES: readonly Route[] = [
  ...CONVERSATION_ROUTES,
  ...PARTICIPANT_ROUTES,
  ...MESSAGE_ROUTES,
  ...RECEIPT_ROUTES,
  ...SCOPED_WEBHOOK_ROUTES,
  ...CONVERSATION_WITH_PARTICIPANTS_ROUTES,
  ...PARTICIPANT_CONVERSATION_ROUTES,
  ...CONFIGURATION_WEBHOOK_ROUTES,
  ...ADDRESS_ROUTES,
  ...CONFIGURATION_ROUTES,
  ...MEDIA_ROUTES,
  ...SERVICE_ROUTES,
  ...USER_ROUTES,
  ...USER_CONVERSATION_ROUTES,
  ...ROLE_ROUTES,
  ...CREDENTIAL_ROUTES,
  ...BINDING_ROUTES,
  ...NOTIFICATION_ROUTES,
  ...CHANNEL_MESSAGE_ROUTES,
  ...MESSAGE_MEDIA_ROUTES,
  ...PHONE_NUMBER_ROUTES,
  ...AVAILABLE_NUMBER_ROUTES,
  ...MESSAGING_SERVICE_ROUTES,
  ...SHORT_CODE_ROUTES,
  ...ACCOUNT_ROUTES,
  ...POOL_NUMBER_ROUTES,
  ...CONTENT_ROUTES,
]
