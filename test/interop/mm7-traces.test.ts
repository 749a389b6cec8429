import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { decodeMm7Request, decodeMm7Response, type Mm7Document } from '../../protocols/mm7/index.ts'
import { referenceData } from './reference-data.ts'

const folder = `${referenceData}/mms/`
const isAvailable = existsSync(`${folder}instantcom-mm7`) && existsSync(`${folder}mbuni-run`)

/** A file of HTTP headers and a body. */
function readHttp(file: string): Mm7Document {
  const octets = new Uint8Array(readFileSync(folder + file))
  const text = Buffer.from(octets).toString('latin1')
  const gap = /\r?\n\r?\n/.exec(text)!
  const head = text.slice(0, gap.index)
  return {
    contentType: /^content-type:\s*(.*)$/im.exec(head)?.[1]?.trim(),
    body: octets.subarray(gap.index + gap[0].length),
  }
}

/** A file of a multipart body only; its boundary is the one of its first delimiter. */
function readMultipart(file: string): Mm7Document {
  const octets = new Uint8Array(readFileSync(folder + file))
  const boundary = /^--(.*?)\s*\r?\n/m.exec(Buffer.from(octets).toString('latin1'))![1]!
  return { contentType: `multipart/related; boundary="${boundary}"`, body: octets }
}

describe.runIf(isAvailable)('MM7 traces of others', () => {
  it('reads a DeliverReq whose cid is misspelt', () => {
    const result = decodeMm7Request(readHttp('instantcom-mm7/deliver-req-post.txt'))
    expect(result).toMatchObject({
      kind: 'request',
      operation: 'DeliverReq',
      transactionId: 'vas00324-dlvr',
      version: '6.7.0',
    })
    expect(result.kind === 'request' && result.content?.parts).toHaveLength(1)
  })

  it('reads multipart/mixed content with base64', () => {
    const result = decodeMm7Request(readMultipart('instantcom-mm7/deliver-req2.txt'))
    expect(result.kind === 'request' && result.content?.parts.map((part) => part.contentType.type)).toEqual([
      'text/plain',
      'image/gif',
    ])
  })

  it('reads a presentation from a Nokia MMSC', () => {
    const result = decodeMm7Request(readMultipart('instantcom-mm7/deliver-req3.txt'))
    expect(result).toMatchObject({ body: { sender: { value: '+3859100010010/TYPE=PLMN' } }, content: { smil: 0 } })
    expect(result.kind === 'request' && result.content?.parts).toHaveLength(2)
  })

  it('names the sender that a stripped DeliverReq has not', () => {
    const result = decodeMm7Request(readMultipart('instantcom-mm7/deliver-req4.txt'))
    expect(result).toMatchObject({ kind: 'fault', statusCode: 4004, details: 'DeliverReq.Sender is missing' })
  })

  it('reads faults with qualified and unqualified children', () => {
    const read = (file: string) =>
      decodeMm7Response({ contentType: 'text/xml', body: new Uint8Array(readFileSync(folder + file)) })
    expect(read('instantcom-mm7/fault.xml')).toMatchObject({ value: { kind: 'fault', status: { statusCode: 4002 } } })
    expect(read('instantcom-mm7/fault_02.xml')).toMatchObject({
      value: { kind: 'fault', status: { statusCode: 2002 } },
    })
  })

  it('reads reports whose elements are out of order', () => {
    for (const file of ['mbuni-run/mm7-039-_soap_vasp.http', 'mbuni-run/mm7-040-_soap_vasp.http']) {
      expect(decodeMm7Request(readHttp(file))).toMatchObject({
        operation: 'DeliveryReportReq',
        body: { mmStatus: 'Retrieved' },
      })
    }
  })

  it('reads a fault answered with 200', () => {
    const result = decodeMm7Response(readHttp('mbuni-run/mm7-mmsbox-badxml.resp'))
    expect(result).toMatchObject({ value: { kind: 'fault', faultCode: 'Server', status: { statusCode: 4003 } } })
  })

  it('reads envelopes whose children have no namespace', () => {
    const submit = decodeMm7Request(readMultipart('vectorcore/submit_req.multipart'))
    expect(submit).toMatchObject({ operation: 'SubmitReq', body: { recipients: { to: [{ value: '+12025550101' }] } } })
    const body = new Uint8Array(readFileSync(`${folder}vectorcore/deliver_rsp.soap`))
    expect(decodeMm7Response({ contentType: 'text/xml', body })).toMatchObject({ value: { operation: 'DeliverRsp' } })
  })
})
