// The phones as a person uses them, on the real carrier: every text here travelled as SMS or MMS octets.
import { resolve } from 'node:path'
import { pino } from 'pino'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ensureViewer } from '../../scripts/build-viewer.ts'
import { type Partyline, startPartyline } from '../../src/compose.ts'
import { hasChromium, launchBrowser, openNewest, openPage, phoneCard } from '../support/browser.ts'
import { PICTURE } from '../support/picture.ts'

const ANA = '+12025550101'
const BEN = '+12025550102'
const CLEO = '+12025550103'

describe.runIf(hasChromium)('three phones side by side', () => {
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

  const post = (path: string, body: object, method = 'POST') =>
    fetch(`${carrier.url}/carrier${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  /** Sends, and waits until what can arrive has arrived. */
  const text = async (from: string, to: readonly string[], more: object) => {
    const sent = await post(`/phones/${from}/messages`, { to, ...more })
    await post('/idle', { timeoutMs: 10_000 })
    return sent
  }

  it('a group text appears on all of them without reload, named by each from its own contacts', async () => {
    const { page, errors } = await openPage(browser, carrier.url)
    await phoneCard(page, CLEO).waitFor()
    await text(ANA, [BEN, CLEO], { text: 'Saturday at ten?' })
    for (const [number, title] of [
      [ANA, 'Ben & Cleo'],
      [BEN, 'Ana & Cleo'],
      [CLEO, 'Ana & Ben'],
    ] as const) {
      const thread = phoneCard(page, number).getByTestId('thread')
      await thread.getByText('Saturday at ten?').waitFor()
      expect(await thread.innerText()).toContain(title)
    }
    expect(errors).toEqual([])
  })

  it('a reply typed in one appears on the others', async () => {
    await text(ANA, [BEN, CLEO], { text: 'Saturday at ten?' })
    const { page } = await openPage(browser, carrier.url)
    const [ana, ben, cleo] = [await openNewest(page, ANA), await openNewest(page, BEN), await openNewest(page, CLEO)]
    await ben.getByTestId('composer').fill('Ten is fine')
    await ben.getByTestId('composer').press('Enter')
    for (const card of [ana, ben, cleo]) await card.getByTestId('bubble').getByText('Ten is fine').waitFor()
    expect(await ben.getByTestId('composer').inputValue()).toBe('')
    await ben.getByTestId('status').getByText('Delivered').waitFor()
  })

  it('unread texts are counted in the list, in the rail and in the title of the tab, until they are read', async () => {
    await text(ANA, [BEN], { text: 'One' })
    await text(ANA, [BEN], { text: 'Two' })
    const { page } = await openPage(browser, carrier.url)
    const ben = phoneCard(page, BEN)
    await ben.getByTestId('unread').getByText('2').waitFor()
    await expect.poll(() => page.title()).toBe('(2) Partyline')
    await openNewest(page, BEN)
    await expect.poll(() => page.title()).toBe('Partyline')
    await ben.getByRole('button', { name: 'Back to the messages' }).click()
    await ben.getByTestId('thread').waitFor()
    expect(await ben.getByTestId('unread').count()).toBe(0)
  })

  it('a new message goes to several, chosen by name and typed by number, with a picture', async () => {
    const { page, errors } = await openPage(browser, carrier.url)
    const ana = phoneCard(page, ANA)
    await ana.getByTestId('compose').click()
    await ana.getByTestId('to').fill('be')
    await ana.getByTestId('to').press('Enter')
    await ana.getByTestId('to').fill('202 555 0103')
    await ana.getByTestId('to').press('Enter')
    expect(await ana.getByTestId('recipient').allInnerTexts()).toEqual(['Ben', 'Cleo'])
    await ana.getByTestId('file').setInputFiles({ name: 'door.png', mimeType: 'image/png', buffer: PICTURE })
    await ana.getByTestId('composer').fill('The door')
    expect(await ana.getByTestId('mode').innerText()).toContain('group of 3')
    await ana.getByTestId('send').click()
    const cleo = await openNewest(page, CLEO)
    const picture = cleo.getByTestId('bubble').getByRole('img')
    await picture.waitFor()
    expect(await picture.getAttribute('alt')).toContain('image/png')
    const drawn = '[...document.images].every((image) => image.complete && image.naturalWidth > 0)'
    await expect.poll(() => page.evaluate(drawn)).toBe(true)
    expect(errors).toEqual([])
  })

  it('the segment counter follows the text', async () => {
    await text(BEN, [ANA], { text: 'Hi' })
    const { page } = await openPage(browser, carrier.url)
    const ana = await openNewest(page, ANA)
    await ana.getByTestId('composer').fill('Grüße')
    expect(await ana.getByTestId('mode').innerText()).toMatch(/SMS\s*·?\s*1 segment\s*·?\s*155 left\s*·?\s*GSM-7/)
    await ana.getByTestId('composer').fill('Grüße 🎉'.repeat(10))
    expect(await ana.getByTestId('mode').innerText()).toMatch(/2 segments.*UCS-2/s)
  })

  it('an MMS that is not fetched by itself waits as a card, and is there after Download', async () => {
    await post(`/phones/${CLEO}`, { autoDownload: false }, 'PUT')
    const { page } = await openPage(browser, carrier.url)
    const cleo = phoneCard(page, CLEO)
    await cleo.waitFor()
    await text(ANA, [BEN, CLEO], { text: 'Too big for you' })
    await cleo.getByTestId('thread').getByText('1 MMS waiting').click()
    const card = cleo.getByTestId('waiting')
    expect(await card.innerText()).toMatch(/From Ana, .* expires in/)
    await card.getByRole('button', { name: 'Download' }).click()
    await card.waitFor({ state: 'detached' })
    await cleo.getByRole('button', { name: 'Back to the messages' }).click()
    await cleo.getByTestId('thread').getByText('Too big for you').waitFor()
  })

  it('a phone in airplane mode says so, and gets its texts when it is back', async () => {
    const { page } = await openPage(browser, carrier.url)
    const ben = phoneCard(page, BEN)
    await ben.getByTestId('radio').click()
    await page.getByTestId('drawer').getByRole('radio', { name: 'Airplane mode' }).click()
    await ben.getByTestId('phone-state').getByText('Airplane mode.').waitFor()
    const sent = (await (await text(ANA, [BEN], { text: 'Are you there?' })).json()) as { id: string }
    expect(sent.id).not.toBe('')
    await page.keyboard.press('Escape')
    expect(await ben.getByTestId('thread').count()).toBe(0)
    await ben.getByRole('button', { name: 'Go online' }).click()
    await ben.getByTestId('thread').getByText('Are you there?').waitFor()
  })

  it('a phone is added, and stands beside the others', async () => {
    const { page } = await openPage(browser, carrier.url)
    await page.getByTestId('add-phone').click()
    await page.getByTestId('new-name').fill('Dana')
    await page.getByTestId('new-name').press('Enter')
    await phoneCard(page, '+12025550104').getByText('Dana', { exact: true }).waitFor()
    expect(await page.getByTestId('phone').count()).toBe(4)
  })

  it('a deep link leads to one message, and latest to the newest', async () => {
    await text(BEN, [ANA], { text: 'First' })
    await text(CLEO, [ANA], { text: 'Second' })
    const { page } = await openPage(browser, `${carrier.url}/phones/${ANA}`)
    await page.getByTestId('thread').nth(1).waitFor()
    await page.goto(`${carrier.url}/phones/${ANA}/latest?chrome=0`)
    await page.getByTestId('bubble').getByText('Second').waitFor()
    expect(page.url()).toMatch(/\/phones\/\+12025550101\/threads\/\+12025550103#m\d+$/)
    const focused = await page.evaluate('document.activeElement.innerText')
    expect(focused).toContain('Second')
  })

  it('a subject makes an MMS of a text, and is shown above it', async () => {
    await text(ANA, [BEN], { text: 'Before' })
    const { page } = await openPage(browser, carrier.url)
    const [ana, ben] = [await openNewest(page, ANA), await openNewest(page, BEN)]
    await ana.getByTestId('add-subject').click()
    await ana.getByTestId('subject').fill('Keys')
    expect(await ana.getByTestId('mode').innerText()).toContain('MMS')
    await ana.getByTestId('composer').fill('Under the mat')
    await ana.getByTestId('composer').press('Enter')
    await ben.getByTestId('bubble').locator('.subject').getByText('Keys').waitFor()
    await ana.getByTestId('add-subject').waitFor()
  })

  it('a tapback stands at what it reacts to where the phone folds it, and as a text where not', async () => {
    await text(ANA, [BEN], { text: 'See you at eight' })
    const { page } = await openPage(browser, carrier.url)
    const [ana, ben] = [await openNewest(page, ANA), await openNewest(page, BEN)]
    await ben.getByTestId('bubble').hover()
    await ben.getByRole('button', { name: 'Details of this message' }).click()
    await page.getByTestId('drawer').getByRole('button', { name: 'Loved' }).click()
    await ana.getByTestId('reactions').getByText('❤️').waitFor()
    await page.keyboard.press('?')
    await page.getByLabel('Fold reactions').uncheck()
    await ana.getByTestId('bubble').getByText('Loved “See you at eight”').waitFor()
  })

  it('a text deleted on one phone stays on the other', async () => {
    await text(ANA, [BEN], { text: 'Forget this' })
    const { page } = await openPage(browser, carrier.url)
    const ben = await openNewest(page, BEN)
    await ben.getByTestId('bubble').hover()
    await ben.getByRole('button', { name: 'Details of this message' }).click()
    const drawer = page.getByTestId('drawer')
    await drawer.getByRole('button', { name: 'Delete on this phone' }).click()
    await drawer.getByRole('button', { name: 'Really delete it here?' }).click()
    await ben.getByText('Nothing said here yet.').waitFor()
    await phoneCard(page, ANA).getByTestId('thread').getByText('Forget this').waitFor()
  })
})
