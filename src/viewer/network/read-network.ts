// The edge of the network's pages: unknown JSON of the control API becomes these values once.
import { type Fields, fields, list, number, text, texts } from '../read-wire.ts'

export type Lane = {
  readonly recipient: string
  readonly endpoint: { readonly kind: string; readonly key: string }
  readonly state: string
  readonly reason: string
}

export type Evidence = {
  readonly name: string
  readonly protocol: string
  readonly size: number
  readonly octets: Uint8Array
}

export type Hop = {
  readonly seq: number
  readonly at: string
  readonly lane: string | null
  readonly step: string
  readonly result: 'ok' | 'waiting' | 'failed'
  readonly says: string
  readonly cause: string
  readonly evidence: readonly Evidence[]
  readonly event: Fields
}

export type Journey = { readonly messageId: string; readonly lanes: readonly Lane[]; readonly hops: readonly Hop[] }

export type NetworkMessage = {
  readonly id: string
  readonly at: string
  readonly origin: { readonly kind: string; readonly key: string }
  readonly from: string
  readonly to: readonly string[]
  readonly cc: readonly string[]
  readonly transport: 'sms' | 'mms'
  readonly subject: string
  readonly text: string
  readonly parts: readonly { readonly contentType: string; readonly name: string; readonly size: number }[]
  /** One for each recipient; reports are left out. */
  readonly lanes: readonly Lane[]
}

export type Session = {
  readonly id: string
  readonly remote: string
  readonly state: string
  readonly systemId: string
  readonly bindType: string
  readonly interfaceVersion: string
  readonly window: number
  readonly unanswered: { readonly received: number; readonly sent: number }
  readonly pdus: { readonly received: number; readonly sent: number }
}

/** A PDU that passed on a session, oldest first. */
export type PassedPdu = { readonly at: string; readonly direction: string; readonly octets: Uint8Array }

export type OwnedNumber = {
  readonly number: string
  readonly kind: string
  readonly owner: { readonly kind: string; readonly account: string }
  readonly capabilities: readonly string[]
}

export type Account = {
  readonly kind: string
  readonly key: string
  readonly numbers: readonly string[]
  readonly settings: Fields
}

export type Fault = {
  readonly id: string
  readonly at: string
  readonly query: string
  readonly when: Fields
  readonly then: Fields
  readonly seen: number
  readonly fired: number
}

export type Preset = { readonly name: string; readonly rules: readonly Fault[] }

export type MagicNumber = { readonly block: string; readonly example: string; readonly effect: string }

export function readJourney(body: unknown): Journey {
  const it = fields(body)
  return { messageId: text(it.messageId), lanes: list(it.lanes).map(readLane), hops: list(it.hops).map(readHop) }
}

export function readNetworkMessages(body: unknown): NetworkMessage[] {
  return list(fields(body).messages).map(readNetworkMessage)
}

export function readNetworkMessage(value: unknown): NetworkMessage {
  const it = fields(value)
  return {
    id: text(it.id),
    at: text(it.at),
    origin: { kind: text(fields(it.origin).kind), key: text(fields(it.origin).key) },
    from: text(it.from),
    to: texts(it.to),
    cc: texts(it.cc),
    transport: it.transport === 'mms' ? 'mms' : 'sms',
    subject: text(it.subject),
    text: text(it.text),
    parts: list(it.parts).map((part) => {
      const { contentType, name, size } = fields(part)
      return { contentType: text(contentType), name: text(name), size: number(size) }
    }),
    lanes: list(it.deliveries)
      .filter((delivery) => fields(delivery).kind === 'message')
      .map(readLane),
  }
}

export function readSessions(body: unknown): Session[] {
  return list(fields(body).sessions).map(readSession)
}

export function readSessionDetails(body: unknown): { readonly session: Session; readonly pdus: readonly PassedPdu[] } {
  const pdus = list(fields(body).lastPdus).map((value) => {
    const { at, direction, octets } = fields(value)
    return { at: text(at), direction: text(direction), octets: octetsOfHex(text(octets)) }
  })
  return { session: readSession(body), pdus }
}

function octetsOfHex(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}

function readSession(value: unknown): Session {
  const it = fields(value)
  return {
    id: text(it.id),
    remote: text(it.remote),
    state: text(it.state),
    systemId: text(it.systemId),
    bindType: text(it.bindType),
    interfaceVersion: text(it.interfaceVersion),
    window: number(it.window),
    unanswered: bothWays(it.unanswered),
    pdus: bothWays(it.pdus),
  }
}

export function readNumbers(body: unknown): OwnedNumber[] {
  return list(fields(body).numbers).map((value) => {
    const it = fields(value)
    const capabilities = Object.entries(fields(it.capabilities)).filter(([, can]) => can === true)
    return {
      number: text(it.number),
      kind: text(it.kind),
      owner: { kind: text(fields(it.owner).kind), account: text(fields(it.owner).account) },
      capabilities: capabilities.map(([name]) => name.toUpperCase()),
    }
  })
}

export function readAccounts(body: unknown): Account[] {
  return list(fields(body).accounts).map((value) => {
    const { kind, numbers, ...settings } = fields(value)
    const key = text(settings.systemId) || text(settings.user) || text(settings.sid)
    return { kind: text(kind), key, numbers: texts(numbers), settings }
  })
}

export function readFaults(body: unknown): Fault[] {
  return list(fields(body).faults).map(readFault)
}

export function readPresets(body: unknown): Preset[] {
  return Object.entries(fields(fields(body).presets)).map(([name, rules]) => ({
    name,
    rules: list(rules).map(readFault),
  }))
}

export function readMagicNumbers(body: unknown): MagicNumber[] {
  return list(fields(body).numbers).map((value) => {
    const it = fields(value)
    return { block: text(it.block), example: text(it.example), effect: text(it.effect) }
  })
}

function readFault(value: unknown): Fault {
  const it = fields(value)
  return {
    id: text(it.id),
    at: text(it.at),
    query: text(it.query),
    when: fields(it.when),
    then: fields(it.then),
    seen: number(it.seen),
    fired: number(it.fired),
  }
}

function readLane(value: unknown): Lane {
  const it = fields(value)
  return {
    recipient: text(it.recipient),
    endpoint: { kind: text(fields(it.endpoint).kind), key: text(fields(it.endpoint).key) },
    state: text(it.state),
    reason: text(it.reason) || text(it.waitingFor),
  }
}

function readHop(value: unknown): Hop {
  const it = fields(value)
  return {
    seq: number(it.seq),
    at: text(it.at),
    lane: typeof it.lane === 'string' ? it.lane : null,
    step: text(it.step),
    result: it.result === 'failed' || it.result === 'waiting' ? it.result : 'ok',
    says: text(it.says),
    cause: text(it.cause),
    evidence: list(it.evidence).map(readEvidence),
    event: fields(it.event),
  }
}

function readEvidence(value: unknown): Evidence {
  const it = fields(value)
  return { name: text(it.name), protocol: text(it.protocol), size: number(it.size), octets: octetsOf(text(it.data)) }
}

function octetsOf(base64: string): Uint8Array {
  try {
    return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
  } catch {
    return new Uint8Array()
  }
}

function bothWays(value: unknown): { received: number; sent: number } {
  return { received: number(fields(value).received), sent: number(fields(value).sent) }
}
