import { BlockList, isIP } from 'node:net'
import { networkInterfaces } from 'node:os'

/** Where calls may go beyond this machine and private networks: names, `*.example.com`, or `*` for everywhere. */
export type HostPolicy = {
  readonly allowed: readonly string[]
  /** Ports of this process, which no call may reach. */
  readonly ownPorts: () => readonly number[]
}

const NEAR = new BlockList()
NEAR.addSubnet('127.0.0.0', 8, 'ipv4')
NEAR.addSubnet('10.0.0.0', 8, 'ipv4')
NEAR.addSubnet('172.16.0.0', 12, 'ipv4')
NEAR.addSubnet('192.168.0.0', 16, 'ipv4')
NEAR.addSubnet('100.64.0.0', 10, 'ipv4')
NEAR.addAddress('::1', 'ipv6')
NEAR.addSubnet('fc00::', 7, 'ipv6')

/** Link-local addresses lead to the metadata of clouds; nobody's application lives there. */
const NEVER = new BlockList()
NEVER.addSubnet('169.254.0.0', 16, 'ipv4')
NEVER.addSubnet('fe80::', 10, 'ipv6')
NEVER.addSubnet('0.0.0.0', 8, 'ipv4')
NEVER.addAddress('::', 'ipv6')
// The same, as 6to4, NAT64 and the old way of embedding write it, and where clouds have moved to.
NEVER.addSubnet('2002:a9fe::', 32, 'ipv6')
NEVER.addSubnet('64:ff9b::a9fe:0', 112, 'ipv6')
NEVER.addSubnet('::a9fe:0', 112, 'ipv6')
NEVER.addAddress('fd00:ec2::254', 'ipv6')
// Many hosts at once.
NEVER.addSubnet('224.0.0.0', 3, 'ipv4')
NEVER.addSubnet('ff00::', 8, 'ipv6')

const LOOPBACK = new BlockList()
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4')
LOOPBACK.addAddress('::1', 'ipv6')

/** Why a call may not go to this address of a host, or undefined. */
export function refusalOf(
  address: string,
  { host, port }: { readonly host: string; readonly port: number },
  { allowed, ownPorts }: HostPolicy,
): string | undefined {
  const plain = unmapped(address)
  const family = isIP(plain) === 6 ? 'ipv6' : 'ipv4'
  if (NEVER.check(plain, family)) return `${plain} is link-local or no host at all, where webhooks never go`
  if (ownPorts().includes(port) && isThisMachine(plain, family)) return `port ${port} is one of our own`
  if (NEAR.check(plain, family) || allowed.some((pattern) => fits(pattern, host))) return undefined
  return `${host} is neither this machine nor a private network: allow it with the setting webhookHosts`
}

function isThisMachine(address: string, family: 'ipv4' | 'ipv6'): boolean {
  if (LOOPBACK.check(address, family)) return true
  return Object.values(networkInterfaces()).some((all) => all?.some((own) => own.address === address))
}

function fits(pattern: string, host: string): boolean {
  const wanted = pattern.toLowerCase()
  const name = host.toLowerCase()
  if (wanted === '*') return true
  return wanted.startsWith('*.') ? name.endsWith(wanted.slice(1)) : name === wanted
}

/** `::ffff:10.0.0.1` is 10.0.0.1, in either way of writing it. */
function unmapped(address: string): string {
  const bare = address.replace(/^\[|\]$/g, '')
  const dotted = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(bare)?.[1]
  if (dotted) return dotted
  const [, high, low] = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/i.exec(bare) ?? []
  if (!high || !low) return bare
  const [a, b] = [Number.parseInt(high, 16), Number.parseInt(low, 16)]
  return `${a >> 8}.${a & 255}.${b >> 8}.${b & 255}`
}
