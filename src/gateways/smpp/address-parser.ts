import { type Address, parseAddress } from '../../core/index.ts'

/** The same few addresses come again and again. */
const REMEMBERED = 4_096

/** `parseAddress` that remembers what it was asked. */
export function createAddressParser(): (text: string) => Address | undefined {
  const known = new Map<string, Address | undefined>()
  return (text) => {
    const found = known.get(text)
    if (found !== undefined) return found
    const address = parseAddress(text)
    if (known.size >= REMEMBERED) known.clear()
    known.set(text, address)
    return address
  }
}
