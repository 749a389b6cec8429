// [RFC5280 4.2.1.10] What a certificate authority may vouch for. @peculiar/x509 has no class for it.

/** id-ce-nameConstraints */
export const NAME_CONSTRAINTS = '2.5.29.30'

/** DER tags; GeneralSubtrees and GeneralName are tagged implicitly. */
const SEQUENCE = 0x30
const PERMITTED_SUBTREES = 0xa0
const DNS_NAME = 0x82
const IP_ADDRESS = 0x87

/** Only names below the domains, and only the addresses themselves (no network around them). */
export function permitOnly(domains: readonly string[], addresses: readonly Uint8Array[]): Uint8Array {
  const names = domains.map((domain) => der(DNS_NAME, new TextEncoder().encode(domain)))
  const hosts = addresses.map((address) =>
    der(IP_ADDRESS, concat([address, new Uint8Array(address.length).fill(0xff)])),
  )
  const subtrees = [...names, ...hosts].map((name) => der(SEQUENCE, name))
  return der(SEQUENCE, der(PERMITTED_SUBTREES, concat(subtrees)))
}

function der(tag: number, content: Uint8Array): Uint8Array {
  const { length } = content
  const head = length < 0x80 ? [tag, length] : [tag, 0x82, length >> 8, length & 0xff]
  return concat([new Uint8Array(head), content])
}

function concat(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(parts.flatMap((part) => [...part]))
}
