import { describe, expect, it } from 'vitest'
import { formatAddress, parseAddress } from '../../../protocols/mms/index.ts'

describe('MM1 addresses', () => {
  it.each([
    ['+12025550101', '+12025550101/TYPE=PLMN'],
    ['(202) 555-0101', '2025550101/TYPE=PLMN'],
    ['55501', '55501/TYPE=PLMN'],
    ['+12025550101/TYPE=PLMN', '+12025550101/TYPE=PLMN'],
    ['10.0.0.7', '10.0.0.7/TYPE=IPv4'],
    ['2001:db8::1', '2001:db8::1/TYPE=IPv6'],
    ['ana@example.com', 'ana@example.com'],
    ['PARTYLINE', 'PARTYLINE'],
  ])('%s is written %s [MMSENC 8]', (address, written) => {
    expect(formatAddress(address)).toBe(written)
  })

  it.each([
    ['+12025550101/TYPE=PLMN', { kind: 'number', address: '+12025550101' }],
    ['+12025550101/type=plmn', { kind: 'number', address: '+12025550101' }],
    ['+12025550101/TYPE=PLNM', { kind: 'number', address: '+12025550101' }],
    ['12025550101', { kind: 'number', address: '12025550101' }],
    ['202-555-0101/TYPE=PLMN', { kind: 'number', address: '2025550101' }],
    ['"Ana" <+12025550101/TYPE=PLMN>', { kind: 'number', address: '+12025550101', displayName: 'Ana' }],
    ['<ana@example.com>', { kind: 'email', address: 'ana@example.com' }],
    ['10.0.0.7/TYPE=IPv4', { kind: 'ipv4', address: '10.0.0.7' }],
    ['PARTYLINE/TYPE=PLMN', { kind: 'name', address: 'PARTYLINE' }],
    ['TMS', { kind: 'name', address: 'TMS' }],
    ['', { kind: 'name', address: '' }],
  ])('%s is understood, as live networks write it [MMSENC 8]', (text, address) => {
    expect(parseAddress(text)).toEqual(address)
  })
})
