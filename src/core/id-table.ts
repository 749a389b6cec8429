const SMALLEST = 64
/** A table that was larger begins anew when it is empty: a burst is over, and whoever looks at every place is not to pay. */
const LARGEST_KEPT = 8_192
/** 2^32 by the golden ratio: spreads what is near to each other, or a multiple of something, over the whole table. */
const SPREAD = 0x9e3779b1

/**
 * Values by id, in no order, for what comes and goes all the time. A Map in such use leaves dead tables behind, each of
 * which keeps the next one, and all that it held, from the collector of young objects; this table leaves nothing.
 */
export class IdTable<V extends object> {
  private ids = new Float64Array(SMALLEST)
  private places: (V | undefined)[] = emptyPlaces(SMALLEST)
  private count = 0
  private unusedBits = Math.clz32(SMALLEST - 1)

  get size(): number {
    return this.count
  }

  get(id: number): V | undefined {
    return this.places[this.placeOf(id)]
  }

  set(id: number, value: V): void {
    const place = this.placeOf(id)
    if (this.places[place] === undefined) this.count += 1
    this.ids[place] = id
    this.places[place] = value
    if (this.count * 2 > this.places.length) this.resize(2 * this.places.length)
  }

  /** Answers what was there. */
  take(id: number): V | undefined {
    const place = this.placeOf(id)
    const taken = this.places[place]
    if (taken === undefined) return undefined
    this.count -= 1
    if (this.count === 0 && this.places.length > LARGEST_KEPT) this.resize(SMALLEST)
    else this.closeUp(place)
    return taken
  }

  /** In the order of their ids. */
  takeWhere(isWanted: (value: V) => boolean): V[] {
    const wanted = this.ids.filter((_, place) => {
      const value = this.places[place]
      return value !== undefined && isWanted(value)
    })
    return Array.from(wanted.sort(), (id) => this.take(id)!)
  }

  forEach(visit: (value: V) => void): void {
    for (const value of this.places) if (value !== undefined) visit(value)
  }

  values(): V[] {
    return this.places.filter((value) => value !== undefined)
  }

  /** Where the id is, or the free place where it belongs: at its own place or at the next ones. */
  private placeOf(id: number): number {
    const { ids, places } = this
    const last = places.length - 1
    let place = this.homeOf(id)
    while (places[place] !== undefined && ids[place] !== id) place = (place + 1) & last
    return place
  }

  /** Ids grow with time, by thousands for each millisecond. */
  private homeOf(id: number): number {
    return Math.imul(id, SPREAD) >>> this.unusedBits
  }

  /** What stands behind a place that falls free moves up, unless it would stand before its own place. */
  private closeUp(free: number): void {
    const { ids, places } = this
    const last = places.length - 1
    let gap = free
    for (let place = (gap + 1) & last; places[place] !== undefined; place = (place + 1) & last) {
      const distance = (place - this.homeOf(ids[place]!)) & last
      if (distance < ((place - gap) & last)) continue
      ids[gap] = ids[place]!
      places[gap] = places[place]
      gap = place
    }
    places[gap] = undefined
  }

  private resize(size: number): void {
    const { ids, places } = this
    this.ids = new Float64Array(size)
    this.places = emptyPlaces(size)
    this.unusedBits = Math.clz32(size - 1)
    if (this.count === 0) return
    for (const [place, value] of places.entries()) {
      if (value === undefined) continue
      const moved = this.placeOf(ids[place]!)
      this.ids[moved] = ids[place]!
      this.places[moved] = value
    }
  }
}

function emptyPlaces<V>(count: number): (V | undefined)[] {
  return new Array<V | undefined>(count).fill(undefined)
}
