// Media of a phone over the control API: in pieces for players, never run as a page, and what the MMSC made of it.
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Partyline, startPartyline } from '../../../src/compose.ts'
import { createLog } from '../../../src/runtime/index.ts'
import { carrierAt } from '../../support/carrier-calls.ts'

const [ANA, BEN, CLEO] = ['+12025550101', '+12025550102', '+12025550103'] as const

describe('media of a phone', () => {
  let carrier: Partyline
  let calls: ReturnType<typeof carrierAt>
  let picture: Buffer

  beforeAll(async () => {
    carrier = await startPartyline({ log: createLog('silent') })
    calls = carrierAt(carrier.url)
    picture = await sharp({
      create: {
        width: 900,
        height: 700,
        channels: 3,
        background: '#888',
        noise: { type: 'gaussian', mean: 128, sigma: 60 },
      },
    })
      .jpeg({ quality: 95 })
      .toBuffer()
    for (const phone of [BEN, CLEO]) await calls.control('PUT', `/phones/${phone}`, { carrier: 'aosp' })
    const media = [{ contentType: 'image/jpeg', filename: 'attic.jpg', data: picture.toString('base64') }]
    await calls.text(ANA, [BEN, CLEO], { text: 'The attic', media })
  })
  afterAll(() => carrier.stop())

  type Seen = {
    messageId: string
    media: { url: string; size: number; adaptedFrom?: { contentType: string; size: number } }[]
  }
  const seenBy = async (phone: string) => {
    const { messages } = await calls.control('GET', `/phones/${phone}/messages`)
    return (messages as Seen[])[0]!
  }

  it('says what a picture was before it was shrunk for the phone, and nothing where it was not', async () => {
    for (const phone of [BEN, CLEO]) {
      const [part] = (await seenBy(phone)).media
      expect(part).toMatchObject({ adaptedFrom: { contentType: 'image/jpeg', size: picture.length } })
      expect(part?.size).toBeLessThan(307_200)
    }
    expect((await seenBy(ANA)).media[0]).not.toHaveProperty('adaptedFrom')
  })

  it('the journey tells of it in the lane of each recipient', async () => {
    const { messageId } = await seenBy(BEN)
    const { hops } = await calls.control('GET', `/messages/${messageId}/journey`)
    const adapted = (hops as { step: string; lane: string }[]).filter(({ step }) => step === 'mms.adapted')
    expect(adapted.map(({ lane }) => lane).sort()).toEqual([BEN, CLEO])
  })

  it('is handed out in pieces, as players ask for it, and is never a page', async () => {
    const [{ url, size } = { url: '', size: 0 }] = (await seenBy(BEN)).media
    const ask = (range: string) => fetch(`${carrier.url}${url}`, { headers: { range } })
    const whole = Buffer.from(await (await fetch(`${carrier.url}${url}`)).arrayBuffer())
    expect(whole.length).toBe(size)
    const piece = await ask('bytes=10-19')
    expect([piece.status, piece.headers.get('content-range')]).toEqual([206, `bytes 10-19/${size}`])
    expect(Buffer.from(await piece.arrayBuffer())).toEqual(whole.subarray(10, 20))
    expect((await ask('bytes=0-')).headers.get('content-range')).toBe(`bytes 0-${size - 1}/${size}`)
    const outside = await ask(`bytes=${size}-`)
    expect([outside.status, outside.headers.get('content-range')]).toEqual([416, `bytes */${size}`])
    for (const answer of [piece, outside]) {
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
      expect(answer.headers.get('content-security-policy')).toContain('sandbox')
    }
  })
})
