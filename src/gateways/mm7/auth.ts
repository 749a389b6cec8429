import { createHash, createHmac } from 'node:crypto'
import type { SenderIdentification } from '../../../protocols/mm7/index.ts'
import type { Mm7Account } from '../../core/index.ts'
import type { Mm7Vasp } from './parts.ts'

const REALM = 'partyline'
const NONCE_LENGTH = 32
const DIGEST_PARAMETER = /(\w+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/g
/** No client sends more. */
const AUTHORIZATION_LENGTH_MAX = 4_096

type Asked = { readonly method: string; readonly url: string; readonly authorization: string | undefined }

/** Who posts: Basic and Digest credentials, checked against the account's password. [RFC7617 2] [RFC7616 3.4] */
export class Authentication {
  private readonly find: (user: string) => Mm7Vasp | undefined
  private readonly nonce: string

  /** Nonces are good as long as the process lives; `secret` makes them its own. */
  constructor(find: (user: string) => Mm7Vasp | undefined, secret: string) {
    this.find = find
    this.nonce = createHmac('sha256', secret).update(REALM).digest('hex').slice(0, NONCE_LENGTH)
  }

  /** Values for WWW-Authenticate; Basic first, because simple clients take the first they see. */
  challenges({ authorization = '' }: { readonly authorization: string | undefined }): string[] {
    const given = isDigest(authorization) ? digestParameters(authorization).get('nonce') : undefined
    const stale = given !== undefined && given !== this.nonce ? ', stale=true' : ''
    return [
      `Basic realm="${REALM}", charset="UTF-8"`,
      `Digest realm="${REALM}", qop="auth", algorithm=MD5, nonce="${this.nonce}"${stale}`,
    ]
  }

  identify({ method, url, authorization = '' }: Asked): Mm7Vasp | undefined {
    if (authorization.length > AUTHORIZATION_LENGTH_MAX) return undefined
    const basic = /^Basic\s+([\w+/=-]+)\s*$/i.exec(authorization)?.[1]
    if (basic !== undefined) return this.byPassword(basic)
    return isDigest(authorization) ? this.byDigest(digestParameters(authorization), { method, url }) : undefined
  }

  private byPassword(encoded: string): Mm7Vasp | undefined {
    const pair = Buffer.from(encoded, 'base64').toString('utf8')
    const colon = pair.indexOf(':')
    const vasp = colon < 0 ? undefined : this.find(pair.slice(0, colon))
    return vasp?.account.password === pair.slice(colon + 1) ? vasp : undefined
  }

  private byDigest(
    given: ReadonlyMap<string, string>,
    { method, url }: { readonly method: string; readonly url: string },
  ): Mm7Vasp | undefined {
    const vasp = this.find(given.get('username') ?? '')
    const uri = given.get('uri') ?? ''
    const isOurs = given.get('nonce') === this.nonce && given.get('realm') === REALM && pathOf(uri) === pathOf(url)
    if (!vasp || !isOurs) return undefined
    return given.get('response') === digestResponse(given, vasp.account.password, `${method}:${uri}`) ? vasp : undefined
  }
}

/** Whether a request may name this account: ids that are given must be the account's own. */
export function isProperlyIdentified(
  { vaspId, vasId }: Pick<SenderIdentification, 'vaspId' | 'vasId'>,
  account: Mm7Account,
): boolean {
  return (vaspId ?? account.vaspId) === account.vaspId && (vasId ?? account.vasId) === account.vasId
}

function isDigest(authorization: string): boolean {
  return /^Digest\s/i.test(authorization)
}

function digestParameters(authorization: string): Map<string, string> {
  const parameters = new Map<string, string>()
  for (const [, name = '', quoted, bare = ''] of authorization.slice(7).matchAll(DIGEST_PARAMETER)) {
    parameters.set(name.toLowerCase(), quoted?.replace(/\\(.)/g, '$1') ?? bare)
  }
  return parameters
}

/** Without qop it is the older form, which the 3GPP release of the time refers to. [RFC2617 3.2.2.1] */
function digestResponse(given: ReadonlyMap<string, string>, password: string, request: string): string {
  const identity = md5(`${given.get('username')}:${REALM}:${password}`)
  const asked = md5(request)
  if (given.get('qop') === undefined) return md5(`${identity}:${given.get('nonce')}:${asked}`)
  const counted = [given.get('nonce'), given.get('nc'), given.get('cnonce'), given.get('qop')].join(':')
  return md5(`${identity}:${counted}:${asked}`)
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex')
}

function pathOf(url: string): string {
  return url.replace(/^https?:\/\/[^/]*/i, '')
}
