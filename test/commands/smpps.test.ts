import { createPrivateKey } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writable } from '../../src/commands/file-faults.ts'
import { smppsOf } from '../../src/commands/smpps.ts'
import type { Config } from '../../src/config/index.ts'
import { makeAuthority, makeKey, makeLeaf } from '../../src/gateways/proxy/certificate.ts'
import { Child, partyline } from '../support/child-carrier.ts'

describe('the certificate of SMPP over TLS', () => {
  const folder = mkdtempSync(join(tmpdir(), 'partyline-smpps-'))
  const file = (name: string) => join(folder, name)
  const wish = (settings: Partial<Config>) =>
    smppsOf({ smppsPort: 3550, smppsCert: null, smppsKey: null, ...settings } as Config)

  beforeAll(async () => {
    const lifetime = { from: new Date(Date.now() - 60_000), until: new Date(Date.now() + 3_600_000) }
    const authority = await makeAuthority(['example.com'], lifetime)
    const key = makeKey()
    writeFileSync(file('key.pem'), key)
    writeFileSync(file('cert.pem'), await makeLeaf(authority, { ...lifetime, name: null, key }))
    writeFileSync(file('other.pem'), makeKey())
    writeFileSync(file('words.txt'), 'a certificate, honestly')
    writeFileSync(file('cut.pem'), '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n')
    const locked = { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret' } as const
    writeFileSync(file('locked.pem'), createPrivateKey(key).export(locked))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  it('is made here when none is given, and there is no port without a number', () => {
    expect(wish({})).toEqual({ smpps: { port: 3550 } })
    expect(wish({ smppsPort: 0 })).toEqual({})
  })

  it('is taken as it is given', () => {
    expect(wish({ smppsCert: file('cert.pem'), smppsKey: file('key.pem') })).toMatchObject({
      smpps: { port: 3550, tls: { cert: expect.stringContaining('BEGIN CERTIFICATE') } },
    })
  })

  it.each([
    ['a key alone', { smppsKey: 'key.pem' }, 'smppsKey needs smppsCert'],
    ['a certificate alone', { smppsCert: 'cert.pem' }, 'smppsCert needs smppsKey'],
    [
      'a file that is not there',
      { smppsCert: 'gone.pem', smppsKey: 'key.pem' },
      'gone.pem cannot be read: there is no',
    ],
    ['a folder', { smppsCert: '.', smppsKey: 'key.pem' }, 'cannot be read: it is a folder'],
    ['something else', { smppsCert: 'words.txt', smppsKey: 'key.pem' }, 'words.txt holds no certificate in PEM'],
    ['half a certificate', { smppsCert: 'cut.pem', smppsKey: 'key.pem' }, 'cut.pem holds no certificate in PEM'],
    ['a certificate as key', { smppsCert: 'cert.pem', smppsKey: 'cert.pem' }, 'cert.pem holds no private key in PEM'],
    ['a key as certificate', { smppsCert: 'key.pem', smppsKey: 'key.pem' }, 'key.pem holds no certificate in PEM'],
    ['a locked key', { smppsCert: 'cert.pem', smppsKey: 'locked.pem' }, 'locked.pem is locked by a passphrase'],
    ['the key of another', { smppsCert: 'cert.pem', smppsKey: 'other.pem' }, 'is not the private key of smppsCert'],
    ['no port', { smppsCert: 'cert.pem', smppsKey: 'key.pem', smppsPort: 0 }, 'need a port: smppsPort'],
  ] as const)('with %s is refused in one line', (_what, settings, words) => {
    const named = Object.fromEntries(
      Object.entries(settings).map(([key, value]) => [key, typeof value === 'string' ? file(value) : value]),
    )
    expect(() => wish(named)).toThrow(words)
  })

  it('both faults are told together', () => {
    const both = { smppsCert: file('gone.pem'), smppsKey: file('words.txt') }
    expect(() => wish(both)).toThrow(/gone\.pem cannot be read(.|\n)*words\.txt holds no private key/)
  })

  it('a log of PDUs that cannot be written is refused in one line', () => {
    expect(() => writable('pduLog', file('gone/pdus.jsonl'))).toThrow('pdus.jsonl cannot be written: there is no such')
    expect(() => writable('pduLog', folder)).toThrow('cannot be written: it is a folder')
    expect(writable('pduLog', file('pdus.jsonl'))).toBe(file('pdus.jsonl'))
  })

  it('a start with the wrong one ends with its fault in one line and without a stack', async () => {
    const flags = ['--port', '0', '--smpp-port', '0', '--memory', '--smpps-port', '3551']
    const child = new Child(
      partyline('start', ...flags, '--smpps-cert', file('cert.pem'), '--smpps-key', file('other.pem')),
    )
    const { code } = await child.ended
    expect(code).toBe(2)
    expect(child.stderr).toContain('is not the private key of smppsCert')
    expect(child.stderr).not.toContain('    at ')
  })
})
