import { canonicalHost, type Product, productOfHost } from '../../../protocols/conversations/index.ts'

/** How a request named this place, so that the addresses in its answer lead back the same way. */
export type Site = {
  /** The product of the host, where a twilio.com host was named at all. */
  readonly product: Product | null
  /** Everything before `/v1` or `/2010-04-01` of another or the same product. */
  readonly base: (product: Product) => string
}

export type Named = {
  /** The host as a header says it (X-Twilio-Host, or Host behind the proxy). */
  readonly host: string | undefined
  /** The host as the path says it: `/<host>.twilio.com/...`. */
  readonly pathHost: string | undefined
  /** Where this port is reached directly. */
  readonly baseUrl: string
}

const PATH_HOST = /^\/([A-Za-z0-9.-]+\.twilio\.com)(?=\/|\?|$)/

/** Takes a leading host off a path. */
export function splitPathHost(url: string): { readonly pathHost: string | undefined; readonly rest: string } {
  const match = url.includes('.twilio.com') ? PATH_HOST.exec(url) : null
  return { pathHost: match?.[1], rest: match ? url.slice(match[0].length) || '/' : url }
}

export function siteOf({ host, pathHost, baseUrl }: Named): Site {
  const named = pathHost ?? host
  const product = named === undefined ? null : productOfHost(named)
  if (named === undefined || product === null) return { product: null, base: () => baseUrl }
  const hostOf = (wanted: Product) => (wanted === product ? named : canonicalHost(wanted))
  return { product, base: (wanted) => (pathHost ? `${baseUrl}/${hostOf(wanted)}` : `https://${hostOf(wanted)}`) }
}
