import { describe, expect, it } from 'vitest'
import { encodePdu, formatAddress, INSERT_ADDRESS, type Part, textPart } from '../../../protocols/mms/index.ts'
import { ANA, BEN, HandsetWorld } from '../../support/handset-world.ts'

const NOTHING = new Uint8Array(0)
const octets = (text: string) => new TextEncoder().encode(text)
const part = (media: string, contentLocation: string, data: Uint8Array): Part => ({
  contentType: { media, parameters: {} },
  contentId: contentLocation,
  contentLocation,
  data,
})

const SMIL =
  '<smil><body><par><text src="words"/></par><par><img src="b.png"/></par><par><img src="a.jpg"/></par></body></smil>'
const PARTS = [
  part('application/smil', 'smil', octets(SMIL)),
  part('image/jpeg', 'a.jpg', octets('jpeg')),
  part('image/png', 'b.png', octets('png')),
  part('text/html', 'c.html', octets('<script>alert(1)</script>')),
  { ...textPart('Look <here> & there'), contentLocation: 'words' },
]

/** Ben, who has no MMS, is sent a message; what his link shows. */
async function page() {
  const w = await new HandsetWorld().begin()
  await w.turn(BEN, { profile: 'legacy-sms' })
  const related = 'application/vnd.wap.multipart.related'
  const contentType = { media: related, parameters: { start: '<smil>', type: 'application/smil' } }
  const head = { transactionId: 'T1', mmsVersion: '1.2', from: INSERT_ADDRESS, to: [formatAddress(BEN)] } as const
  const sent = encodePdu({ type: 'm-send.req', ...head, subject: 'A "B"', body: { contentType, parts: PARTS } })
  await w.request({ method: 'POST', path: '/mm1', identity: ANA, octets: sent })
  await w.settle()
  const link = /\/mm1\/\S+$/.exec(w.texts(BEN)[0]!)![0]
  const get = async (path: string) => {
    const { status, contentType, octets } = await w.request({
      method: 'GET',
      path,
      identity: undefined,
      octets: NOTHING,
    })
    return { status, contentType, text: new TextDecoder().decode(octets) }
  }
  return { link, get }
}

describe('the page of a handset without MMS', () => {
  it('shows words and media in the order of the presentation, what it does not mention behind them', async () => {
    const { link, get } = await page()
    const { status, contentType, text } = await get(link)
    expect([status, contentType]).toEqual([200, 'text/html; charset=utf-8'])
    expect(text).toContain('<h1>A &quot;B&quot;</h1>')
    const shown = [...text.matchAll(/<p>(?:<img[^>]+alt="([^"]+)"|<a[^>]+>([^<]+)|([^<]+))/g)]
    expect(shown.map(([, picture, file, words]) => picture ?? file ?? words)).toEqual([
      `From ${ANA}`,
      'Look &lt;here&gt; &amp; there',
      'b.png',
      'a.jpg',
      'c.html',
    ])
  })

  it('hands out each part under its place on the page; what could run anything is a download', async () => {
    const { link, get } = await page()
    const parts = await Promise.all([1, 2, 3].map((index) => get(`${link}/${index}`)))
    expect(parts).toEqual([
      { status: 200, contentType: 'image/png', text: 'png' },
      { status: 200, contentType: 'image/jpeg', text: 'jpeg' },
      { status: 200, contentType: 'application/octet-stream', text: '<script>alert(1)</script>' },
    ])
  })

  it('is 404 for parts and messages that are not there', async () => {
    const { link, get } = await page()
    expect((await get(`${link}/9`)).status).toBe(404)
    expect((await get('/mm1/zzz/view')).status).toBe(404)
  })
})
