import { type EventEmitter, once } from 'node:events'
import { type Duration, milliseconds } from '../duration.ts'
import { Inbox } from './inbox.ts'
import { requirePeer } from './require-peer.ts'

export type EsmeLogin = {
  readonly host: string
  readonly port: number
  readonly systemId: string
  readonly password: string
}

/** A PDU as the npm package `smpp` shows it. */
export type EsmePdu = Readonly<Record<string, unknown>> & {
  readonly command: string
  readonly command_status: number
  response(fields?: object): EsmePdu
}

/** A session of the npm package `smpp`. */
export type EsmeSession = EventEmitter & {
  send(pdu: EsmePdu, answered?: (pdu: EsmePdu) => void): boolean
  close(closed?: () => void): void
  destroy(): void
  readonly PDU: unknown
}

/** A short message or receipt that came to the ESME. */
export type EsmeMessage = {
  readonly from: string
  readonly to: string
  readonly text: string
  readonly isReceipt: boolean
  readonly pdu: EsmePdu
}

export type SubmitFields = Readonly<Record<string, unknown>>

type SmppPackage = {
  connect(options: object): EsmeSession
  PDU: new (command: string, fields: object) => EsmePdu
}

const RECEIPT = 0x04
const DEFAULT_TIMEOUT_MS = 10_000

/** A bound transceiver on the npm package `smpp`; it answers what it is sent. */
export class Esme {
  /** The package's own session, for everything that is not here. */
  readonly session: EsmeSession
  private readonly smpp: SmppPackage
  private readonly inbox = new Inbox<EsmeMessage>()

  private constructor(smpp: SmppPackage, session: EsmeSession) {
    this.smpp = smpp
    this.session = session
    session.on('error', () => {})
    session.on('deliver_sm', (pdu: EsmePdu) => {
      session.send(pdu.response())
      this.inbox.add(messageOf(pdu))
    })
    session.on('enquire_link', (pdu: EsmePdu) => session.send(pdu.response()))
    session.on('unbind', (pdu: EsmePdu) => session.send(pdu.response()))
  }

  static async bind(login: EsmeLogin, fields: object = {}): Promise<Esme> {
    const smpp = await requirePeer<SmppPackage>('smpp', 'world.esme()')
    const session = smpp.connect({ url: `smpp://${login.host}:${login.port}` })
    await once(session, 'connect')
    const esme = new Esme(smpp, session)
    const identity = { system_id: login.systemId, password: login.password, interface_version: 0x34 }
    const { command_status } = await esme.ask('bind_transceiver', { ...identity, ...fields })
    if (command_status !== 0) {
      session.destroy()
      throw new Error(`The bind of ${login.systemId} was refused with command_status ${command_status}`)
    }
    return esme
  }

  /** Sends any request and answers its response. */
  ask(command: string, fields: SubmitFields = {}): Promise<EsmePdu> {
    return new Promise((resolve, reject) => {
      const lost = () => reject(new Error(`The link closed before ${command} was answered`))
      this.session.once('close', lost)
      this.session.send(new this.smpp.PDU(command, fields), (response) => {
        this.session.off('close', lost)
        resolve(response)
      })
    })
  }

  /** submit_sm: answers the message_id; throws with the command_status when it was refused. */
  async submit({
    from,
    to,
    text,
    ...more
  }: { from: string; to: string; text: string } & SubmitFields): Promise<string> {
    const response = await this.ask('submit_sm', {
      source_addr: from,
      destination_addr: to,
      data_coding: 0,
      registered_delivery: 1,
      short_message: text,
      ...more,
    })
    if (response.command_status === 0) return String(response.message_id)
    throw new Error(`submit_sm to ${to} was refused with command_status ${response.command_status}`)
  }

  /** Everything that came, receipts too. */
  messages(): readonly EsmeMessage[] {
    return this.inbox.all()
  }

  waitFor(fits: (message: EsmeMessage) => boolean, timeout: Duration = DEFAULT_TIMEOUT_MS): Promise<EsmeMessage> {
    return this.inbox.waitFor(fits, milliseconds(timeout))
  }

  /** The receipt about a message_id. */
  receipt(messageId: string, timeout?: Duration): Promise<EsmeMessage> {
    return this.waitFor(({ isReceipt, pdu, text }) => {
      const about = pdu.receipted_message_id ?? /\bid:(\S+)/.exec(text)?.[1]
      return isReceipt && String(about).replace(/\0$/, '') === messageId
    }, timeout)
  }

  async close(): Promise<void> {
    if (!(this.session as unknown as { closed?: boolean }).closed) this.session.destroy()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}

function messageOf(pdu: EsmePdu): EsmeMessage {
  // The package puts what it decoded into short_message.message.
  const { message } = pdu.short_message as { message: string | Uint8Array }
  return {
    from: String(pdu.source_addr),
    to: String(pdu.destination_addr),
    text: typeof message === 'string' ? message : Buffer.from(message ?? []).toString('latin1'),
    isReceipt: (Number(pdu.esm_class) & RECEIPT) !== 0,
    pdu,
  }
}
