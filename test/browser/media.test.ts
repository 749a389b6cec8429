// What an MMS carries, as a phone shows it: film and sound that play, cards that can be kept, pictures that were shrunk.
import { resolve } from 'node:path'
import { pino } from 'pino'
import type { Browser, Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ensureViewer } from '../../scripts/build-viewer.ts'
import { type Partyline, startPartyline } from '../../src/compose.ts'
import { hasChromium, launchBrowser, openNewest, openPage, phoneCard } from '../support/browser.ts'
import { carrierAt } from '../support/carrier-calls.ts'
import { recordFilm, tone } from '../support/film.ts'

const [ANA, BEN] = ['+12025550101', '+12025550102'] as const
const CARD = ['BEGIN:VCARD', 'VERSION:3.0', 'FN:Dana <b>Whitfield</b>', 'TEL:+1 202 555 0147', 'END:VCARD', ''].join(
  '\r\n',
)

describe.runIf(hasChromium)('media on a phone', () => {
  let browser: Browser
  let viewer: string
  let film: Buffer
  let carrier: Partyline
  let calls: ReturnType<typeof carrierAt>

  beforeAll(async () => {
    viewer = await ensureViewer(resolve(import.meta.dirname, '../..'))
    browser = await launchBrowser()
    film = await recordFilm(browser)
  })
  afterAll(() => browser.close())

  beforeEach(async () => {
    carrier = await startPartyline({ log: pino({ level: 'silent' }), viewer })
    calls = carrierAt(carrier.url)
  })
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close()
    await carrier.stop()
  })

  const send = (contentType: string, filename: string, octets: Uint8Array | string, more: object = {}) => {
    const media = [{ contentType, filename, data: Buffer.from(octets).toString('base64') }]
    return calls.text(ANA, [BEN], { media, ...more })
  }
  /** Plays it without a sound, and answers how far it came. */
  const playedTo = (page: Page, tag: string) =>
    page.evaluate<number>(`(async () => {
      const player = document.querySelector('${tag}')
      player.muted = true
      await player.play()
      for (let look = 0; look < 100 && player.currentTime < 0.2; look++) await new Promise((next) => setTimeout(next, 50))
      return player.currentTime
    })()`)

  it('a film stands there with its first frame, its kind and size, and plays', async () => {
    await send('video/webm', 'tour.webm', film)
    const { page, errors } = await openPage(browser, carrier.url)
    const ben = await openNewest(page, BEN)
    await ben.getByTestId('video').waitFor()
    const width = () => page.evaluate('document.querySelector("video").videoWidth')
    await expect.poll(width).toBe(300)
    expect(await ben.getByTestId('bubble').innerText()).toMatch(/tour\.webm, video\/webm, \d+ kB/)
    expect(await playedTo(page, 'video')).toBeGreaterThanOrEqual(0.2)
    expect(errors).toEqual([])
  })

  it('a sound has a player with its kind and size, and plays', async () => {
    await send('audio/wav', 'hum.wav', tone(1))
    const { page, errors } = await openPage(browser, carrier.url)
    const ben = await openNewest(page, BEN)
    await ben.getByTestId('audio').waitFor()
    expect(await ben.getByTestId('bubble').innerText()).toContain('hum.wav, audio/wav, 8 kB')
    expect(await playedTo(page, 'audio')).toBeGreaterThanOrEqual(0.2)
    expect(errors).toEqual([])
  })

  it('what this browser cannot play is a file to take along, and says so', async () => {
    await send('audio/amr', 'voice.amr', '#!AMR\n nothing that plays')
    const { page } = await openPage(browser, carrier.url)
    const ben = await openNewest(page, BEN)
    const chip = ben.getByTestId('bubble').getByRole('link', { name: 'voice.amr' })
    await chip.getByText('this browser cannot play it').waitFor()
    const download = page.waitForEvent('download')
    await chip.click()
    expect((await download).suggestedFilename()).toBe('voice.amr')
  })

  it('a contact card shows whose it is, and is kept in the contacts of this phone', async () => {
    await send('text/vcard', 'dana.vcf', CARD)
    const { page, errors } = await openPage(browser, carrier.url)
    const ben = await openNewest(page, BEN)
    const card = ben.getByTestId('contact-card')
    await card.getByText('Dana <b>Whitfield</b>', { exact: true }).waitFor()
    await card.getByText('+1 202 555 0147').waitFor()
    await card.getByRole('button', { name: 'Keep in contacts' }).click()
    await card.getByText('In the contacts').waitFor()
    const { contacts } = await calls.control('GET', `/phones/${BEN}`)
    expect(contacts).toMatchObject({ '+12025550147': 'Dana <b>Whitfield</b>' })
    expect(errors).toEqual([])
  })

  it('a card that is none is a file', async () => {
    await send('text/x-vcard', 'dana.vcf', 'no card at all')
    const { page } = await openPage(browser, carrier.url)
    const ben = await openNewest(page, BEN)
    await ben.getByTestId('bubble').getByRole('link', { name: 'dana.vcf' }).waitFor()
  })

  it('a picture that the MMSC shrank says from what to what, live and after a reload', async () => {
    await calls.control('PUT', `/phones/${BEN}`, { carrier: 'aosp' })
    await calls.text(ANA, [BEN], { text: 'Before' })
    const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const
    const picture = await sharp({ create: { width: 1200, height: 900, channels: 3, background: '#888', noise } })
      .jpeg({ quality: 95 })
      .toBuffer()
    const { page } = await openPage(browser, carrier.url)
    const ben = await openNewest(page, BEN)
    await ben.getByTestId('bubble').getByText('Before').waitFor()
    await send('image/jpeg', 'attic.jpg', picture)
    const words = /adapted from (\d+ kB|[\d.]+ MB) to \d+ kB/
    await ben.getByTestId('bubble').getByText(words).waitFor()
    await page.reload()
    await openNewest(page, BEN)
    await ben.getByTestId('bubble').getByText(words).waitFor()
    expect(await phoneCard(page, ANA).getByText(words).count()).toBe(0)
  })

  it('several parts stand in the order of the slides, and the details name each', async () => {
    const parts = [
      { contentType: 'audio/wav', filename: 'one.wav', data: tone(1).toString('base64') },
      { contentType: 'video/webm', filename: 'two.webm', data: film.toString('base64') },
      { contentType: 'application/pdf', filename: 'three.pdf', data: Buffer.from('x').toString('base64') },
    ]
    await calls.text(ANA, [BEN], { text: 'All of it', media: parts })
    const { page } = await openPage(browser, carrier.url)
    const ben = await openNewest(page, BEN)
    await ben.getByTestId('bubble').focus()
    await page.keyboard.press('.')
    const names = page.getByTestId('drawer').locator('.parts .chip-name')
    expect(await names.allInnerTexts()).toEqual(['one.wav', 'two.webm', 'three.pdf'])
    const shown = await ben.getByTestId('bubble').innerText()
    expect([...shown.matchAll(/(one|two|three)\./g)].map(([, name]) => name)).toEqual(['one', 'two', 'three'])
  })
})
