// Draws docs/images: a group text on three phones, sent by an app through Conversations, the group as one of them knows
// it, and the journey of a message; in both themes.
// Usage: node bin/launch.js scripts/screenshots.ts. Needs Chromium (CHROMIUM=path); looks best with the font Inter.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { type Partyline, startPartyline } from '../src/compose.ts'
import { createLog } from '../src/runtime/index.ts'
import { PICTURE } from '../test/support/picture.ts'
import { ensureViewer } from './build-viewer.ts'

const ROOT = resolve(import.meta.dirname, '..')
const IMAGES = join(ROOT, 'docs', 'images')
const [ANA, BEN, CLEO, HOMES] = ['+12025550101', '+12025550102', '+12025550103', '+15017122661'] as const
/** Whoever is written to here is filtered: error 30007. */
const FILTERED = '+15005551007'
const THEMES = ['light', 'dark'] as const
const MONDAY = Date.parse('2026-05-11T09:11:00')

/** Text as on most desktops, where that font is there; else the system's own. */
const FONTS = `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  ${['system-ui', 'sans-serif', 'sans']
    .map(
      (family) =>
        `<match target="pattern"><test name="family" qual="any"><string>${family}</string></test><edit name="family" mode="prepend" binding="strong"><string>Inter</string></edit></match>`,
    )
    .join('\n  ')}
</fontconfig>`

const carrier = await startPartyline({
  log: createLog('silent'),
  clock: { mode: 'frozen', now: MONDAY },
  viewer: await ensureViewer(ROOT),
})
try {
  await tellTheStory(carrier)
  mkdirSync(IMAGES, { recursive: true })
  await draw(carrier.url)
} finally {
  await carrier.stop()
}

async function tellTheStory({ url }: Partyline): Promise<void> {
  const control = (method: string, path: string, body: object) => call(`${url}/carrier${path}`, method, body)
  const text = (from: string, to: readonly string[], more: object) =>
    control('POST', `/phones/${from}/messages`, { to, ...more })
  const pause = async (duration: string) => {
    await control('POST', '/clock/advance', { duration })
    await control('POST', '/idle', { timeoutMs: 5000 })
  }
  const names = { [ANA]: 'Ana Ruiz', [BEN]: 'Ben Okafor', [CLEO]: 'Cleo Marsh', [HOMES]: 'Maple Homes' }
  for (const number of [ANA, BEN, CLEO]) {
    const { [number]: _self, ...contacts } = names
    await control('PUT', `/phones/${number}`, { contacts })
  }
  const media = [{ contentType: 'image/png', filename: 'kitchen.png', data: PICTURE.toString('base64') }]
  await text(BEN, [ANA], { text: 'Are we still on for Thursday? 🔑' })
  await pause('PT24H')
  await text(CLEO, [BEN], { text: 'I can bring the plans.' })
  await pause('PT9M')
  const say = await openGroup(url)
  await say('Hi all, Sam here. One group for the four of us.')
  await pause('PT1M')
  await text(ANA, [BEN, CLEO, HOMES], { text: 'The kitchen as of this morning:', media })
  await pause('PT2M')
  await text(BEN, [ANA, CLEO, HOMES], { text: 'Looks great. Saturday?' })
  await pause('PT1M')
  await text(CLEO, [ANA, BEN, HOMES], { text: 'Saturday works for me 👍' })
  await pause('PT40S')
  await say('Saturday at ten, then.')
  await pause('PT1M')
}

/** The app: one conversation of three phones and a chat user on a long code; answers how it speaks there. */
async function openGroup(url: string): Promise<(text: string) => Promise<void>> {
  const authorization = `Basic ${btoa(`AC${'a'.repeat(32)}:partyline`)}`
  const post = async (path: string, fields: Record<string, string>) => {
    const body = new URLSearchParams(fields)
    const response = await fetch(`${url}/v1${path}`, { method: 'POST', headers: { authorization }, body })
    if (!response.ok) throw new Error(`POST ${path}: ${response.status} ${await response.text()}`)
    return (await response.json()) as { sid: string }
  }
  const { sid } = await post('/Conversations', { FriendlyName: 'Maple Lane 12' })
  const join = (fields: Record<string, string>) => post(`/Conversations/${sid}/Participants`, fields)
  await join({ Identity: 'sam', 'MessagingBinding.ProjectedAddress': HOMES })
  for (const number of [ANA, BEN, CLEO]) await join({ 'MessagingBinding.Address': number })
  return async (text) => void (await post(`/Conversations/${sid}/Messages`, { Author: 'sam', Body: text }))
}

