type Entry<T> = { readonly item: T; readonly size: number }

const PLACES = 128

/**
 * The newest items that have no more than a size together; what is larger than a quarter of it is not taken. Their places
 * are used again: a Map that is filled and emptied all the time keeps alive what it held (docs/decisions/0014).
 */
export class Recent<T> {
  private readonly sizeMax: number
  private readonly places: (Entry<T> | undefined)[] = new Array(PLACES).fill(undefined)
  /** How many were ever taken; the newest has the place before. */
  private taken = 0
  private dropped = 0
  private size = 0

  constructor(sizeMax: number) {
    this.sizeMax = sizeMax
  }

  takes(size: number): boolean {
    return size <= this.sizeMax / 4
  }

  add(item: T, size: number): void {
    if (!this.takes(size)) return
    while (this.size + size > this.sizeMax || this.taken - this.dropped === PLACES) this.dropOldest()
    this.places[this.taken % PLACES] = { item, size }
    this.taken += 1
    this.size += size
  }

  /** The newest one that is wanted. */
  find(isWanted: (item: T) => boolean): T | undefined {
    for (let at = this.taken - 1; at >= this.dropped; at--) {
      const item = this.places[at % PLACES]!.item
      if (isWanted(item)) return item
    }
    return undefined
  }

  clear(): void {
    while (this.taken > this.dropped) this.dropOldest()
  }

  private dropOldest(): void {
    const at = this.dropped % PLACES
    this.size -= this.places[at]!.size
    this.places[at] = undefined
    this.dropped += 1
  }
}
