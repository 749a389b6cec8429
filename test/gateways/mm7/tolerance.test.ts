import { request } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { MM7_NAMESPACES, MM7_VERSIONS } from '../../../protocols/mm7/index.ts'
import { octetsOf, readVectors, type TextVector } from '../../protocols/text-vectors.ts'
import { basic, element, envelope, jpeg, postMm7, sender, submitPicture, to } from '../../support/mm7-envelopes.ts'
import { ANA, BEN, type Mm7TestWorld, openMm7World, SHOP } from '../../support/mm7-world.ts'

let shop: Mm7TestWorld
beforeEach(async () => {
  shop = await openMm7World()
})
afterEach(() => shop.close())

type Vector = TextVector & { readonly contentType?: string; readonly decodes: string }

const vectors = readVectors<Vector>('mm7').filter(({ name, decodes, lines }) => {
  const isSubmit = lines.some((line) => typeof line === 'string' && line.includes('SubmitReq'))
  return name.startsWith('tolerate-') && decodes === 'request' && isSubmit
})

describe('what sloppy VASPs send', () => {
  it('is known by many vectors', () => {
    expect(vectors.length).toBeGreaterThan(15)
  })

  it.each(vectors.map((vector) => [vector.name, vector] as const))('is taken: %s', async (_, vector) => {
    const soap = Buffer.from(octetsOf(vector)).toString('latin1')
    await shop.changeAccount({
      vaspId: element(soap, 'VASPID')?.trim() ?? '',
      vasId: element(soap, 'VASID')?.trim() ?? '',
    })
    const contentType = vector.contentType ?? 'text/xml'
    const { httpStatus, xml } = await postMm7(shop.url, { contentType, body: Buffer.from(octetsOf(vector)) })
    expect([httpStatus, element(xml, 'StatusCode'), element(xml, 'Details')]).toEqual([200, '1000', null])
    await shop.agenda.idle()
    expect(shop.offers).toHaveLength(1)
  })

  it.each([
    ['no SOAPAction', {}],
    ['an empty one', { SOAPAction: '""' }],
    ['the namespace', { SOAPAction: MM7_NAMESPACES[0] }],
  ])('is taken with %s', async (_, headers: Record<string, string>) => {
    expect(await postRaw({ headers, write: (req) => req.end(envelope('SubmitReq', sender(SHOP) + to(ANA))) })).toBe(
      '1000',
    )
  })

  it('is taken in chunks', async () => {
    const text = envelope('SubmitReq', sender(SHOP) + to(ANA))
    const code = await postRaw({
      headers: { 'Transfer-Encoding': 'chunked' },
      write: (req) => {
        for (let at = 0; at < text.length; at += 50) req.write(text.slice(at, at + 50))
        req.end()
      },
    })
    expect(code).toBe('1000')
  })

  it('is waited for with 100 Continue', async () => {
    const text = envelope('SubmitReq', sender(SHOP) + to(ANA))
    const code = await postRaw({
      headers: { Expect: '100-continue' },
      write: (req) => req.on('continue', () => req.end(text)).flushHeaders(),
    })
    expect(code).toBe('1000')
  })

  it('may name nobody in SenderIdentification: the credentials do', async () => {
    const anonymous = `<SenderIdentification/>${to(ANA)}`
    expect(element((await postMm7(shop.url, envelope('SubmitReq', anonymous))).xml, 'StatusCode')).toBe('1000')
  })

  it('may use one TransactionID for several requests, as Mbuni does', async () => {
    const ids = new Set<string | null>()
    for (const phone of [ANA, BEN]) {
      ids.add(element((await postMm7(shop.url, submitPicture(sender(SHOP) + to(phone)))).xml, 'MessageID'))
    }
    expect(ids.size).toBe(2)
  })
})

describe('the answer speaks as it was spoken to', () => {
  it.each(MM7_NAMESPACES.flatMap((ns) => MM7_VERSIONS.map((version) => [ns, version] as const)))(
    'in %s with version %s',
    async (ns, version) => {
      const { xml } = await postMm7(shop.url, envelope('SubmitReq', sender(SHOP) + to(ANA), { ns, version }))
      expect(xml).toContain(`<SubmitRsp xmlns="${ns}"><MM7Version>${version}</MM7Version>`)
      expect(xml).toContain(`<TransactionID xmlns="${ns}" env:mustUnderstand="1">tx-1</TransactionID>`)
    },
  )
})

it('the same picture sent twice is stored once, and both messages have it', async () => {
  const picture = jpeg(3_000, 5)
  await postMm7(shop.url, submitPicture(sender(SHOP) + to(ANA), picture))
  await postMm7(shop.url, submitPicture(sender(SHOP) + to(BEN), picture))
  await shop.agenda.idle()
  const hashes = shop.offers.map(({ message }) => message.content.kind === 'mms' && message.content.parts[1]?.hash)
  expect(new Set(hashes).size).toBe(1)
})

type Raw = {
  readonly headers: Record<string, string>
  readonly write: (req: ReturnType<typeof request>) => void
}

/** Posts with node:http, which adds nothing of its own; answers the status code. */
function postRaw({ headers, write }: Raw): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const all = { Authorization: basic(), 'Content-Type': 'text/xml', ...headers }
    const req = request(shop.url, { method: 'POST', headers: all }, (res) => {
      let xml = ''
      res.setEncoding('utf8').on('data', (text: string) => {
        xml += text
      })
      res.on('end', () => resolve(element(xml, 'StatusCode')))
    })
    req.on('error', reject)
    write(req)
  })
}
