import type { Twilio } from 'twilio'
import { requirePeer } from './require-peer.ts'

export type { Twilio }
export type TwilioLogin = { readonly url: string; readonly accountSid: string; readonly authToken: string }

type TwilioPackage = {
  (accountSid: string, authToken: string, options: object): Twilio
  RequestClient: new () => { request(options: object): Promise<unknown> }
}

/** The official library, pointed at the carrier by its own HTTP client. */
export async function twilioClient({ url, accountSid, authToken }: TwilioLogin): Promise<Twilio> {
  const twilio = await requirePeer<TwilioPackage>('twilio', 'world.twilio()')
  const inner = new twilio.RequestClient()
  const httpClient = {
    request(options: { readonly uri: string; readonly headers?: object }) {
      const { pathname, search, host } = new URL(options.uri)
      const headers = { ...options.headers, 'X-Twilio-Host': host }
      return inner.request({ ...options, uri: `${url}${pathname}${search}`, headers })
    },
  }
  return twilio(accountSid, authToken, { httpClient })
}
