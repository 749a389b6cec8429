// axe looks at every screen in both themes, and at all of them as wide as a phone.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { resolve } from 'node:path'
import { pino } from 'pino'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ensureViewer } from '../../scripts/build-viewer.ts'
import { type Partyline, startPartyline } from '../../src/compose.ts'
import { type Esme, startCarrier } from '../../src/kit/index.ts'
import { axeViolations, hasChromium, launchBrowser, openNewest, openPage, phoneCard } from '../support/browser.ts'
import { carrierAt } from '../support/carrier-calls.ts'
import { recordFilm, tone } from '../support/film.ts'
import { PICTURE } from '../support/picture.ts'

const [ANA, BEN, CLEO, FILTERED, HOMES] = [
  '+12025550101',
  '+12025550102',
  '+12025550103',
  '+15005551007',
  '+15017122661',
] as const
const ESME_NUMBER = '+12025550150'
const CARD = 'BEGIN:VCARD\nFN:Dana Whitfield\nORG:Plumbing\nTEL:+1 202 555 0147\nEND:VCARD\n'

const VIEWS = [
  { theme: 'light', width: 1440, height: 900 },
  { theme: 'dark', width: 1440, height: 900 },
  { theme: 'light', width: 390, height: 844 },
] as const

describe.runIf(hasChromium)('axe', () => {
  let browser: Browser
  let viewer: string
  let film: Buffer
  let carrier: Partyline
  let calls: ReturnType<typeof carrierAt>
  let app: Server
  let esme: Esme
  let found: Record<string, unknown>

  beforeAll(async () => {
    viewer = await ensureViewer(resolve(import.meta.dirname, '../..'))
    browser = await launchBrowser()
    film = await recordFilm(browser)
  })
  afterAll(() => browser.close())

  beforeEach(async () => {
    found = {}
    carrier = await startPartyline({ log: pino({ level: 'silent' }), viewer })
    calls = carrierAt(carrier.url)
    app = createServer((_request, response) => void response.end('thanks'))
    await new Promise<void>((done) => app.listen(0, '127.0.0.1', done))
  })
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close()
    app.close()
    await carrier.stop()
  })

  const check = async (page: Page, screen: string) => {
    const violations = await axeViolations(page)
    if (violations.length > 0) found[screen] = violations
    const wide = await page.evaluate<boolean>('document.documentElement.scrollWidth > innerWidth')
    if (wide) found[`${screen}, sideways`] = true
  }
  const visit = async (page: Page, path: string, screen = path) => {
    await page.goto(`${carrier.url}${path}`)
    await page.getByTestId('page').waitFor()
    await page.waitForLoadState('networkidle')
    await check(page, screen)
  }
  const open = ({ theme, width, height }: (typeof VIEWS)[number]) =>
    openPage(browser, carrier.url, { colorScheme: theme, reducedMotion: 'reduce', viewport: { width, height } })

  /** Something of everything: a group, media of every kind, one who waits, one who is filtered, a call, a session. */
  const fill = async () => {
    const file = (contentType: string, filename: string, octets: Uint8Array | string) => ({
      contentType,
      filename,
      data: Buffer.from(octets).toString('base64'),
    })
    const hook = `http://127.0.0.1:${(app.address() as AddressInfo).port}/hook`
    await calls.rest('/Configuration/Webhooks', { PostWebhookUrl: hook, Filters: 'onMessageAdded' })
    await calls.control('PUT', `/phones/${CLEO}`, { autoDownload: false, state: 'no-data' })
    const picture = file('image/png', 'kitchen.png', PICTURE)
    await calls.text(ANA, [BEN, CLEO, HOMES], { text: 'See https://example.com', subject: 'Plans', media: [picture] })
    await calls.text(ANA, [BEN, FILTERED], { text: 'To both of you' })
    const all = [
      file('video/webm', 'tour.webm', film),
      file('audio/wav', 'hum.wav', tone(1)),
      file('text/vcard', 'dana.vcf', CARD),
      file('application/pdf', 'plan.pdf', 'x'),
    ]
    await calls.text(BEN, [ANA], { text: 'Your code is 482913', media: all })
    await calls.text(ANA, [ESME_NUMBER], { text: 'stop' })
    const world = await (await startCarrier({ url: carrier.url })).main()
    esme = await world.esme()
    await esme.submit({ from: world.numbersOf('smpp')[0]!, to: BEN, text: 'By SMPP' })
    await calls.control('POST', '/idle', { timeoutMs: 10_000 })
  }

  describe.each(VIEWS)('in the $theme theme, $width pixels wide', (view) => {
    it('finds nothing on the screens of a carrier that is new', { timeout: 120_000 }, async () => {
      const { page } = await open(view)
      await page.getByTestId('empty').first().waitFor()
      await check(page, 'phones')
      const pages = ['messages', 'conversations', 'sessions', 'accounts', 'numbers', 'webhooks', 'faults', 'clock']
      for (const path of pages) await visit(page, `/${path}`)
      for (const path of ['/phones/+12025550177', '/nowhere']) {
        await page.goto(`${carrier.url}${path}`)
        await page.getByRole('heading', { level: 1 }).waitFor()
        await check(page, path)
      }
      await page.goto(`${carrier.url}/messages/1`)
      await page.getByRole('alert').waitFor()
      await check(page, 'no such message')
      expect(found).toEqual({})
    })

    it('finds nothing on phones that are in use', { timeout: 120_000 }, async () => {
      await fill()
      const { page } = await open(view)
      const isWide = view.width > 1000
      await phoneCard(page, ANA).getByTestId('thread').nth(3).waitFor()
      await check(page, 'lists')
      for (const thread of [BEN, ESME_NUMBER]) {
        await page.goto(`${carrier.url}/phones/${ANA}/threads/${thread}`)
        await page.getByTestId('bubble').first().waitFor()
        await page.waitForLoadState('networkidle')
        await check(page, `thread ${thread}`)
      }
      await page.goto(`${carrier.url}/phones/${CLEO}/threads/${ANA}`)
      await page.getByTestId('waiting').waitFor()
      await check(page, 'waiting')
      await page.goto(`${carrier.url}/phones/${BEN}/threads/${[ANA, CLEO, HOMES].sort().join(',')}`)
      await page.getByTestId('bubble').waitFor()
      for (const drawer of ['radio', 'members']) {
        await page.getByTestId(drawer).click()
        await page.getByTestId('drawer').waitFor()
        const folded = page.getByTestId('import-contacts').locator('summary')
        if (await folded.count()) await folded.click()
        await check(page, drawer)
        await page.keyboard.press('Escape')
      }
      await page.getByTestId('bubble').focus()
      await page.keyboard.press('.')
      await page.getByTestId('hop-octets').first().locator('summary').click()
      await check(page, 'details')
      await page.goto(carrier.url)
      await phoneCard(page, ANA).waitFor()
      await page.getByTestId('add-phone').click()
      await check(page, 'add a phone')
      await page.keyboard.press('Escape')
      await page.keyboard.press('?')
      await page.getByTestId('drawer').getByText('Keyboard').waitFor()
      await check(page, 'help')
      await page.goto(`${carrier.url}/phones/${ANA}/compose`)
      await page.getByTestId('to').fill('b')
      await check(page, 'compose')
      await page.goto(`${carrier.url}/phones/${ANA}`)
      await phoneCard(page, ANA).waitFor()
      await calls.text(ANA, [BEN], { text: 'Out of sight' })
      await page.getByTestId('toast').waitFor()
      await check(page, 'toast')
      if (isWide) {
        await page.goto(carrier.url)
        for (const phone of [ANA, BEN, CLEO]) await openNewest(page, phone)
        await check(page, 'three threads')
      }
      await esme.close()
      expect(found).toEqual({})
    })

    it('finds nothing on the pages of a network in use', { timeout: 180_000 }, async () => {
      await fill()
      const [conversation] = await calls.conversations()
      const [newest, , , , group] = await calls.messages()
      await calls.control('POST', '/faults', { preset: 'dlr-storm' })
      const { page } = await open(view)
      const pages = ['/messages', '/messages?query=zebra', '/messages?query=is:nonsense', '/accounts', '/numbers']
      for (const path of [...pages, '/conversations', '/sessions', '/webhooks', '/clock']) await visit(page, path)
      await visit(page, '/faults?query=mm1.retrieve to:%2B12025550102')
      await visit(page, `/conversations/${conversation?.sid}`)
      await page.getByTestId('act-as-business').click()
      await page.getByTestId('agent-member').first().waitFor()
      await check(page, 'agent')
      await page.goto(`${carrier.url}/sessions`)
      await page.getByTestId('sessions').getByRole('link').first().click()
      await page.getByTestId('pdu').first().getByRole('button').click()
      await page.getByTestId('dump').waitFor()
      await check(page, 'session')
      await page.goto(`${carrier.url}/webhooks`)
      await page.getByTestId('webhook-row').first().getByRole('link').click()
      await page.getByTestId('webhook').waitFor()
      await check(page, 'webhook')
      await visit(page, `/messages/${newest?.id}`, 'journey of one')
      await visit(page, `/messages/${group?.id}`, 'journey of a group')
      await page.getByTestId('hop').filter({ hasText: 'push.sent' }).first().getByRole('link').click()
      await page.getByTestId('dump').waitFor()
      await check(page, 'hop')
      await esme.close()
      expect(found).toEqual({})
    })
  })
})
