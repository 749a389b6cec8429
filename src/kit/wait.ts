import type { NetworkMessage, PhoneMessage } from './api.ts'
import { type Conditions, searchFor } from './conditions.ts'
import { type ControlClient, ControlError } from './control-client.ts'
import { type Duration, milliseconds } from './duration.ts'

export type WaitOptions = {
  /** How long in real time; 10s if not said. */
  readonly timeout?: Duration
  /** Only messages that came after this one. */
  readonly since?: PhoneMessage | string
}

/** Whose messages: the control path of the world, and one phone of it or all. */
export type Place = { readonly control: ControlClient; readonly base: string; readonly phone?: string }

type Miss = { readonly message: PhoneMessage; readonly reasons: readonly string[] }

const DEFAULT_TIMEOUT_MS = 10_000
const SHOWN_OF_NETWORK = 5

/** A wait that ran out: says what was nearest, why it did not match, and what the network has. */
export class NothingCame extends Error {
  readonly nearMisses: readonly Miss[]

  constructor(place: string, misses: readonly Miss[], network: readonly NetworkMessage[]) {
    super(`${place}\n${nearest(misses)}\n${whereabouts(network)}`)
    this.name = 'NothingCame'
    this.nearMisses = misses
  }
}

/** A message came although none should have. */
export class MessageCame extends Error {
  readonly messages: readonly PhoneMessage[]

  constructor(place: string, messages: readonly PhoneMessage[]) {
    super(`${place}\n${messages.map(line).join('\n')}`)
    this.name = 'MessageCame'
    this.messages = messages
  }
}

/** Resolves by the commit that brings the message, never by polling. */
export async function waitFor(place: Place, conditions: Conditions, options: WaitOptions = {}): Promise<PhoneMessage> {
  const { query, holds } = searchFor(conditions)
  const endsAt = Date.now() + milliseconds(options.timeout ?? DEFAULT_TIMEOUT_MS)
  let since = typeof options.since === 'object' ? options.since.id : options.since
  for (;;) {
    const found = await ask(place, { query, since, timeoutMs: Math.max(0, endsAt - Date.now()) })
    const right = found.find(holds)
    if (right) return right
    since = found.at(-1)?.id
  }
}

type Ask = { readonly query: string; readonly since: string | undefined; readonly timeoutMs: number }

async function ask(place: Place, { query, since, timeoutMs }: Ask): Promise<readonly PhoneMessage[]> {
  const { control, base, phone } = place
  const body = { query, timeoutMs, ...(phone && { phone }), ...(since !== undefined && { since }) }
  try {
    const { messages } = await control.call<{ messages: PhoneMessage[] }>({
      method: 'POST',
      path: `${base}/wait`,
      body,
    })
    return messages
  } catch (error) {
    if (!(error instanceof ControlError) || error.status !== 408) throw error
    const misses = (error.problem.nearMisses ?? []) as Miss[]
    throw new NothingCame(`Nothing came${wanted(place, query)} within ${timeoutMs} ms.`, misses, await seen(place))
  }
}

/** Nothing may come for so long on the world's clock; a frozen one is wound by it. */
export async function expectNone(place: Place, conditions: Conditions, forTime: Duration): Promise<void> {
  const { control, base, phone } = place
  const { query } = searchFor(conditions)
  const body = { query, forMs: milliseconds(forTime), ...(phone && { phone }) }
  try {
    await control.call({ method: 'POST', path: `${base}/expect-none`, body })
  } catch (error) {
    if (!(error instanceof ControlError) || error.status !== 409) throw error
    throw new MessageCame(`A message came${wanted(place, query)}:`, error.problem.messages as PhoneMessage[])
  }
}

async function seen({ control, base }: Place): Promise<readonly NetworkMessage[]> {
  const path = `${base}/messages?limit=${SHOWN_OF_NETWORK}`
  return (await control.call<{ messages: NetworkMessage[] }>({ path })).messages
}

function wanted({ phone }: Place, query: string): string {
  return `${phone ? ` on ${phone}` : ''}${query === '' ? '' : ` that matches ${query}`}`
}

function nearest(misses: readonly Miss[]): string {
  if (misses.length === 0) return 'No message came at all.'
  return `Nearest:\n${misses.map(({ message, reasons }) => `${line(message)}\n${reasons.map((why) => `      ${why}`).join('\n')}`).join('\n')}`
}

function whereabouts(network: readonly NetworkMessage[]): string {
  if (network.length === 0) return 'The network has carried no message in this world.'
  return `Newest messages of the network:\n${network.map(journeyLine).join('\n')}`
}

function journeyLine({ id, from, text, deliveries }: NetworkMessage): string {
  const legs = deliveries
    .filter(({ kind }) => kind === 'message')
    .map(
      ({ recipient, state, waitingFor, reason }) =>
        `${recipient} ${[state, waitingFor ?? reason].filter(Boolean).join(': ')}`,
    )
  return `  ${id} from ${from} ${JSON.stringify(text.slice(0, 60))}: ${legs.join(', ') || 'no deliveries'}`
}

function line({ id, phone, from, text, transport, media }: PhoneMessage): string {
  const attached = media.length > 0 ? ` with ${media.length} media` : ''
  return `  ${id} on ${phone} from ${from} by ${transport}${attached}: ${JSON.stringify(text.slice(0, 120))}`
}
