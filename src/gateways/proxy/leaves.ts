import { createSecureContext, type SecureContext } from 'node:tls'
import { BACKDATE_MS, type CertificateAuthority, LEAF_MS } from './authority.ts'
import { makeKey, makeLeaf } from './certificate.ts'
import { once } from './once.ts'

/** Names kept at a time; whoever asks for more of them pays for minting again. */
const LEAVES_MAX = 256
/** [RFC1035 2.3.4] with the letters, digits and hyphens that a name on the wire has. */
const NAME = /^(?=.{1,253}$)[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*$/

/** A certificate per name, minted at the first handshake for it; null is this machine itself. */
export function createLeaves(
  authority: CertificateAuthority,
  now: () => number,
): (name: string | null) => Promise<SecureContext> {
  const leaves = new Map<string | null, () => Promise<SecureContext>>()
  const key = once(async () => makeKey())
  const mint = async (name: string | null) => {
    const lifetime = { from: new Date(now() - BACKDATE_MS), until: new Date(now() + LEAF_MS) }
    const issuer = await authority.open()
    const certificate = await makeLeaf(issuer, { ...lifetime, name, key: await key() })
    return createSecureContext({ key: await key(), cert: certificate })
  }
  return async (name) => {
    if (name !== null && !NAME.test(name)) throw new Error(`${JSON.stringify(name)} is no host name`)
    const leaf = leaves.get(name) ?? once(() => mint(name))
    if (leaves.size >= LEAVES_MAX && !leaves.has(name)) leaves.delete(leaves.keys().next().value ?? null)
    leaves.set(name, leaf)
    return leaf()
  }
}
