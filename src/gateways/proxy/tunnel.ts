import { connect } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Authority } from './names.ts'

/** What goes to each side before the octets pass untouched. */
export type TunnelStart = { readonly toClient?: string; readonly toTarget?: string; readonly head: Buffer }

/** Octets from one socket to the other and back, unread. */
export class Tunnels {
  readonly #clients = new Set<Duplex>()

  open({ host, port }: Authority, client: Duplex, { toClient, toTarget, head }: TunnelStart): void {
    const target = connect({ host: host.replace(/^\[|\]$/g, ''), port, allowHalfOpen: true })
    let isOpen = false
    const cut = () => {
      this.#clients.delete(client)
      client.destroy()
      target.destroy()
    }
    this.#clients.add(client)
    client.on('error', cut).on('close', cut)
    target.on('error', (error) => (isOpen ? cut() : client.end(badGateway(`${host}:${port}: ${error.message}`))))
    target.on('connect', () => {
      isOpen = true
      if (toClient) client.write(toClient)
      if (toTarget) target.write(toTarget)
      if (head.length > 0) target.write(head)
      client.pipe(target).pipe(client)
    })
  }

  stop(): void {
    for (const client of this.#clients) client.destroy()
  }
}

function badGateway(reason: string): string {
  const body = `${reason}\n`
  return `HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/plain\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`
}
