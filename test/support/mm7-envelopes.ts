import { ACCOUNT } from './mm7-world.ts'

// Envelopes as a VASP writes them, by hand: nothing here knows our codec.

export const REL6 = 'http://www.3gpp.org/ftp/Specs/archive/23_series/23.140/schema/REL-6-MM7-1-4'

export type Posted = { readonly httpStatus: number; readonly headers: Headers; readonly xml: string }

export function basic(user: string = ACCOUNT.user, password: string = ACCOUNT.password): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
}

export function envelope(operation: string, elements: string, options: { ns?: string; version?: string } = {}): string {
  const { ns = REL6, version = '6.8.0' } = options
  return `<?xml version="1.0" encoding="utf-8"?>
<env:Envelope xmlns:env="http://schemas.xmlsoap.org/soap/envelope/">
<env:Header><mm7:TransactionID xmlns:mm7="${ns}" env:mustUnderstand="1">tx-1</mm7:TransactionID></env:Header>
<env:Body><${operation} xmlns="${ns}"><MM7Version>${version}</MM7Version>${elements}</${operation}></env:Body>
</env:Envelope>`
}

export function sender(senderAddress?: string, vaspId = 'SHOP', vasId = 'PROMO'): string {
  const address = senderAddress ? `<SenderAddress><Number>${senderAddress}</Number></SenderAddress>` : ''
  return `<SenderIdentification><VASPID>${vaspId}</VASPID><VASID>${vasId}</VASID>${address}</SenderIdentification>`
}

/** Recipients in To; a number that begins with `(` is display-only. */
export function to(...numbers: readonly string[]): string {
  return `<Recipients><To>${numbers.map(number).join('')}</To></Recipients>`
}

export function number(written: string): string {
  const shown = written.startsWith('(')
  return `<Number${shown ? ' displayOnly="true"' : ''}>${written.replace(/[()]/g, '')}</Number>`
}

/** A picture of its own for each seed: the JPEG marks around octets that repeat nowhere. */
export function jpeg(size = 600, seed = 1): Buffer {
  const picture = Buffer.alloc(size)
  let state = seed
  for (let i = 0; i < size; i++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    picture[i] = state >>> 16
  }
  picture.set([0xff, 0xd8, 0xff, 0xe0], 0)
  picture.set([0xff, 0xd9], size - 2)
  return picture
}

export const SMIL = '<smil><body><par><img src="cid:house.jpg"/><text src="hello.txt"/></par></body></smil>'

type Attached = { readonly contentType: string; readonly body: Buffer }

/** SOAP with one attachment: multipart/related whose first part is the envelope. */
export function withAttachment(soap: string, content: Attached): Attached {
  const body = Buffer.concat([
    Buffer.from(
      `--outer\r\nContent-Type: text/xml; charset="utf-8"\r\nContent-ID: <soap-start>\r\n\r\n${soap}\r\n--outer\r\nContent-Type: ${content.contentType}\r\nContent-ID: <attached>\r\n\r\n`,
    ),
    content.body,
    Buffer.from('\r\n--outer--\r\n'),
  ])
  return { contentType: 'multipart/related; boundary=outer; type="text/xml"; start="<soap-start>"', body }
}

/** A presentation with a picture in octets and a text in base64, as one multipart/related. */
export function pictureMessage(picture: Buffer = jpeg(), text = 'Open house on Sunday'): Attached {
  const body = Buffer.concat([
    Buffer.from(`--inner\r\nContent-Type: application/smil\r\nContent-ID: <smil>\r\n\r\n${SMIL}\r\n`),
    Buffer.from('--inner\r\nContent-Type: image/jpeg; name="house.jpg"\r\nContent-ID: <house.jpg>\r\n'),
    Buffer.from('Content-Transfer-Encoding: binary\r\n\r\n'),
    picture,
    Buffer.from('\r\n--inner\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Location: hello.txt\r\n'),
    Buffer.from(`Content-Transfer-Encoding: base64\r\n\r\n${Buffer.from(text).toString('base64')}\r\n--inner--\r\n`),
  ])
  return { contentType: 'multipart/related; boundary=inner; start="<smil>"; type="application/smil"', body }
}

export function submitPicture(elements: string, picture?: Buffer, adaptations = true): Attached {
  const content = `<Content href="cid:attached" allowAdaptations="${adaptations}"/>`
  return withAttachment(envelope('SubmitReq', elements + content), pictureMessage(picture))
}

export async function postMm7(
  url: string,
  sent: string | Attached,
  headers: Readonly<Record<string, string>> = { Authorization: basic() },
): Promise<Posted> {
  const document = typeof sent === 'string' ? { contentType: 'text/xml; charset=utf-8', body: Buffer.from(sent) } : sent
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': document.contentType, SOAPAction: '""', ...headers },
    body: new Uint8Array(document.body),
  })
  return { httpStatus: response.status, headers: response.headers, xml: await response.text() }
}

/** The text of the first element of that local name, or null. */
export function element(xml: string, name: string): string | null {
  return new RegExp(`<(?:\\w+:)?${name}\\b[^>]*>([^<]*)<`).exec(xml)?.[1] ?? null
}

/** What is inside the first element of that name, markup and all. */
export function inside(xml: string, name: string): string {
  return new RegExp(`<${name}\\b[^>]*>(.*?)</${name}>`, 's').exec(xml)?.[1] ?? ''
}
