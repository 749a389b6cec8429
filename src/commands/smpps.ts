import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { PartylineOptions } from '../compose.ts'
import { type Config, ConfigError } from '../config/index.ts'
import { inWords } from './file-faults.ts'

type Smpps = Pick<PartylineOptions, 'smpps'>

/** The TLS port, if there shall be one; its certificate is given with its key, or made here. */
export function smppsOf({ smppsPort, smppsCert, smppsKey }: Config): Smpps {
  if (smppsCert === null && smppsKey === null) return smppsPort === 0 ? {} : { smpps: { port: smppsPort } }
  if (smppsCert === null) throw new ConfigError(['smppsKey needs smppsCert, the certificate it belongs to'])
  if (smppsKey === null) throw new ConfigError(['smppsCert needs smppsKey, the private key it belongs to'])
  const cert = readPem('smppsCert', smppsCert, (pem) => new X509Certificate(pem))
  const key = readPem('smppsKey', smppsKey, createPrivateKey)
  const faults = [cert, key].flatMap((given) => ('fault' in given ? [given.fault] : []))
  if ('fault' in cert || 'fault' in key) throw new ConfigError(faults)
  if (!cert.value.checkPrivateKey(key.value)) {
    throw new ConfigError([`smppsKey ${smppsKey} is not the private key of smppsCert ${smppsCert}`])
  }
  if (smppsPort === 0) throw new ConfigError(['smppsCert and smppsKey need a port: smppsPort, such as 3550'])
  return { smpps: { port: smppsPort, tls: { cert: cert.pem, key: key.pem } } }
}

/** A key that only its passphrase opens, as PKCS #8 and as OpenSSL wrote it before. */
const LOCKED = /BEGIN ENCRYPTED PRIVATE KEY|Proc-Type: 4,ENCRYPTED/

type Given<T> = { readonly pem: string; readonly value: T } | { readonly fault: string }

function readPem<T>(setting: 'smppsCert' | 'smppsKey', file: string, parse: (pem: string) => T): Given<T> {
  let pem: string
  try {
    pem = readFileSync(resolve(file), 'utf8')
  } catch (error) {
    return { fault: `${setting} ${file} cannot be read: ${inWords(error)}` }
  }
  if (LOCKED.test(pem)) return { fault: `${setting} ${file} is locked by a passphrase: give it without one` }
  try {
    return { pem, value: parse(pem) }
  } catch {
    return { fault: `${setting} ${file} holds no ${setting === 'smppsCert' ? 'certificate' : 'private key'} in PEM` }
  }
}
