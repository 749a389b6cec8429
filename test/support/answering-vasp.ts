import { ListeningServer } from './listening-server.ts'
import { elements } from './raw-mm7.ts'

/** A VASP's server that takes everything it is told. */
export function openVasp(): Promise<ListeningServer> {
  return ListeningServer.open(({ body }) => ({ contentType: 'text/xml', body: takenWith1000(body) }))
}

/** What a VASP's server says to whatever it was asked. */
export function takenWith1000(asked: Buffer): string {
  const [, ns = '', name = ''] = /<(?:(\w+):)?(DeliverReq|DeliveryReportReq|ReadReplyReq)\b/.exec(String(asked)) ?? []
  const schema = new RegExp(`xmlns${ns && `:${ns}`}="(http://www.3gpp[^"]*)"`).exec(String(asked))?.[1] ?? ''
  const answer = name.replace('Req', 'Rsp')
  return `<?xml version="1.0"?><e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Header><TransactionID xmlns="${schema}" e:mustUnderstand="1">${elements(asked, 'TransactionID')[0]}</TransactionID></e:Header><e:Body><${answer} xmlns="${schema}"><MM7Version>5.3.0</MM7Version><Status><StatusCode>1000</StatusCode></Status></${answer}></e:Body></e:Envelope>`
}
