import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { getCACertificates } from 'node:tls'

export type TrustFiles = {
  /** The carrier's CA alone, for programs that add it to what they trust. */
  readonly ca: string
  /** The same with everything else this machine trusts, for programs that trust nothing but the file. */
  readonly bundle: string
}

/** Writes what programs are to trust; each carrier has a folder of its own below `folder`. */
export function writeTrustFiles(folder: string, carrier: URL, certificate: string): TrustFiles {
  const home = join(folder, 'trust', `${carrier.hostname.replace(/[^\w.-]/g, '_')}-${carrier.port}`)
  mkdirSync(home, { recursive: true, mode: 0o700 })
  const files = { ca: join(home, 'ca.pem'), bundle: join(home, 'bundle.pem') }
  place(files.ca, certificate)
  place(files.bundle, [certificate.trim(), ...trustedAnyway()].join('\n'))
  return files
}

/** Node's public roots, what the system adds (a company's CA), and what NODE_EXTRA_CA_CERTS had named. */
function trustedAnyway(): Set<string> {
  const sources = ['bundled', 'system', 'extra'] as const
  return new Set(sources.flatMap((source) => getCACertificates(source)).map((certificate) => certificate.trim()))
}

/** Another run may be reading the file. */
function place(path: string, text: string): void {
  const draft = `${path}.${process.pid}`
  writeFileSync(draft, `${text.trim()}\n`)
  renameSync(draft, path)
}
