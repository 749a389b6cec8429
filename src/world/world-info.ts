import type { CarrierReader } from '../core/index.ts'
import type { Ports } from '../options.ts'

/** Endpoints, credentials, numbers and phones of a world: what `GET /info` and `POST /worlds` answer. */
export function worldInfo(
  { name, read }: { readonly name: string; readonly read: CarrierReader },
  ports: Ports,
  caught: ReadonlyMap<string, number>,
) {
  const [twilio] = read.accounts('twilio')
  const [smpp] = read.accounts('smpp')
  const [mm7] = read.accounts('mm7')
  const base = `http://${urlHost(ports.host)}:${ports.http}`
  return {
    version: ports.version,
    world: name,
    url: base,
    accountSid: twilio?.sid ?? null,
    authToken: twilio?.authToken ?? null,
    apiKey: twilio?.apiKeys[0]?.sid ?? null,
    apiSecret: twilio?.apiKeys[0]?.secret ?? null,
    smpp: smpp
      ? { host: ports.host, port: ports.smpp, tlsPort: ports.smpps, systemId: smpp.systemId, password: smpp.password }
      : null,
    mm7: mm7
      ? { url: `${base}/mm7`, user: mm7.user, password: mm7.password, vaspId: mm7.vaspId, vasId: mm7.vasId }
      : null,
    /** Requests to twilio.com hosts that ended here: the real service never saw them. */
    caught: [...caught].map(([host, requests]) => ({ host, requests })),
    numbers: read.numbers().map(({ number, kind, owner }) => ({ number, kind, owner })),
    phones: read.phones().map(({ number, name: owner }) => ({ number, name: owner })),
  }
}

export type WorldInfo = ReturnType<typeof worldInfo>

/** The address that a client on this machine uses. */
function urlHost(host: string): string {
  if (host === '0.0.0.0' || host === '::' || host === '127.0.0.1') return 'localhost'
  return host.includes(':') ? `[${host}]` : host
}
