import { parseReceipt } from '../../protocols/smpp/index.ts'
import type { WorldInfo } from './journey.ts'
import { connectNpmSmpp, type NpmPdu, type NpmSession } from './npm-smpp.ts'

/** An application on the npm package `smpp`, bound as the world's ESME; it answers every deliver_sm at once. */
export class NpmEsme {
  readonly session: NpmSession
  private readonly heard: NpmPdu[] = []
  private wake: () => void = () => {}

  private constructor(session: NpmSession) {
    this.session = session
    session.on('deliver_sm', (pdu: NpmPdu) => {
      this.heard.push(pdu)
      session.send(pdu.response({ command_status: 0 }))
      this.wake()
    })
    session.on('enquire_link', (pdu: NpmPdu) => session.send(pdu.response()))
  }

  static async bind({ smpp }: WorldInfo, command = 'bind_transceiver'): Promise<NpmEsme> {
    const esme = new NpmEsme(await connectNpmSmpp(smpp.port))
    const { systemId: system_id, password } = smpp
    const { command_status } = await esme.asks(command, { system_id, password, interface_version: 0x34 })
    if (command_status !== 0) throw new Error(`${command} status ${command_status}`)
    return esme
  }

  /** One request and its response. */
  asks(command: string, fields: object = {}): Promise<NpmPdu> {
    return new Promise((resolve) => void this.session[command]?.(fields, resolve))
  }

  /** A text from one number to another, in the default alphabet and with a receipt unless said otherwise. */
  submits(from: string, to: string, fields: object): Promise<NpmPdu> {
    const addresses = { source_addr: from.replace('+', ''), destination_addr: to.replace('+', '') }
    return this.asks('submit_sm', { ...addresses, data_coding: 0, registered_delivery: 1, ...fields })
  }

  /** The first text of a person, as soon as it is there. */
  nextText(): Promise<NpmPdu> {
    return this.next(({ esm_class }) => (Number(esm_class) & 0x3c) === 0)
  }

  /** The first receipt, as soon as it is there. */
  async nextReceipt() {
    const pdu = await this.next(({ esm_class }) => (Number(esm_class) & 0x3c) === 4)
    return { ...parseReceipt(pdu.short_message.message), from: pdu.source_addr, to: pdu.destination_addr, pdu }
  }

  async unbind(): Promise<void> {
    await this.asks('unbind')
    this.session.destroy()
  }

  private async next(fits: (pdu: NpmPdu) => boolean): Promise<NpmPdu> {
    for (;;) {
      const at = this.heard.findIndex(fits)
      if (at >= 0) return this.heard.splice(at, 1)[0]!
      await new Promise<void>((resolve) => {
        this.wake = resolve
      })
    }
  }
}
