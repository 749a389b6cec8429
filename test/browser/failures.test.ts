// What a person sees when something is wrong. A stand-in carrier does what a real one will not do on demand.
import { resolve } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ensureViewer } from '../../scripts/build-viewer.ts'
import { axeViolations, hasChromium, launchBrowser, openNewest, openPage, phoneCard } from '../support/browser.ts'
import { ViewerMock } from '../support/viewer-mock.ts'

const ANA = '+12025550101'
const BEN = '+12025550102'

describe.runIf(hasChromium)('the viewer when something is wrong', () => {
  let browser: Browser
  let folder: string
  let carrier: ViewerMock

  beforeAll(async () => {
    folder = await ensureViewer(resolve(import.meta.dirname, '../..'))
    browser = await launchBrowser()
  })
  afterAll(() => browser.close())

  beforeEach(async () => {
    carrier = new ViewerMock(folder)
    carrier.addPhone(ANA, 'Ana', { [BEN]: 'Ben' })
    carrier.addPhone(BEN, 'Ben', { [ANA]: 'Ana' })
    carrier.deliver(ANA, [BEN], { text: 'Hello Ben' })
    await carrier.start()
  })
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close()
    await carrier.stop()
  })

  it('says that it is not live when the carrier is gone, and catches up when it is back', async () => {
    const { page } = await openPage(browser, carrier.url)
    const port = Number(new URL(carrier.url).port)
    const ben = await openNewest(page, BEN)
    await carrier.stop()
    await page.getByTestId('banner').waitFor()
    expect(await page.getByTestId('banner').innerText()).toContain('Not live')
    const again = new ViewerMock(folder)
    again.addPhone(ANA, 'Ana')
    again.addPhone(BEN, 'Ben')
    again.epoch = 'two'
    again.deliver(ANA, [BEN], { text: 'Said in the new life' })
    await again.start(port)
    carrier = again
    await page.getByRole('button', { name: 'Try now' }).click()
    await ben.getByText('Said in the new life').waitFor()
    await page.getByTestId('banner').waitFor({ state: 'detached' })
    expect(await ben.getByText('Hello Ben').count()).toBe(0)
    await page.getByTestId('gap').getByText('The carrier began anew.').waitFor()
    await page.getByRole('button', { name: 'Understood' }).click()
    await page.getByTestId('gap').waitFor({ state: 'detached' })
  })

  it('says that nobody answers when a page opens, and goes on when somebody does', async () => {
    const { page } = await openPage(browser, `${carrier.url}/favicon.svg`)
    await page.route('**/carrier/phones', (route) => route.abort())
    await page.goto(carrier.url)
    await page.getByRole('alert').getByText('Partyline does not answer').waitFor()
    expect(await axeViolations(page)).toEqual([])
    await page.unroute('**/carrier/phones')
    await page.getByRole('button', { name: 'Try again' }).click()
    await phoneCard(page, ANA).waitFor()
  })

  it('resumes after a cut without losing or doubling a text', async () => {
    const { page } = await openPage(browser, carrier.url)
    const ben = await openNewest(page, BEN)
    carrier.cut()
    carrier.deliver(ANA, [BEN], { text: 'Said in between' })
    await ben.getByText('Said in between').waitFor()
    expect(await ben.getByTestId('bubble').count()).toBe(2)
  })

  it('fetches everything anew after a gap', async () => {
    const { page } = await openPage(browser, carrier.url)
    const ben = await openNewest(page, BEN)
    carrier.phones.get(BEN)!.messages = []
    carrier.forgetJournal()
    await ben.getByText('Nothing said here yet.').waitFor()
  })

  it('says when events were missed: more happened than is kept for a page that is away', async () => {
    carrier.keeps = 5
    const { page } = await openPage(browser, carrier.url)
    const ben = await openNewest(page, BEN)
    await ben.getByText('Hello Ben').waitFor()
    carrier.cut()
    for (let index = 1; index <= 8; index++) carrier.deliver(ANA, [BEN], { text: `While away ${index}` })
    await page.getByTestId('gap').getByText('Some events were missed.').waitFor()
    await ben.getByText('While away 8').waitFor()
    expect(await ben.getByTestId('bubble').count()).toBe(9)
  })

  it('keeps what was typed and says why when a text is refused', async () => {
    carrier.refusal = { title: 'Not sent', detail: 'Ana is out of credit', status: 422 }
    const { page } = await openPage(browser, carrier.url)
    const ana = await openNewest(page, ANA)
    await ana.getByTestId('composer').fill('Can you hear me?')
    await ana.getByTestId('composer').press('Enter')
    expect(await ana.getByRole('alert').innerText()).toContain('Ana is out of credit')
    expect(await ana.getByTestId('composer').inputValue()).toBe('Can you hear me?')
    carrier.refusal = null
    await ana.getByTestId('send').click()
    await ana.getByTestId('bubble').getByText('Can you hear me?').waitFor()
    expect(await ana.getByRole('alert').count()).toBe(0)
  })

  it('says that a phone is not there, and offers to add it', async () => {
    const { page } = await openPage(browser, `${carrier.url}/phones/+12025550177`)
    await page.getByRole('heading', { name: 'There is no phone +1 202 555 0177' }).waitFor()
    await page.getByRole('button', { name: 'Add this phone' }).click()
    await phoneCard(page, '+12025550177').waitFor()
  })

  it('says so when a phone is taken away while somebody looks at it', async () => {
    const { page } = await openPage(browser, `${carrier.url}/phones/${BEN}`)
    await phoneCard(page, BEN).waitFor()
    carrier.phones.delete(BEN)
    carrier.emit({ type: 'phone.removed', phone: BEN })
    await page.getByRole('heading', { name: 'There is no phone' }).waitFor()
  })

  it('reads back in a long thread to its first text, and returns to the newest', async () => {
    for (let index = 1; index <= 450; index++) carrier.deliver(ANA, [BEN], { text: `Text ${index}.` })
    const { page } = await openPage(browser, `${carrier.url}/phones/${BEN}/latest`)
    const log = page.getByTestId('log')
    await log.getByText('Text 450.').waitFor()
    const first = log.getByText('Hello Ben')
    await expect
      .poll(
        async () => {
          await page.evaluate('document.querySelector("[data-testid=log]").scrollTop = 0')
          return first.count()
        },
        { timeout: 20_000 },
      )
      .toBe(1)
    expect(await page.getByTestId('bubble').count()).toBeLessThan(200)
    await page.getByRole('button', { name: 'Newest' }).click()
    await log.getByText('Text 450.').waitFor()
    carrier.deliver(ANA, [BEN], { text: 'One more' })
    await log.getByText('One more').waitFor()
  })

  it('draws of a thousand conversations as many as a person looks through, and the others on request', async () => {
    for (let index = 0; index < 1000; index++) {
      carrier.deliver(`+1303555${String(index).padStart(4, '0')}`, [BEN], { text: `From ${index}` })
    }
    const { page } = await openPage(browser, `${carrier.url}/phones/${BEN}`)
    const threads = page.getByTestId('thread')
    await threads.getByText('From 999', { exact: true }).waitFor()
    expect(await threads.count()).toBe(200)
    await page.getByRole('button', { name: '801 more conversations' }).click()
    await expect.poll(() => threads.count()).toBe(400)
  })

  it('a page of the network says when nobody answers, and what to do', async () => {
    const { page } = await openPage(browser, carrier.url)
    await phoneCard(page, ANA).waitFor()
    await page.getByTestId('to-network').click()
    await page.getByRole('alert').getByText('There is no messages').waitFor()
    await carrier.stop()
    await page.getByTestId('banner').waitFor()
    await page.getByTestId('to-clock').getByRole('link').click()
    await page.getByRole('heading', { name: 'Clock' }).waitFor()
    carrier = new ViewerMock(folder)
    await carrier.start()
  })

  it('says that an address leads nowhere', async () => {
    const { page } = await openPage(browser, `${carrier.url}/nowhere`)
    await page.getByRole('heading', { name: 'There is nothing at this address' }).waitFor()
    await page.getByRole('main').getByRole('link', { name: 'All phones' }).click()
    await phoneCard(page, ANA).waitFor()
  })
})
