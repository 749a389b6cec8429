import { randomBytes } from 'node:crypto'

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|::1|\[::1\])$/

/** The token that was given, or one made for a carrier that others can reach; a private carrier needs none. */
export function tokenFor(host: string, given: string | null): string | undefined {
  if (given !== null && given !== '') return given
  return LOOPBACK.test(host) ? undefined : randomBytes(16).toString('hex')
}

/** What the commands show to a carrier that asks for a token. */
export function tokenOfEnvironment(environment = process.env): string | undefined {
  return environment.PARTYLINE_TOKEN || undefined
}
