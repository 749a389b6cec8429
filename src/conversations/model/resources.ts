import type { Address, Instant } from '../../core/index.ts'

type Dated = { readonly createdAt: Instant; readonly updatedAt: Instant }
type OfService = { readonly accountSid: string; readonly serviceSid: string }

/** Somebody with an identity in a service. */
export type User = Dated &
  OfService & {
    readonly sid: string
    readonly identity: string
    readonly friendlyName: string | null
    readonly attributes: string
    readonly roleSid: string
  }

export const ROLE_TYPES = ['conversation', 'service'] as const
export type RoleType = (typeof ROLE_TYPES)[number]

/** What users of the client SDK may do; over REST everything is allowed. */
export type Role = Dated &
  OfService & {
    readonly sid: string
    readonly friendlyName: string
    readonly type: RoleType
    readonly permissions: readonly string[]
  }

export const PUSH_TYPES = ['apn', 'gcm', 'fcm'] as const

/** The key to a push service; its secrets are taken and not kept. */
export type Credential = Dated & {
  readonly sid: string
  readonly accountSid: string
  readonly friendlyName: string | null
  readonly type: (typeof PUSH_TYPES)[number]
  readonly sandbox: string
}

export const BINDING_TYPES = [...PUSH_TYPES, 'twilsock'] as const

/** A device that a user has registered for push. */
export type Binding = Dated &
  OfService & {
    readonly sid: string
    readonly credentialSid: string | null
    readonly endpoint: string
    readonly identity: string
    readonly bindingType: (typeof BINDING_TYPES)[number]
    readonly messageTypes: readonly string[]
  }

export type PushText = { readonly enabled: boolean; readonly template: string; readonly sound: string }

/** What a service pushes to devices. */
export type NotificationSettings = {
  /** The service's. */
  readonly sid: string
  readonly accountSid: string
  readonly logEnabled: boolean
  readonly newMessage: PushText & {
    readonly badgeCountEnabled: boolean
    readonly withMedia: Omit<PushText, 'sound'>
  }
  readonly addedToConversation: PushText
  readonly removedFromConversation: PushText
}

/** What a service has set for itself. */
export type ServiceSettings = {
  /** The service's. */
  readonly sid: string
  readonly creatorRoleSid: string
  readonly conversationRoleSid: string
  readonly serviceRoleSid: string
  readonly reachabilityEnabled: boolean
}

/** A messaging service with its settings by their names in the API. */
export type MessagingService = Dated & {
  readonly sid: string
  readonly accountSid: string
  readonly friendlyName: string
  readonly settings: Readonly<Record<string, string>>
}

/** A number in the sender pool of a messaging service. */
export type PoolNumber = Dated & {
  /** The number's own. */
  readonly sid: string
  readonly accountSid: string
  readonly messagingServiceSid: string
  readonly number: Address
}

/** What the account has set for one of its numbers, by the names of the API. */
export type NumberSettings = Dated & {
  readonly sid: string
  readonly accountSid: string
  readonly number: Address
  readonly settings: Readonly<Record<string, string>>
}

/** A message template. */
export type ContentTemplate = Dated & {
  readonly sid: string
  readonly accountSid: string
  readonly friendlyName: string | null
  readonly language: string
  readonly variables: Readonly<Record<string, string>>
  readonly types: Readonly<Record<string, unknown>>
}

/** A person who sent STOP to a number of the account. */
export type OptOut = {
  readonly sid: string
  readonly accountSid: string
  readonly at: Instant
}

/** Small resources by name; all are found by SID, most are listed under an account or a service. */
export type Resources = {
  readonly user: User
  readonly role: Role
  readonly credential: Credential
  readonly binding: Binding
  readonly notifications: NotificationSettings
  readonly serviceSettings: ServiceSettings
  readonly messagingService: MessagingService
  readonly poolNumber: PoolNumber
  readonly numberSettings: NumberSettings
  readonly content: ContentTemplate
  readonly optOut: OptOut
}
export type ResourceKind = keyof Resources

/** Who wrote to whom: the name of an opt-out. */
export function optOutKey(own: Address, person: Address): string {
  return `${own} ${person}`
}

type Place<K extends ResourceKind> = (resource: Resources[K]) => {
  readonly parent: string
  readonly name?: string | null
}

/** What each kind is listed under, and the other name it has there. */
export const RESOURCE_PLACES = {
  user: ({ serviceSid, identity }) => ({ parent: serviceSid, name: identity }),
  role: ({ serviceSid }) => ({ parent: serviceSid }),
  credential: ({ accountSid }) => ({ parent: accountSid }),
  binding: ({ serviceSid, identity }) => ({ parent: serviceSid, name: identity }),
  notifications: ({ accountSid }) => ({ parent: accountSid }),
  serviceSettings: ({ sid }) => ({ parent: sid }),
  messagingService: ({ accountSid }) => ({ parent: accountSid }),
  poolNumber: ({ messagingServiceSid, number }) => ({ parent: messagingServiceSid, name: number }),
  numberSettings: ({ accountSid, number }) => ({ parent: accountSid, name: number }),
  content: ({ accountSid }) => ({ parent: accountSid }),
  optOut: ({ accountSid }) => ({ parent: accountSid }),
} as const satisfies { readonly [K in ResourceKind]: Place<K> }
