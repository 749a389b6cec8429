/** What an MM1 address is, apart from its decoration. [MMSENC 8] */
export type MmsAddress = {
  readonly kind: 'number' | 'email' | 'ipv4' | 'ipv6' | 'name'
  /** A number without visual separators, anything else as it came. */
  readonly address: string
  readonly displayName?: string
}

const IPV4 = /^\d{1,3}(\.\d{1,3}){3}$/
const IPV6 = /^[0-9a-f]*:[0-9a-f:.]*$/i
const SEPARATORS = /[\s().-]/g
const DIALLED = /^\+?[0-9*#]+$/

/** `+12025550101` becomes `+12025550101/TYPE=PLMN`; mail addresses and alphabetic senders stay as they are. */
export function formatAddress(address: string): string {
  if (/\/TYPE=/i.test(address)) return address
  const { kind, address: plain } = parseAddress(address)
  switch (kind) {
    case 'number':
      return `${plain}/TYPE=PLMN`
    case 'ipv4':
      return `${plain}/TYPE=IPv4`
    case 'ipv6':
      return `${plain}/TYPE=IPv6`
    case 'email':
    case 'name':
      return address
  }
}

/** Any form that is seen live: with and without type, in angle brackets behind a display name, with separators. */
export function parseAddress(text: string): MmsAddress {
  const { address, displayName } = splitDisplayName(text.trim())
  const slash = address.search(/\/TYPE=/i)
  const type = slash < 0 ? '' : address.slice(slash + '/TYPE='.length).toLowerCase()
  const plain = (slash < 0 ? address : address.slice(0, slash)).trim()
  return { ...classify(plain, type), ...(displayName && { displayName }) }
}

function classify(plain: string, type: string): MmsAddress {
  if (plain.includes('@')) return { kind: 'email', address: plain }
  if (type === 'ipv4' || (type === '' && IPV4.test(plain))) return { kind: 'ipv4', address: plain }
  if (type === 'ipv6' || (type === '' && IPV6.test(plain))) return { kind: 'ipv6', address: plain }
  const digits = plain.replace(SEPARATORS, '')
  return DIALLED.test(digits) ? { kind: 'number', address: digits } : { kind: 'name', address: plain }
}

function splitDisplayName(text: string): { address: string; displayName?: string } {
  const open = text.lastIndexOf('<')
  if (open < 0 || !text.endsWith('>')) return { address: text }
  const displayName = text.slice(0, open).trim().replace(/^"|"$/g, '').trim()
  return { address: text.slice(open + 1, -1).trim(), displayName }
}
