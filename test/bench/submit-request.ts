import { randomFillSync } from 'node:crypto'
import { type Asked, basic } from './http-load.ts'

const PICTURE_OCTETS = 100_000
const PICTURE_MARK = 'Content-Transfer-Encoding: binary\r\n\r\n'
const HEADERS = {
  ...basic('vasp', 'secret'),
  'Content-Type': 'multipart/related; boundary="=_outer_0001"; type="text/xml"; start="<soap>"',
  SOAPAction: '""',
}

/** Posts of a 100 kB SubmitReq to nine phones, with another picture in each message: nothing is stored once by luck. */
export function submitRequests(lanes: number): (lane: number) => Asked {
  const bodies = Array.from({ length: lanes }, submitRequest)
  return (lane) => ({ method: 'POST', path: '/mm7', headers: HEADERS, body: withNewPicture(bodies[lane]!) })
}

/** Without a delivery report: the VASP of a new world has no URL to send it to, and trying again is another story. */
function submitRequest(): Buffer {
  const ns = 'http://www.3gpp.org/ftp/Specs/archive/23_series/23.140/schema/REL-6-MM7-1-4'
  const to = Array.from({ length: 9 }, (_, n) => `<Number>+1202555010${n + 1}</Number>`).join('')
  const soap = `<?xml version="1.0" encoding="UTF-8"?>
<env:Envelope xmlns:env="http://schemas.xmlsoap.org/soap/envelope/"><env:Header>
<mm7:TransactionID xmlns:mm7="${ns}" env:mustUnderstand="1">bench</mm7:TransactionID></env:Header>
<env:Body><SubmitReq xmlns="${ns}"><MM7Version>6.8.0</MM7Version>
<SenderIdentification><VASPID>vasp</VASPID><VASID>demo</VASID><SenderAddress><Number>+12025550160</Number></SenderAddress></SenderIdentification>
<Recipients><To>${to}</To></Recipients><Subject>Open house</Subject>
<Content href="cid:media" allowAdaptations="true"/></SubmitReq></env:Body></env:Envelope>`
  const smil = '<smil><body><par><img src="house.jpg"/></par></body></smil>'
  const lines = [
    '--=_outer_0001\r\nContent-Type: text/xml; charset=utf-8\r\nContent-ID: <soap>\r\n',
    `${soap}\r\n--=_outer_0001`,
    'Content-Type: multipart/related; boundary="=_inner_0001"; start="<smil>"\r\nContent-ID: <media>\r\n',
    `--=_inner_0001\r\nContent-Type: application/smil\r\nContent-ID: <smil>\r\n\r\n${smil}\r\n--=_inner_0001`,
    `Content-Type: image/jpeg\r\nContent-ID: <house.jpg>\r\nContent-Location: house.jpg\r\n${PICTURE_MARK}`,
  ]
  const end = Buffer.from('\r\n--=_inner_0001--\r\n--=_outer_0001--\r\n')
  return Buffer.concat([Buffer.from(lines.join('\r\n')), Buffer.alloc(PICTURE_OCTETS), end])
}

function withNewPicture(body: Buffer): Buffer {
  const at = body.indexOf(PICTURE_MARK) + PICTURE_MARK.length
  return randomFillSync(body, at, PICTURE_OCTETS)
}
