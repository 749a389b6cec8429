import { request } from 'node:http'
import type { WorldInfo } from './journey.ts'

export type Mm7Reply = { readonly status: number; readonly contentType: string; readonly xml: string }
export type Mm7Octets = { readonly contentType: string; readonly body: Buffer }

/** Posts octets to the relay as they are, as the world's VASP unless said otherwise. */
export function mm7Post(
  { mm7 }: WorldInfo,
  { contentType, body }: Mm7Octets,
  { user = mm7.user, password = mm7.password } = {},
): Promise<Mm7Reply> {
  return new Promise((resolve, reject) => {
    const headers = {
      'Content-Type': contentType,
      'Content-Length': body.length,
      SOAPAction: '""',
      Authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
    }
    const sent = request(mm7.url, { method: 'POST', headers }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => {
        const { statusCode = 0, headers } = response
        resolve({ status: statusCode, contentType: headers['content-type'] ?? '', xml: String(Buffer.concat(chunks)) })
      })
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

/** A SubmitReq with a picture, a text and their SMIL, octet by octet as a VASP writes it; numbers in brackets are displayOnly. */
export function submitReq(
  { mm7 }: WorldInfo,
  wish: { readonly from: string; readonly to: readonly string[]; readonly picture: Buffer; readonly text: string },
): Mm7Octets {
  const recipients = wish.to.map(numberElement).join('')
  const head = `--soap\r
Content-Type: text/xml; charset="utf-8"\r
Content-ID: <envelope>\r
\r
<?xml version="1.0" encoding="UTF-8"?>
<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/">
 <SOAP-ENV:Header>
  <TransactionID xmlns="http://www.3gpp.org/ftp/Specs/archive/23_series/23.140/schema/REL-5-MM7-1-0" SOAP-ENV:mustUnderstand="1">vas-0001</TransactionID>
 </SOAP-ENV:Header>
 <SOAP-ENV:Body>
  <SubmitReq xmlns="http://www.3gpp.org/ftp/Specs/archive/23_series/23.140/schema/REL-5-MM7-1-0">
   <MM7Version>5.3.0</MM7Version>
   <SenderIdentification><VASPID>${mm7.vaspId}</VASPID><VASID>${mm7.vasId}</VASID><SenderAddress><Number>${wish.from}</Number></SenderAddress></SenderIdentification>
   <Recipients><To>${recipients}</To></Recipients>
   <DeliveryReport>true</DeliveryReport>
   <Subject>Open house</Subject>
   <Content href="cid:content" allowAdaptations="true"/>
  </SubmitReq>
 </SOAP-ENV:Body>
</SOAP-ENV:Envelope>\r
--soap\r
Content-Type: multipart/related; boundary=parts; start="<smil>"; type="application/smil"\r
Content-ID: <content>\r
\r
--parts\r
Content-Type: application/smil\r
Content-ID: <smil>\r
\r
<smil><body><par dur="8s"><img src="house.jpg"/><text src="words.txt"/></par></body></smil>\r
--parts\r
Content-Type: image/jpeg\r
Content-Location: house.jpg\r
Content-Transfer-Encoding: binary\r
\r
`
  const tail = `\r
--parts\r
Content-Type: text/plain; charset=utf-8\r
Content-Location: words.txt\r
\r
${wish.text}\r
--parts--\r
\r
--soap--\r
`
  return {
    contentType: 'multipart/related; boundary=soap; type="text/xml"; start="<envelope>"',
    body: Buffer.concat([Buffer.from(head), wish.picture, Buffer.from(tail)]),
  }
}

/** A number in brackets is only shown. */
function numberElement(written: string): string {
  const shown = written.startsWith('(')
  return `<Number${shown ? ' displayOnly="true"' : ''}>${written.replace(/[()]/g, '')}</Number>`
}

/** The texts of every element of that local name. */
export function elements(xml: string | Buffer, name: string): readonly string[] {
  const found = String(xml).matchAll(new RegExp(`<(?:\\w+:)?${name}\\b[^>]*>([^<]*)<`, 'g'))
  return [...found].map(([, text]) => text ?? '')
}
