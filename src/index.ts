// What `import { startPartyline } from 'partyline'` gives. Worlds, clocks and faults of the carrier are its control API's,
// or the test kit's.
import { startPartyline as start } from './compose.ts'
import type { PartylineOptions, Ports, StorageLimits } from './options.ts'

export type { PartylineOptions, Ports, StorageLimits }

export type Partyline = {
  readonly url: string
  readonly ports: Ports
  stop(): Promise<void>
}

/** Starts a carrier with all its ports; several may run in one process. */
export async function startPartyline(options: PartylineOptions = {}): Promise<Partyline> {
  const { url, ports, stop } = await start(options)
  return { url, ports, stop }
}
