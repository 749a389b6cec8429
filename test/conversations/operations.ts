/** What a call needs to exist; the names stand in paths and calls in braces. */
export type Seeds = Readonly<Record<(typeof SEED_NAMES)[number], string>>
export const SEED_NAMES = ['CH', 'MB', 'IM', 'DY', 'WH', 'US', 'RL', 'IG', 'CR', 'BS', 'IS', 'OTHER_IS'] as const

export type Level = 'account' | 'service'
export type Operation = {
  readonly name: string
  readonly level: Level
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** As the published description writes it. */
  readonly path: string
  /** The helper library's method, from `conversations.v1` on or from `conversations.v1.services({IS})`. */
  readonly call: string
  readonly parameters: Readonly<Record<string, unknown>>
  readonly status: number
}

type Row = readonly [
  name: string,
  method: Operation['method'],
  path: string,
  call: string,
  parameters?: Operation['parameters'],
  status?: number,
]

const USUAL_STATUS = { GET: 200, POST: 200, DELETE: 204 } as const
const GROUP = [
  '{"identity":"carol","messaging_binding":{"projected_address":"+15017122662"}}',
  '{"messaging_binding":{"address":"+12025550103"}}',
  '{"messaging_binding":{"address":"+12025550104"}}',
]

/** Operations that exist for the account (its default service) and for every service by name. */
const BOTH: readonly Row[] = [
  ['ListConversation', 'GET', '/Conversations', 'conversations.page', { state: 'active' }],
  ['CreateConversation', 'POST', '/Conversations', 'conversations.create', { friendlyName: 'New' }, 201],
  ['FetchConversation', 'GET', '/Conversations/{Sid}', 'conversations({CH}).fetch'],
  ['UpdateConversation', 'POST', '/Conversations/{Sid}', 'conversations({CH}).update', { friendlyName: 'Other' }],
  ['DeleteConversation', 'DELETE', '/Conversations/{Sid}', 'conversations({CH}).remove'],
  [
    'ListConversationMessage',
    'GET',
    '/Conversations/{ConversationSid}/Messages',
    'conversations({CH}).messages.page',
    { order: 'desc' },
  ],
  [
    'CreateConversationMessage',
    'POST',
    '/Conversations/{ConversationSid}/Messages',
    'conversations({CH}).messages.create',
    { author: 'alice', body: 'Hello' },
    201,
  ],
  [
    'FetchConversationMessage',
    'GET',
    '/Conversations/{ConversationSid}/Messages/{Sid}',
    'conversations({CH}).messages({IM}).fetch',
  ],
  [
    'UpdateConversationMessage',
    'POST',
    '/Conversations/{ConversationSid}/Messages/{Sid}',
    'conversations({CH}).messages({IM}).update',
    { body: 'Edited' },
  ],
  [
    'DeleteConversationMessage',
    'DELETE',
    '/Conversations/{ConversationSid}/Messages/{Sid}',
    'conversations({CH}).messages({IM}).remove',
  ],
  [
    'FetchConversationMessageReceipt',
    'GET',
    '/Conversations/{ConversationSid}/Messages/{MessageSid}/Receipts/{Sid}',
    'conversations({CH}).messages({IM}).deliveryReceipts({DY}).fetch',
  ],
  [
    'ListConversationMessageReceipt',
    'GET',
    '/Conversations/{ConversationSid}/Messages/{MessageSid}/Receipts',
    'conversations({CH}).messages({IM}).deliveryReceipts.page',
  ],
  [
    'ListConversationParticipant',
    'GET',
    '/Conversations/{ConversationSid}/Participants',
    'conversations({CH}).participants.page',
  ],
  [
    'CreateConversationParticipant',
    'POST',
    '/Conversations/{ConversationSid}/Participants',
    'conversations({CH}).participants.create',
    { 'messagingBinding.address': '+12025550103', attributes: '{"a":1}' },
    201,
  ],
  [
    'FetchConversationParticipant',
    'GET',
    '/Conversations/{ConversationSid}/Participants/{Sid}',
    'conversations({CH}).participants({MB}).fetch',
  ],
  [
    'UpdateConversationParticipant',
    'POST',
    '/Conversations/{ConversationSid}/Participants/{Sid}',
    'conversations({CH}).participants({MB}).update',
    { lastReadMessageIndex: 0 },
  ],
  [
    'DeleteConversationParticipant',
    'DELETE',
    '/Conversations/{ConversationSid}/Participants/{Sid}',
    'conversations({CH}).participants({MB}).remove',
  ],
  [
    'ListConversationScopedWebhook',
    'GET',
    '/Conversations/{ConversationSid}/Webhooks',
    'conversations({CH}).webhooks.page',
  ],
  [
    'CreateConversationScopedWebhook',
    'POST',
    '/Conversations/{ConversationSid}/Webhooks',
    'conversations({CH}).webhooks.create',
    { target: 'studio', 'configuration.flowSid': `FW${'f'.repeat(32)}` },
    201,
  ],
  [
    'FetchConversationScopedWebhook',
    'GET',
    '/Conversations/{ConversationSid}/Webhooks/{Sid}',
    'conversations({CH}).webhooks({WH}).fetch',
  ],
  [
    'UpdateConversationScopedWebhook',
    'POST',
    '/Conversations/{ConversationSid}/Webhooks/{Sid}',
    'conversations({CH}).webhooks({WH}).update',
    { 'configuration.method': 'get' },
  ],
  [
    'DeleteConversationScopedWebhook',
    'DELETE',
    '/Conversations/{ConversationSid}/Webhooks/{Sid}',
    'conversations({CH}).webhooks({WH}).remove',
  ],
  [
    'CreateConversationWithParticipants',
    'POST',
    '/ConversationWithParticipants',
    'conversationWithParticipants.create',
    { friendlyName: 'Crew', participant: GROUP },
    202,
  ],
  [
    'ListParticipantConversation',
    'GET',
    '/ParticipantConversations',
    'participantConversations.page',
    { identity: 'alice' },
  ],
  ['ListRole', 'GET', '/Roles', 'roles.page'],
  [
    'CreateRole',
    'POST',
    '/Roles',
    'roles.create',
    { friendlyName: 'reader', type: 'conversation', permission: ['leaveConversation'] },
    201,
  ],
  ['FetchRole', 'GET', '/Roles/{Sid}', 'roles({RL}).fetch'],
  ['UpdateRole', 'POST', '/Roles/{Sid}', 'roles({RL}).update', { permission: ['sendMessage'] }],
  ['DeleteRole', 'DELETE', '/Roles/{Sid}', 'roles({RL}).remove'],
  ['ListUser', 'GET', '/Users', 'users.page'],
  ['CreateUser', 'POST', '/Users', 'users.create', { identity: 'dora', friendlyName: 'Dora' }, 201],
  ['FetchUser', 'GET', '/Users/{Sid}', 'users({US}).fetch'],
  ['UpdateUser', 'POST', '/Users/{Sid}', 'users({US}).update', { attributes: '{"shift":"late"}' }],
  ['DeleteUser', 'DELETE', '/Users/{Sid}', 'users({US}).remove'],
  [
    'FetchUserConversation',
    'GET',
    '/Users/{UserSid}/Conversations/{ConversationSid}',
    'users({US}).userConversations({CH}).fetch',
  ],
  [
    'UpdateUserConversation',
    'POST',
    '/Users/{UserSid}/Conversations/{ConversationSid}',
    'users({US}).userConversations({CH}).update',
    { notificationLevel: 'muted', lastReadMessageIndex: 0 },
  ],
  [
    'DeleteUserConversation',
    'DELETE',
    '/Users/{UserSid}/Conversations/{ConversationSid}',
    'users({US}).userConversations({CH}).remove',
  ],
  ['ListUserConversation', 'GET', '/Users/{UserSid}/Conversations', 'users({US}).userConversations.page'],
]

