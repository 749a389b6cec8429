// The viewer's figures, in headless Chromium against the stand-in carrier: what is measured is the browser's part.
import { resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Browser, Page } from 'playwright-core'
import { ensureViewer } from '../../scripts/build-viewer.ts'
import { launchBrowser, openNewest, openPage } from '../support/browser.ts'
import { ViewerMock } from '../support/viewer-mock.ts'
import { type BenchRow, type Effort, FULL, median } from './row.ts'

const [ANA, BEN] = ['+12025550101', '+12025550102'] as const
const THREAD_COUNT = 10_000
const EVENT_COUNT = 60
/** Chromium tells of tasks from this length on. */
const LONG_TASK_MS = 50

/** First load compressed, feed event to pixels, and the longest task while scrolling back through a long thread. */
export async function benchViewer(effort: Effort = FULL): Promise<BenchRow[]> {
  const folder = await ensureViewer(resolve(import.meta.dirname, '../..'))
  const carrier = new ViewerMock(folder)
  carrier.addPhone(ANA, 'Ana', { [BEN]: 'Ben' })
  carrier.addPhone(BEN, 'Ben', { [ANA]: 'Ana' })
  await carrier.start()
  const browser = await launchBrowser()
  try {
    const load = await firstLoad(browser, carrier.url)
    const delay = await eventToPixels(browser, carrier, Math.ceil(EVENT_COUNT * effort.share))
    const count = Math.ceil(THREAD_COUNT * effort.share)
    const task = await longestTask(browser, carrier, count)
    return [
      { name: 'first load of the viewer, gzip', unit: 'kB', value: load / 1000, goal: 150 },
      { name: 'feed event to pixels, median', unit: 'ms', value: delay, goal: 50 },
      { name: `longest task, scrolling ${count} messages (50: none longer)`, unit: 'ms', value: task, goal: 100 },
    ]
  } finally {
    await browser.close()
    await carrier.stop()
  }
}

/** Octets of everything the page asks for before anybody touches it. */
async function firstLoad(browser: Browser, url: string): Promise<number> {
  const context = await browser.newContext()
  const page = await context.newPage()
  const bodies: Promise<Buffer>[] = []
  page.on('response', (response) => {
    if (!new URL(response.url()).pathname.startsWith('/carrier/')) bodies.push(response.body())
  })
  await page.goto(url, { waitUntil: 'networkidle' })
  const octets = (await Promise.all(bodies)).reduce((sum, body) => sum + gzipSync(body).length, 0)
  await context.close()
  return octets
}

/** From the moment the carrier writes an event until the frame that shows it has been handed over. */
async function eventToPixels(browser: Browser, carrier: ViewerMock, count: number): Promise<number> {
  carrier.deliver(ANA, [BEN], { text: 'Hello' })
  const { page } = await openPage(browser, carrier.url)
  const ben = await openNewest(page, BEN)
  await page.evaluate(WATCH)
  const delays: number[] = []
  for (let index = 0; index < count; index++) {
    const begin = performance.timeOrigin + performance.now()
    const text = `Event ${index}`
    carrier.deliver(ANA, [BEN], { text })
    await ben.getByTestId('bubble').getByText(text, { exact: true }).waitFor()
    const shown = await page.evaluate<number>(`window.shownAt(${JSON.stringify(text)})`)
    delays.push(shown - begin)
  }
  await page.context().close()
  return median(delays)
}

/** Notes for each text when it stood on the screen: after the frame that follows the change. */
const WATCH = `(() => {
  const shown = new Map()
  const log = document.querySelector('.phone[data-phone="${BEN}"] [data-testid=log]')
  const note = () => {
    const words = [...log.querySelectorAll('[data-testid=bubble]')].slice(-3).map((it) => it.textContent)
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => {
        const now = performance.timeOrigin + performance.now()
        for (const it of words) if (!shown.has(it)) shown.set(it, now)
      }
      port2.postMessage(null)
    })
  }
  new MutationObserver(note).observe(log, { childList: true, subtree: true })
  window.shownAt = async (text) => {
    const find = () => [...shown].find(([words]) => words.includes(text + '') && words.endsWith(text))?.[1] ?? [...shown].find(([words]) => words.includes(text))?.[1]
    while (find() === undefined) await new Promise((done) => requestAnimationFrame(done))
    return find()
  }
})()`

async function longestTask(browser: Browser, carrier: ViewerMock, count: number): Promise<number> {
  for (let index = 0; index < count; index++) {
    const text = index === 0 ? 'The very first' : `Line ${index} of a long talk, ${'word '.repeat(index % 17)}`
    carrier.put(BEN, [ANA], messageOf(text, carrier.tick(60_000)), 'phone.message-received')
  }
  const { page } = await openPage(browser, `${carrier.url}/phones/${BEN}/threads/${ANA}`)
  await page.getByTestId('bubble').first().waitFor()
  await page.evaluate(OBSERVE)
  const longest = await scrollToTop(page)
  await page.context().close()
  return Math.max(LONG_TASK_MS, longest)
}

function messageOf(text: string, at: string) {
  const common = { from: ANA, to: [BEN], cc: [], kind: 'direct', subject: null, media: [], transport: 'sms' }
  return { ...common, text, at, direction: 'received', status: 'received', read: true, messageId: '' }
}

const OBSERVE = `(() => {
  window.longest = 0
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) window.longest = Math.max(window.longest, duration)
  }).observe({ type: 'longtask' })
})()`

async function scrollToTop(page: Page): Promise<number> {
  const box = await page.getByTestId('log').boundingBox()
  if (!box) throw new Error('The thread is not drawn')
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  const first = page.getByTestId('bubble').getByText('Line 1 of', { exact: false })
  for (let turns = 0; turns < 1_500 && !(await isFirstShown(page)); turns++) {
    await page.mouse.wheel(0, -6_000)
    await page.evaluate('new Promise(requestAnimationFrame)')
  }
  await first.first().waitFor()
  return page.evaluate<number>('window.longest')
}

function isFirstShown(page: Page): Promise<boolean> {
  return page.evaluate<boolean>(
    `[...document.querySelectorAll('[data-testid=bubble]')].some((it) => it.textContent.includes('Line 1 of'))`,
  )
}
