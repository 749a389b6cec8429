import { createPrivateKey, randomBytes, X509Certificate } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { constraintsFor, type Identity, makeAuthority } from './certificate.ts'
import { once } from './once.ts'

/** The CA of this user. Its key never leaves the folder, and no system store ever learns of it. */
export type CertificateAuthority = {
  /** Where the certificate is, or will be once somebody asks for it. */
  readonly path: string
  /** Opens it, or makes it when there is none that still serves. */
  readonly open: () => Promise<Identity>
  /** Removes what was made for this process only. */
  readonly close: () => void
}

export type AuthorityParts = {
  /** Kept there; null for a folder that ends with the process. */
  readonly folder: string | null
  readonly domains: readonly string[]
  readonly now: () => number
}

const DAY_MS = 24 * 60 * 60 * 1_000
/** Clocks of peers (containers, virtual machines) may lag. */
export const BACKDATE_MS = DAY_MS
/** Apple's limit for leaves of one's own CA is 825 days. */
export const LEAF_MS = 397 * DAY_MS
const AUTHORITY_MS = 10 * 365 * DAY_MS

export function createAuthority({ folder, domains, now }: AuthorityParts): CertificateAuthority {
  const home = folder ?? join(tmpdir(), `partyline-ca-${randomBytes(8).toString('hex')}`)
  return {
    path: join(home, 'ca.pem'),
    open: once(async () => {
      const stored = read(home)
      if (stored && serves(stored, domains, now())) return stored
      const lifetime = { from: new Date(now() - BACKDATE_MS), until: new Date(now() + AUTHORITY_MS) }
      const made = await makeAuthority(domains, lifetime)
      write(home, made)
      return made
    }),
    close: () => {
      if (folder === null) rmSync(home, { recursive: true, force: true })
    },
  }
}

function read(folder: string): Identity | undefined {
  const key = join(folder, 'ca.key')
  const certificate = join(folder, 'ca.pem')
  if (!existsSync(key) || !existsSync(certificate)) return undefined
  protect(folder, key)
  return { certificate: readFileSync(certificate, 'utf8'), key: readFileSync(key, 'utf8') }
}

/** Made for the same names, key and certificate of one piece, and longer alive than any leaf of it. */
function serves({ certificate, key }: Identity, domains: readonly string[], now: number): boolean {
  try {
    const read = new X509Certificate(certificate)
    return (
      Date.parse(read.validTo) > now + LEAF_MS &&
      read.raw.includes(Buffer.from(constraintsFor(domains))) &&
      read.checkPrivateKey(createPrivateKey(key))
    )
  } catch {
    // A file somebody cut or overwrote: a new CA replaces it.
    return false
  }
}

function write(folder: string, { certificate, key }: Identity): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  place(join(folder, 'ca.key'), key, 0o600)
  place(join(folder, 'ca.pem'), certificate, 0o644)
  protect(folder, join(folder, 'ca.key'))
}

/** Whole or not at all, and never readable by others in between. */
function place(path: string, text: string, mode: number): void {
  const draft = `${path}.${process.pid}`
  writeFileSync(draft, text, { mode })
  renameSync(draft, path)
}

function protect(folder: string, key: string): void {
  chmodSync(folder, 0o700)
  chmodSync(key, 0o600)
}