const ACCOUNT: readonly Row[] = [
  ['FetchConfiguration', 'GET', '/Configuration', 'configuration().fetch'],
  ['UpdateConfiguration', 'POST', '/Configuration', 'configuration().update', { defaultInactiveTimer: 'PT5M' }],
  ['ListConfigurationAddress', 'GET', '/Configuration/Addresses', 'addressConfigurations.page', { type: 'sms' }],
  [
    'CreateConfigurationAddress',
    'POST',
    '/Configuration/Addresses',
    'addressConfigurations.create',
    {
      type: 'sms',
      address: '+15017122662',
      'autoCreation.enabled': true,
      'autoCreation.type': 'studio',
      'autoCreation.studioFlowSid': `FW${'f'.repeat(32)}`,
      'autoCreation.studioRetryCount': 3,
    },
    201,
  ],
  ['FetchConfigurationAddress', 'GET', '/Configuration/Addresses/{Sid}', 'addressConfigurations({IG}).fetch'],
  [
    'UpdateConfigurationAddress',
    'POST',
    '/Configuration/Addresses/{Sid}',
    'addressConfigurations({IG}).update',
    { friendlyName: 'Front desk' },
  ],
  ['DeleteConfigurationAddress', 'DELETE', '/Configuration/Addresses/{Sid}', 'addressConfigurations({IG}).remove'],
  ['FetchConfigurationWebhook', 'GET', '/Configuration/Webhooks', 'configuration.webhooks().fetch'],
  [
    'UpdateConfigurationWebhook',
    'POST',
    '/Configuration/Webhooks',
    'configuration.webhooks().update',
    { target: 'flex', filters: ['onMessageAdded'] },
  ],
  ['ListCredential', 'GET', '/Credentials', 'credentials.page'],
  [
    'CreateCredential',
    'POST',
    '/Credentials',
    'credentials.create',
    { type: 'fcm', friendlyName: 'push', secret: 'hush' },
    201,
  ],
  ['FetchCredential', 'GET', '/Credentials/{Sid}', 'credentials({CR}).fetch'],
  ['UpdateCredential', 'POST', '/Credentials/{Sid}', 'credentials({CR}).update', { sandbox: 'true' }],
  ['DeleteCredential', 'DELETE', '/Credentials/{Sid}', 'credentials({CR}).remove'],
  ['ListService', 'GET', '/Services', 'services.page'],
  ['CreateService', 'POST', '/Services', 'services.create', { friendlyName: 'Second' }, 201],
  ['FetchService', 'GET', '/Services/{Sid}', 'services({IS}).fetch'],
  ['DeleteService', 'DELETE', '/Services/{Sid}', 'services({OTHER_IS}).remove'],
]

