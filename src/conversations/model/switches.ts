import { SWITCHES } from '../../../protocols/conversations/index.ts'

type Named = { readonly [K in keyof typeof SWITCHES]: (typeof SWITCHES)[K]['values'][number] }

export type Switches = Named & {
  /** How long a conversation is `initializing` after it was made with its participants. */
  readonly initializingDelay: number
  /** HTTP statuses by error code, where the account differs from the table. */
  readonly httpStatus: Readonly<Record<string, number>>
}

export const INITIALIZING_DELAY_MS = 700

/** Reads an account's switches once, as long as it has the same ones. */
export function createSwitchReader(): typeof switchesOf {
  const known = new WeakMap<object, Switches>()
  return (set) => {
    const switches = known.get(set) ?? switchesOf(set)
    known.set(set, switches)
    return switches
  }
}

/** An account's switches: what it sets and is understood, and the usual value of everything else. */
export function switchesOf(set: Readonly<Record<string, unknown>>): Switches {
  const named = Object.entries(SWITCHES).map(([name, { values, usual }]) => {
    const value = String(set[name] ?? usual)
    return [name, (values as readonly string[]).includes(value) ? value : usual]
  })
  const { initializingDelay = INITIALIZING_DELAY_MS, httpStatus: statuses } = set
  const delay = Number(initializingDelay)
  return {
    // Every name of the table is there, each with one of its values.
    ...(Object.fromEntries(named) as Named),
    initializingDelay: Number.isFinite(delay) && delay >= 0 ? delay : INITIALIZING_DELAY_MS,
    httpStatus: typeof statuses === 'object' && statuses !== null ? (statuses as Record<string, number>) : {},
  }
}
