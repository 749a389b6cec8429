// Hostile texts stay texts; everything goes by keyboard; nobody else is asked for anything.
import { resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { pino } from 'pino'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ensureViewer } from '../../scripts/build-viewer.ts'
import { type Partyline, startPartyline } from '../../src/compose.ts'
import { hasChromium, launchBrowser, openNewest, openPage, phoneCard } from '../support/browser.ts'

const ANA = '+12025550101'
const BEN = '+12025550102'
const CLEO = '+12025550103'

const MARKUP = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script><b>bold</b>'

describe.runIf(hasChromium)('the viewer, whoever writes and whoever reads', () => {
  let browser: Browser
  let viewer: string
  let carrier: Partyline

  beforeAll(async () => {
    viewer = await ensureViewer(resolve(import.meta.dirname, '../..'))
    browser = await launchBrowser()
  })
  afterAll(() => browser.close())

  beforeEach(async () => {
    carrier = await startPartyline({ log: pino({ level: 'silent' }), viewer })
  })
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close()
    await carrier.stop()
  })

  const call = (method: string, path: string, body: object) =>
    fetch(`${carrier.url}/carrier${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  /** Sends, and waits until what can arrive has arrived. */
  const text = async (from: string, to: readonly string[], more: object) => {
    await call('POST', `/phones/${from}/messages`, { to, ...more })
    await call('POST', '/idle', { timeoutMs: 10_000 })
  }
  const hacked = (page: Page) => page.evaluate('window.hacked ?? null')

  it('markup in a text, a subject, a name or a file name stays text', async () => {
    const file = {
      contentType: 'application/pdf',
      filename: `${MARKUP}.pdf`,
      data: Buffer.from('x').toString('base64'),
    }
    await call('PUT', `/phones/${BEN}`, { name: MARKUP, contacts: { [ANA]: MARKUP } })
    await text(ANA, [BEN], { text: MARKUP, subject: '<i>Keys</i>', media: [file] })
    const { page, errors } = await openPage(browser, carrier.url)
    const ben = await openNewest(page, BEN)
    const bubble = ben.getByTestId('bubble')
    await bubble.getByText(MARKUP, { exact: true }).waitFor()
    expect(await bubble.locator('.subject').innerText()).toBe('<i>Keys</i>')
    expect(await bubble.locator('b, i, script, img').count()).toBe(0)
    await ben.getByTestId('members').click()
    expect(await page.getByTestId('member').innerText()).toContain(MARKUP)
    expect(await page.locator('[data-testid=drawer] b').count()).toBe(0)
    expect([await hacked(page), errors]).toEqual([null, []])
  })

  it('a picture that is a page in disguise is not run', async () => {
    const page64 = Buffer.from('<script>window.hacked=1</script>').toString('base64')
    const svg64 = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="window.hacked=1"/>').toString('base64')
    const media = [
      { contentType: 'text/html', filename: 'a.html', data: page64 },
      { contentType: 'image/svg+xml', filename: 'a.svg', data: svg64 },
    ]
    await text(ANA, [BEN], { text: 'Look', media })
    const { page } = await openPage(browser, carrier.url)
    const ben = await openNewest(page, BEN)
    await ben.getByTestId('bubble').getByText('a.html').waitFor()
    expect(await hacked(page)).toBeNull()
  })

  it('a link that runs a script is not a link', async () => {
    await text(ANA, [BEN], { text: 'javascript:alert(1) data:text/html,x https://example.com/ok' })
    const { page } = await openPage(browser, carrier.url)
    const ben = await openNewest(page, BEN)
    const links = ben.getByTestId('bubble').locator('a')
    await links.first().waitFor()
    expect(await links.evaluateAll((all) => all.map((a) => a.getAttribute('href')))).toEqual(['https://example.com/ok'])
  })

  it('a person reads and answers without a pointer', async () => {
    await text(ANA, [BEN, CLEO], { text: 'First' })
    await text(CLEO, [ANA, BEN], { text: 'Second' })
    const { page } = await openPage(browser, carrier.url)
    const ben = phoneCard(page, BEN)
    await ben.getByTestId('thread').waitFor()
    await page.keyboard.press(']')
    await page.keyboard.press('j')
    await ben.getByTestId('bubble').nth(1).waitFor()
    await ben.getByTestId('bubble').nth(1).focus()
    await page.keyboard.press('ArrowUp')
    expect(await page.evaluate('document.activeElement.getAttribute("aria-label")')).toMatch(/^Ana, .*MMS, First$/)
    await page.keyboard.press('.')
    await page.getByTestId('drawer').getByText('MMS, received').waitFor()
    await page.keyboard.press('Escape')
    expect(await page.getByTestId('drawer').count()).toBe(0)
    await page.keyboard.press('r')
    await page.keyboard.type('Third')
    await page.keyboard.press('Enter')
    await phoneCard(page, CLEO).getByTestId('thread').getByText('Third').waitFor()
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    await ben.getByTestId('thread').waitFor()
    await page.keyboard.press('a')
    await ben.getByTestId('phone-state').waitFor()
  })

  it('one list is one stop for Tab', async () => {
    for (const words of ['One', 'Two', 'Three']) await text(ANA, [BEN], { text: words })
    const { page } = await openPage(browser, carrier.url)
    const ben = await openNewest(page, BEN)
    await ben.getByTestId('bubble').nth(2).waitFor()
    const stops = ben.getByTestId('log').locator('[tabindex="0"], a:not([tabindex]), button:not([tabindex])')
    expect(await stops.count()).toBe(1)
  })

  it('a burst is announced once, in one sentence', async () => {
    const { page } = await openPage(browser, carrier.url)
    await phoneCard(page, BEN).waitFor()
    await Promise.all(['One', 'Two', 'Three'].map((words) => text(ANA, [BEN], { text: words })))
    await page.getByTestId('announcer').getByText('3 new messages from one person, on Ben').waitFor()
  })

  it('reads at 320 pixels without scrolling sideways', async () => {
    await text(ANA, [BEN, CLEO], { text: 'A word that is long: '.padEnd(120, 'x') })
    const { page } = await openPage(browser, `${carrier.url}/phones/${BEN}/latest`, {
      viewport: { width: 320, height: 640 },
    })
    await page.getByTestId('bubble').waitFor()
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320)
  })

  it('loads at most 150 kB compressed before anybody touches it, under a policy without exceptions', async () => {
    const { page, errors } = await openPage(browser, 'about:blank')
    const bodies: Promise<Buffer>[] = []
    page.on('response', (response) => {
      if (!new URL(response.url()).pathname.startsWith('/carrier/')) bodies.push(response.body())
    })
    const answer = await page.goto(carrier.url, { waitUntil: 'networkidle' })
    await phoneCard(page, ANA).waitFor()
    const octets = (await Promise.all(bodies)).reduce((sum, body) => sum + gzipSync(body).length, 0)
    expect(octets).toBeLessThanOrEqual(150_000)
    expect(octets).toBeGreaterThan(10_000)
    const policy = answer?.headers()['content-security-policy'] ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("script-src 'self'")
    expect(policy).not.toMatch(/unsafe|\*|https?:/)
    expect(errors).toEqual([])
  })

  it('asks nobody else for anything', async () => {
    const { page } = await openPage(browser, carrier.url)
    const elsewhere: string[] = []
    page.on('request', (request) => {
      if (new URL(request.url()).host !== new URL(carrier.url).host) elsewhere.push(request.url())
    })
    await page.reload()
    await phoneCard(page, ANA).waitFor()
    expect(elsewhere).toEqual([])
  })
})
