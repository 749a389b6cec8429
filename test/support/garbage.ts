import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** How many of them are still in memory once everything that nobody holds is gone. */
export async function stillHeld(all: readonly WeakRef<object>[]): Promise<number> {
  // Whatever was looked at in this turn is held until its end.
  await new Promise(setImmediate)
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
  return all.filter((one) => one.deref() !== undefined).length
}