const SERVICE: readonly Row[] = [
  ['FetchServiceBinding', 'GET', '/Bindings/{Sid}', 'bindings({BS}).fetch'],
  ['DeleteServiceBinding', 'DELETE', '/Bindings/{Sid}', 'bindings({BS}).remove'],
  ['ListServiceBinding', 'GET', '/Bindings', 'bindings.page', { bindingType: ['fcm'], identity: ['alice'] }],
  ['FetchServiceConfiguration', 'GET', '/Configuration', 'configuration().fetch'],
  ['UpdateServiceConfiguration', 'POST', '/Configuration', 'configuration().update', { reachabilityEnabled: true }],
  ['FetchServiceNotification', 'GET', '/Configuration/Notifications', 'configuration.notifications().fetch'],
  [
    'UpdateServiceNotification',
    'POST',
    '/Configuration/Notifications',
    'configuration.notifications().update',
    { logEnabled: true, 'newMessage.enabled': true, 'newMessage.withMedia.template': 'a picture' },
  ],
  ['FetchServiceWebhookConfiguration', 'GET', '/Configuration/Webhooks', 'configuration.webhooks().fetch'],
  [
    'UpdateServiceWebhookConfiguration',
    'POST',
    '/Configuration/Webhooks',
    'configuration.webhooks().update',
    { postWebhookUrl: 'http://127.0.0.1:9/', filters: ['onMessageAdded'] },
  ],
]

const SERVICE_PATH = '/v1/Services/{ChatServiceSid}'

/** Every operation of the API: 103 of them. */
export const OPERATIONS: readonly Operation[] = [
  ...[...ACCOUNT, ...BOTH].map((row) => operation(row, 'account')),
  ...SERVICE.map((row) => operation(row, 'service')),
  ...BOTH.map(([name, ...row]) =>
    operation([name.replace(/^(List|Create|Fetch|Update|Delete)/, '$1Service'), ...row], 'service'),
  ),
]

function operation(
  [name, method, path, call, parameters = {}, status = USUAL_STATUS[method]]: Row,
  level: Level,
): Operation {
  return { name, level, method, path: (level === 'account' ? '/v1' : SERVICE_PATH) + path, call, parameters, status }
}

/** Follows a call such as `conversations({CH}).messages.create` from an object of the helper library on. */
export async function invoke(
  root: unknown,
  { call, parameters }: Pick<Operation, 'call' | 'parameters'>,
  seeds: Seeds,
) {
  const steps = [...call.matchAll(/([A-Za-z]+)(\(\{?(\w*)\}?\))?/g)]
  let place: unknown = root
  for (const [index, [, name = '', brackets, seed]] of steps.entries()) {
    const holder = place as Record<string, (...args: unknown[]) => unknown>
    const isLast = index === steps.length - 1
    if (isLast) return await holder[name]?.(...(Object.keys(parameters).length > 0 ? [parameters] : []))
    // A name without brackets is a list that is a function too.
    place = brackets === undefined ? holder[name] : holder[name]?.(...(seed ? [seeds[seed as keyof Seeds]] : []))
  }
  throw new Error(`${call} calls nothing`)
}
