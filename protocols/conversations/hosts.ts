/** The products whose hosts share one port here. */
export const PRODUCTS = ['conversations', 'api', 'messaging', 'mcs', 'content'] as const
export type Product = (typeof PRODUCTS)[number]

const DOMAIN = /^([a-z-]+)(\.[a-z0-9-]+){0,2}\.twilio\.com$/

/** The product of a host, edge and region included (`conversations.ashburn.us1.twilio.com`); null if it is none of ours. */
export function productOfHost(host: string): Product | null {
  if (!isServiceHost(host)) return null
  const name = DOMAIN.exec(host.toLowerCase().replace(/:\d+$/, ''))?.[1]
  return PRODUCTS.find((product) => product === name) ?? null
}

/** Whether a host belongs to the service at all. */
export function isServiceHost(host: string): boolean {
  return /(^|\.)twilio\.com(:\d+)?$/i.test(host)
}

/** The host that answers for a product where nobody asked for a region. */
export function canonicalHost(product: Product): string {
  return product === 'mcs' ? 'mcs.us1.twilio.com' : `${product}.twilio.com`
}
