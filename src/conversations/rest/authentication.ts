import type { TwilioAccount } from '../../core/index.ts'
import type { Conversations } from '../conversations.ts'

/** The account that credentials belong to, and its world's Conversations layer. */
export type Tenant = { readonly account: TwilioAccount; readonly conversations: Conversations }

/** Finds the tenant of an AccountSid and auth token, or of an API key and its secret. */
export type FindTenant = (user: string, password: string) => Tenant | undefined

export type Credentials = { readonly user: string; readonly password: string }

/** HTTP Basic credentials of an Authorization header. [RFC7617 2] */
export function readBasic(header: string | undefined): Credentials | undefined {
  const encoded = /^Basic\s+([A-Za-z0-9+/=]+)\s*$/i.exec(header ?? '')?.[1]
  if (encoded === undefined) return undefined
  const text = Buffer.from(encoded, 'base64').toString('utf8')
  const at = text.indexOf(':')
  return at < 0 ? undefined : { user: text.slice(0, at), password: text.slice(at + 1) }
}

const KNOWN_HEADERS = 1_000

/** Reads the same header once: clients send theirs with every request. */
export function createBasicReader(): (header: string | undefined) => Credentials | undefined {
  const known = new Map<string, Credentials>()
  return (header = '') => {
    const found = known.get(header)
    if (found) return found
    const read = readBasic(header)
    if (known.size >= KNOWN_HEADERS) known.clear()
    if (read) known.set(header, read)
    return read
  }
}

/** Whether these credentials are the account's own or those of one of its API keys. */
export function opensAccount({ sid, authToken, apiKeys }: TwilioAccount, { user, password }: Credentials): boolean {
  if (user === sid) return password === authToken
  return apiKeys.some((key) => key.sid === user && key.secret === password)
}
