import { setFlagsFromString } from 'node:v8'

/**
 * While the heap is small the engine sees every message under way survive a collection, and from then on makes such
 * objects among the old ones. There they outlive their moment, and what they point to with them, until the whole heap is
 * marked (docs/decisions/0014).
 */
export function letYoungObjectsDieYoung(): void {
  setFlagsFromString('--no-allocation-site-pretenuring')
}
