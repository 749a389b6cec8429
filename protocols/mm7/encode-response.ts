import { encodeFields, type Fields } from './element-fields.ts'
import { type Addressing, mm7Element, writeEnvelope, writeFaultEnvelope } from './envelope.ts'
import { RESPONSES, type ResponseBodies, type ResponseName } from './operations/index.ts'
import { type Mm7Status, status } from './status.ts'

/** A document of ours: the value for Content-Type, and the octets. */
export type EncodedDocument = { readonly contentType: string; readonly body: Uint8Array<ArrayBuffer> }

export const XML_CONTENT_TYPE = 'text/xml; charset=utf-8'

export type OutgoingResponse<N extends ResponseName = ResponseName> = {
  [K in N]: Addressing & { readonly operation: K; readonly body: ResponseBodies[K] }
}[N]

/** Writes a response in the caller's namespace and version. */
export function encodeResponse(response: OutgoingResponse): EncodedDocument {
  const fields: Fields = RESPONSES[response.operation]
  const markup = encodeFields(fields, response.body, response.operation)
  return { contentType: XML_CONTENT_TYPE, body: writeEnvelope(response, response.operation, markup) }
}

/** `from` says who answers: the relay with RSErrorRsp, an application with VASPErrorRsp. */
export type OutgoingFault = Addressing & Mm7Status & { readonly from: 'relay' | 'vasp' }

/** Writes a SOAP Fault with the status in its detail. [23.140 8.7.8.2] */
export function encodeFault(fault: OutgoingFault): EncodedDocument {
  const { statusCode, statusText, details } = fault
  const inside = status.encode({ statusCode, statusText, details }, 'Status').content
  const name = fault.from === 'relay' ? 'RSErrorRsp' : 'VASPErrorRsp'
  const detail = mm7Element(fault, name, `<Status>${inside}</Status>`)
  return { contentType: XML_CONTENT_TYPE, body: writeFaultEnvelope(fault, faultCode(statusCode), detail) }
}

/** Whose fault: 2xxx and the 4xxx that speak of the request are the client's. [SOAP11 4.4.1] */
function faultCode(statusCode: number): 'Client' | 'Server' {
  const isServers =
    statusCode < 2000 || (statusCode >= 3000 && statusCode < 4000) || [4000, 4005, 4006].includes(statusCode)
  return isServers ? 'Server' : 'Client'
}
