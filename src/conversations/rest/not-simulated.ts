import { type ApiError, canonicalHost, PRODUCTS } from '../../../protocols/conversations/index.ts'
import { notSimulated } from './call.ts'

/** Resources that the service has and that are not played here, with what to do instead or why not. */
const RESOURCES: readonly (readonly [path: RegExp, why: string])[] = [
  [/^\/messaging\/v1\/Services\/[^/]+\/(Destination)?AlphaSenders\b/, 'phones of +1 take no alphanumeric senders'],
  [
    /^\/messaging\/v1\/.*(UsAppToPerson|Compliance|BrandRegistrations|Tollfree)/,
    'there is no registration of campaigns',
  ],
  [/^(\/messaging)?\/v[2-9]\//, 'of these APIs there is v1'],
  [/^\/messaging\//, 'of messaging services there are settings, PhoneNumbers and ShortCodes'],
  [/^\/v1\/(Content\/[^/]+|ContentAndApprovals|LegacyContent)(\/|$)/, 'templates need no approval and do not change'],
  [inAccount('Balance'), 'everything is free'],
  [inAccount('Keys|SigningKeys'), 'keys are set by PUT /carrier/accounts/twilio/{sid} with {"apiKeys": [...]}'],
  [inAccount('Calls|Conferences|Queues|Recordings|Transcriptions|SIP|OutgoingCallerIds'), 'there is no telephony'],
  [inAccount('Usage|Notifications'), 'what happens stands in the feed: /carrier/feed'],
  [inAccount('Addresses|Applications|AuthorizedConnectApps|ConnectApps|Tokens'), 'no message depends on it'],
  [inAccount('Messages|AvailablePhoneNumbers|IncomingPhoneNumbers|SMS'), 'this operation has no part in messages'],
  [/^\/2010-04-01\/Accounts(\.json|\/[^/]+\.json)$/, 'accounts are made by PUT /carrier/accounts/twilio/{sid}'],
]

function inAccount(names: string): RegExp {
  return new RegExp(`^/2010-04-01/Accounts/[^/]+/(${names})(\\.json|/|$)`)
}

/** What exists elsewhere and not here answers 501 instead of pretending to be unknown. */
export function missingOperation(method: string, path: string): ApiError | undefined {
  const why = RESOURCES.find(([pattern]) => pattern.test(path))?.[1]
  return why === undefined ? undefined : notSimulated(`${method} ${path.replace(/^\/messaging/, '')}`, why)
}

/** A host of the service that nobody here answers for. */
export function missingHost(host: string): ApiError {
  return notSimulated(host, `of its hosts there are ${PRODUCTS.map(canonicalHost).join(', ')}`)
}
