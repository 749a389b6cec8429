/** A request's parameters in order; a name may be repeated. */
export type Parameters = readonly (readonly [name: string, value: string])[]

/**
 * What `X-Twilio-Signature` of a form-encoded POST signs: the URL, then every parameter by name, as name and value.
 * A repeated name contributes its unique values, sorted. The HMAC is the caller's.
 */
export function stringToSign(url: string, parameters: Parameters): string {
  const values = new Map<string, Set<string>>()
  for (const [name, value] of parameters) values.set(name, (values.get(name) ?? new Set()).add(value))
  const names = [...values.keys()].sort()
  return (
    url +
    names
      .map((name) =>
        [...values.get(name)!]
          .sort()
          .map((value) => name + value)
          .join(''),
      )
      .join('')
  )
}

/** A webhook's URL without its connection overrides (`#rc=2&rt=1000`), which are neither called nor signed. */
export function withoutOverrides(url: string): string {
  const at = url.indexOf('#')
  return at < 0 ? url : url.slice(0, at)
}
