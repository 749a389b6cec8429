// A carrier that others can reach, as a person comes to it: the page that asks for the token, and what happens when it
// is another one.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pino } from 'pino'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { ensureViewer } from '../../scripts/build-viewer.ts'
import { startPartyline } from '../../src/compose.ts'
import { axeViolations, hasChromium, launchBrowser, openNewest, openPage, phoneCard } from '../support/browser.ts'
import { Child, partyline } from '../support/child-carrier.ts'

const [ANA, CLEO] = ['+12025550101', '+12025550103'] as const

describe.runIf(hasChromium)('a carrier with a token, in a browser', () => {
  let browser: Browser
  let viewer: string

  beforeAll(async () => {
    viewer = await ensureViewer(resolve(import.meta.dirname, '../..'))
    browser = await launchBrowser()
  })
  afterAll(() => browser.close())
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close()
  })

  const start = (token: string, port = 0) => startPartyline({ log: pino({ level: 'silent' }), viewer, token, port })

  it('asks for it, says when it was wrong, and leads to where one wanted to go', async () => {
    const carrier = await start('sesame')
    try {
      const { page } = await openPage(browser, `${carrier.url}/messages?query=is:group`)
      await page.getByRole('heading', { name: 'Partyline asks for its token' }).waitFor()
      await page.getByLabel('Token').fill('open')
      await page.getByLabel('Token').press('Enter')
      await page.getByRole('alert').getByText('That is not its token').waitFor()
      await page.getByLabel('Token').fill('sesame')
      await page.getByRole('button', { name: 'Open' }).click()
      await page.getByRole('heading', { name: 'Messages' }).waitFor()
      expect(page.url()).toMatch(/\/messages\?query=is(:|%3A)group$/)
      expect(await page.getByTestId('search').inputValue()).toBe('is:group')
      await page.getByTestId('to-phones').click()
      await phoneCard(page, ANA).waitFor()
      expect(await page.evaluate('document.cookie')).toBe('')
    } finally {
      await carrier.stop()
    }
  })

  it('started again with another token, the open viewer asks for that one and goes on', async () => {
    const carrier = await start('first')
    const port = carrier.ports.http
    const { page } = await openPage(browser, `${carrier.url}/?token=first`)
    await phoneCard(page, ANA).waitFor()
    await carrier.stop()
    const again = await start('second', port)
    try {
      await page.getByTestId('token-wanted').waitFor()
      expect(await axeViolations(page)).toEqual([])
      await page.getByTestId('token').fill('second')
      await page.getByRole('button', { name: 'Open' }).click()
      await phoneCard(page, ANA).waitFor()
      expect(new URL(page.url()).search).toBe('')
    } finally {
      await again.stop()
    }
  })

  it('start --demo plays its story behind a token, and it can be watched', { timeout: 60_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'partyline-demo-'))
    const ready = join(folder, 'ready.json')
    const flags = ['--memory', '--port', '0', '--smpp-port', '0', '--demo', '--token', 'sesame', '--ready-file', ready]
    const child = new Child(partyline('start', ...flags))
    try {
      await child.says(/sesame/)
      const { url } = JSON.parse(readFileSync(ready, 'utf8')) as { url: string }
      const { page, errors } = await openPage(browser, `${url}/?token=sesame`)
      await phoneCard(page, CLEO).getByTestId('phone-state').getByText('No signal').waitFor()
      await child.says(/The demo is over/)
      const cleo = await openNewest(page, CLEO)
      await cleo.getByTestId('bubble').getByText('Was in the lift. Saturday works').waitFor()
      await cleo.getByTestId('bubble').getByRole('img').waitFor()
      await page.goto(`${url}/messages?query=status:failed`)
      await page.getByTestId('message-row').getByRole('link', { name: 'Win a kitchen' }).click()
      await page.getByText('the carrier filtered it (error 30007)').waitFor()
      expect(errors).toEqual([])
    } finally {
      await child.stop()
      rmSync(folder, { recursive: true })
    }
  })
})
