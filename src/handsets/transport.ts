import type { Accepted, Address, Refusal, ReportRequest, Unit } from '../core/index.ts'

/** A short message as a phone hands it to the network. */
export type OutgoingSms = {
  readonly from: Address
  readonly to: Address
  readonly dataCoding: number
  readonly hasHeader: boolean
  readonly segments: readonly Uint8Array[]
  readonly text: string
  readonly report: ReportRequest
}

export type Mm1Request = {
  readonly method: 'GET' | 'POST'
  /** A path, or the whole URL of a content location. */
  readonly path: string
  /** Who asks, as the network knows it; undefined if it does not. */
  readonly identity: Address | undefined
  readonly octets: Uint8Array
  /** Somebody only looks at what the phone would get. */
  readonly inspects?: boolean
}

/** The octets of an m-notifyresp.ind or m-acknowledge.ind. */
export type Mm1Acknowledgement = Pick<Mm1Request, 'identity' | 'octets'>

/** Status 0: no answer came. */
export type Mm1Answer = {
  readonly status: number
  readonly octets: Uint8Array
  /** The same octets in two, where the second is the very one that other phones got. */
  readonly inTwo?: { readonly head: Uint8Array; readonly tail: Uint8Array }
}

/** An answer, or one that comes so much later on the world's clock. */
export type Mm1Reply = Mm1Answer | { readonly heldForMs: number; readonly answer: () => Mm1Answer }

/** For requests whose answers nothing holds back. */
export function answerIn(reply: Mm1Reply): Mm1Answer {
  return 'heldForMs' in reply ? reply.answer() : reply
}

/** The way from the phones to the network: short messages and MM1 octets, nothing else. */
export interface HandsetTransport {
  /** Called inside the unit of work that writes the message down on the phone: both happen or none. */
  sendSms(unit: Unit, sms: OutgoingSms): Accepted | Refusal
  mm1(request: Mm1Request): Promise<Mm1Reply>
  /** An answer to a notification, posted inside the unit of work that shows its message: both happen or none. */
  acknowledge(unit: Unit, answer: Mm1Acknowledgement): Mm1Answer
}

type InProcessMmsc = {
  handle(request: Mm1Request): Promise<Mm1Reply>
  acknowledge(unit: Unit, answer: Mm1Acknowledgement): Mm1Answer
}

/** The transport of phones that live in the carrier's own process. */
export function createInProcessTransport(mmsc: InProcessMmsc): HandsetTransport {
  return {
    sendSms: (unit, { from, to, report, ...content }) =>
      unit.submit({
        origin: { kind: 'handset', key: from },
        from,
        to: [to],
        content: { kind: 'sms', ...content },
        report,
      }),
    mm1: (request) => mmsc.handle({ ...request, path: withoutOrigin(request.path) }),
    acknowledge: (unit, answer) => mmsc.acknowledge(unit, answer),
  }
}

function withoutOrigin(location: string): string {
  return location.replace(/^https?:\/\/[^/]+/i, '')
}
