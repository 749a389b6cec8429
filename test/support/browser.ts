// A headless Chromium, and pages of the viewer that remember every error they printed.
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type Browser, type BrowserContextOptions, chromium, type Locator, type Page } from 'playwright-core'

export const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium'
export const hasChromium = existsSync(CHROMIUM)

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, headless: true, args: ARGUMENTS })
}

export type OpenPage = { readonly page: Page; readonly errors: readonly string[] }

/** A page of its own, with what it complained about: a broken policy, a thrown error, a request that failed. */
export async function openPage(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<OpenPage> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options })
  const page = await context.newPage()
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text())
  })
  await page.goto(url)
  return { page, errors }
}

export function phoneCard(page: Page, number: string): Locator {
  return page.locator(`[data-testid=phone][data-phone="${number}"]`)
}

/** Opens the newest conversation of a phone that stands on the stage. */
export async function openNewest(page: Page, number: string): Promise<Locator> {
  const card = phoneCard(page, number)
  await card.getByTestId('thread').first().click()
  await card.getByTestId('log').waitFor()
  return card
}

export type Violation = { readonly id: string; readonly nodes: readonly string[] }

/** What axe finds against WCAG 2.2 A and AA on the page as it stands. */
export async function axeViolations(page: Page): Promise<Violation[]> {
  const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  await page.evaluate(source)
  return page.evaluate(async () => {
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
    // The script above put axe on the page; here it is only known by that name.
    const axe = (globalThis as unknown as { axe: { run(on: unknown, how: unknown): Promise<{ violations: never[] }> } })
      .axe
    const { violations } = await axe.run((globalThis as { document?: unknown }).document, {
      runOnly: { type: 'tag', values: tags },
    })
    return violations.map(({ id, nodes }: { id: string; nodes: { html: string; failureSummary: string }[] }) => ({
      id,
      nodes: nodes.map((node) => `${node.html.slice(0, 160)}\n${node.failureSummary}`),
    }))
  })
}
