const RADIX = 36
const PATH = '/mm1/'

/** The name of a delivery on MM1: transaction id and last part of the content location. Short, so that a notification fits one SMS. */
export function transactionIdOf(deliveryId: number): string {
  return deliveryId.toString(RADIX)
}

export function deliveryIdOf(transactionId: string): number | undefined {
  if (!/^[0-9a-z]{1,11}$/.test(transactionId)) return undefined
  const id = Number.parseInt(transactionId, RADIX)
  return Number.isSafeInteger(id) ? id : undefined
}

export function contentLocation(baseUrl: string, deliveryId: number): string {
  return `${baseUrl.replace(/\/$/, '')}${PATH}${transactionIdOf(deliveryId)}`
}

/** The path of a content location as a handset names it. */
export function pathOf(location: string): string {
  return location.replace(/^https?:\/\/[^/]+/i, '')
}

/**
 * The delivery that a path asks for. Some handsets append the transaction id to the location, and ours is the same
 * word twice then.
 */
export function deliveryIdIn(path: string): number | undefined {
  const name = /^\/mm1\/([0-9a-z]+)\/?(?:\?.*)?$/.exec(path)?.[1]
  if (name === undefined) return undefined
  const half = name.slice(0, name.length / 2)
  return deliveryIdOf(name === half + half ? half : name)
}
