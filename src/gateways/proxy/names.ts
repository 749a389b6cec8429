import { domainToASCII } from 'node:url'

/** A host as resolvers would read it, so that no spelling of a name slips past; undefined when it is none. */
export function canonicalHost(host: string): string | undefined {
  return withoutRootDot(domainToASCII(host)) || undefined
}

/** Whether a host is one of the domains or below it, whatever its case. */
export function belongsTo(domains: readonly string[]): (host: string) => boolean {
  const suffixes = domains.map((domain) => `.${domain}`)
  return (host) => {
    const name = `.${withoutRootDot(host.toLowerCase())}`
    return suffixes.some((suffix) => name.endsWith(suffix))
  }
}

export type Authority = { readonly host: string; readonly port: number }

/** [RFC9110 9.3.6] `host:port`, the only form a CONNECT target has. */
export function parseAuthority(target: string): Authority | undefined {
  const [, written = '', port = ''] = /^(\[[0-9a-f:.]+\]|[^\s:/?#@[\]]+):(\d{1,5})$/i.exec(target) ?? []
  const host = canonicalHost(written)
  return host === undefined ? undefined : { host, port: Number(port) }
}

function withoutRootDot(host: string): string {
  return host.endsWith('.') ? host.replace(/\.+$/, '') : host
}

/** Whether a peer is on this machine: a carrier that others can reach is no open proxy for them. */
export function isOfThisMachine(address: string | undefined): boolean {
  return address !== undefined && /^(::ffff:)?127\.|^::1$/.test(address)
}
