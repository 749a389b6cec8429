import { createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto'
import { NAME_CONSTRAINTS, permitOnly } from './name-constraints.ts'

/** A certificate and its private key, both PEM. */
export type Identity = { readonly certificate: string; readonly key: string }

export type Lifetime = { readonly from: Date; readonly until: Date }

const CURVE = { name: 'ECDSA', namedCurve: 'P-256' } as const
const SIGNATURE = { name: 'ECDSA', hash: 'SHA-256' } as const
const AUTHORITY_NAME = 'CN=Partyline local CA, O=Partyline'
const LOOPBACK = { names: ['localhost'], addresses: ['127.0.0.1', '::1'] } as const
const LOOPBACK_OCTETS = [new Uint8Array([127, 0, 0, 1]), new Uint8Array([...new Uint8Array(15), 1])]
/** [RFC5280 4.1.2.2] positive and at most 20 octets. */
const SERIAL_OCTETS = 16

/** Everything this user's CA may vouch for: the domains, and this machine's loopback. */
export function constraintsFor(domains: readonly string[]): Uint8Array {
  return permitOnly([...domains, ...LOOPBACK.names], LOOPBACK_OCTETS)
}

export function makeKey(): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: CURVE.namedCurve })
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
}

export async function makeAuthority(domains: readonly string[], { from, until }: Lifetime): Promise<Identity> {
  const x509 = await loadX509()
  const key = makeKey()
  const keys = cryptoKeys(key)
  const usages = x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: AUTHORITY_NAME,
    serialNumber: serialNumber(),
    notBefore: from,
    notAfter: until,
    signingAlgorithm: SIGNATURE,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(usages, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey, false),
      new x509.Extension(NAME_CONSTRAINTS, true, new Uint8Array(constraintsFor(domains))),
    ],
  })
  return { certificate: `${certificate.toString('pem')}\n`, key }
}

/** What a leaf is for: one DNS name, or null for this machine itself. */
export type LeafRequest = Lifetime & { readonly name: string | null; readonly key: string }

export async function makeLeaf(authority: Identity, { name, key, from, until }: LeafRequest): Promise<string> {
  const x509 = await loadX509()
  const names = name === null ? LOOPBACK.names : [name]
  const addresses = name === null ? LOOPBACK.addresses : []
  const { publicKey } = cryptoKeys(key)
  const issuer = new x509.X509Certificate(authority.certificate)
  const certificate = await x509.X509CertificateGenerator.create({
    subject: 'O=Partyline',
    issuer: issuer.subject,
    serialNumber: serialNumber(),
    notBefore: from,
    notAfter: until,
    signingAlgorithm: SIGNATURE,
    publicKey,
    signingKey: cryptoKeys(authority.key).privateKey,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      await x509.AuthorityKeyIdentifierExtension.create(issuer, false),
      new x509.SubjectAlternativeNameExtension([
        ...names.map((value) => ({ type: 'dns' as const, value })),
        ...addresses.map((value) => ({ type: 'ip' as const, value })),
      ]),
    ],
  })
  return `${certificate.toString('pem')}\n`
}

function cryptoKeys(pem: string) {
  const privateKey = createPrivateKey(pem)
  return {
    privateKey: privateKey.toCryptoKey(CURVE, false, ['sign']),
    publicKey: createPublicKey(privateKey).toCryptoKey(CURVE, true, ['verify']),
  }
}

/** Loaded when something is to be signed: most runs have all they need on disk, and loading costs more than signing. */
async function loadX509() {
  await import('reflect-metadata')
  return import('@peculiar/x509')
}

function serialNumber(): string {
  const octets = randomBytes(SERIAL_OCTETS)
  // Neither negative nor beginning with a zero octet, which DER would have to drop.
  octets[0] = (octets[0]! & 0x7f) | 0x40
  return octets.toString('hex')
}