async function call(url: string, method: string, body: object): Promise<void> {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(url, { method, headers, body: JSON.stringify(body) })
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${await response.text()}`)
}

async function draw(url: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'partyline-'))
  writeFileSync(join(folder, 'fonts.conf'), FONTS)
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
    env: { ...process.env, FONTCONFIG_FILE: join(folder, 'fonts.conf') },
  })
  try {
    for (const colorScheme of THEMES) {
      const page = await newPage(browser, colorScheme)
      await page.goto(url)
      await openThreads(page)
      await page.screenshot({ path: join(IMAGES, `phones-${colorScheme}.png`) })
      await page.goto(`${url}/phones/${CLEO}`)
      await openMembers(page)
      await page.screenshot({ path: join(IMAGES, `group-${colorScheme}.png`) })
    }
    const message = await sendToTheLate(url)
    for (const colorScheme of THEMES) {
      const page = await newPage(browser, colorScheme)
      await page.goto(`${url}/messages/${message}`)
      await openHop(page)
      await page.screenshot({ path: join(IMAGES, `journey-${colorScheme}.png`) })
    }
  } finally {
    await browser.close()
    rmSync(folder, { recursive: true })
  }
}

function newPage(browser: Browser, colorScheme: (typeof THEMES)[number]): Promise<Page> {
  const size = { viewport: { width: 1440, height: 900 }, deviceScaleFactor: 1.5 }
  return browser.newPage({ ...size, colorScheme, reducedMotion: 'reduce' })
}

/** A group text that Ben gets, Cleo's phone without signal does not, and a carrier filters; answers its id. */
async function sendToTheLate(url: string): Promise<string> {
  await call(`${url}/carrier/phones/${CLEO}`, 'PUT', { state: 'no-signal' })
  await call(`${url}/carrier/phones/${ANA}/messages`, 'POST', {
    to: [BEN, CLEO, FILTERED],
    text: 'Keys are under the mat',
  })
  await call(`${url}/carrier/clock/advance`, 'POST', { duration: 'PT5S' })
  const { messages } = (await (await fetch(`${url}/carrier/messages?limit=1`)).json()) as { messages: { id: string }[] }
  return messages[0]?.id ?? ''
}

/** The push to the first phone, laid open. */
async function openHop(page: Page): Promise<void> {
  await page.getByTestId('hop').filter({ hasText: 'push.sent' }).first().getByRole('link').click()
  await page.getByTestId('dump').waitFor()
  await page.evaluate('document.fonts.ready.then(() => true)')
  await page.mouse.move(0, 0)
}

/** The group on one phone, with how that phone came to know its members. */
async function openMembers(page: Page): Promise<void> {
  await page.getByTestId('thread').first().click()
  await page.getByTestId('bubble').getByText('Saturday at ten').waitFor()
  await page.getByTestId('members').click()
  await page.getByTestId('member').first().waitFor()
  await page.evaluate('Promise.all([...document.images].map((image) => image.decode()))')
  await page.mouse.move(0, 0)
}

/** The group on Ana's and Cleo's phones, the list on Ben's. */
async function openThreads(page: Page): Promise<void> {
  for (const number of [ANA, BEN, CLEO]) {
    const card = page.locator(`[data-testid=phone][data-phone="${number}"]`)
    await card.getByTestId('thread').getByText('Saturday at ten').waitFor()
    if (number === BEN) continue
    await card.getByTestId('thread').first().click()
    await card.getByTestId('bubble').getByText('Saturday at ten').waitFor()
  }
  await page.evaluate('Promise.all([...document.images].map((image) => image.decode()))')
  await page.evaluate('document.fonts.ready.then(() => true)')
  await page.locator(`[data-testid=phone][data-phone="${ANA}"]`).getByTestId('composer').focus()
  await page.mouse.move(0, 0)
}
