// What the person with the phone does, beside reading and writing: contacts, keywords, retries, settings; and how the
// page tells of what is out of sight.
import { resolve } from 'node:path'
import { pino } from 'pino'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ensureViewer } from '../../scripts/build-viewer.ts'
import { type Partyline, startPartyline } from '../../src/compose.ts'
import { hasChromium, launchBrowser, openNewest, openPage, phoneCard } from '../support/browser.ts'
import { carrierAt } from '../support/carrier-calls.ts'
import { Esme } from '../support/esme.ts'
import { PICTURE } from '../support/picture.ts'

const [ANA, BEN, CLEO] = ['+12025550101', '+12025550102', '+12025550103'] as const
const ESME_NUMBER = '+12025550150'

describe.runIf(hasChromium)('a person and a phone', () => {
  let browser: Browser
  let viewer: string
  let carrier: Partyline
  let calls: ReturnType<typeof carrierAt>

  beforeAll(async () => {
    viewer = await ensureViewer(resolve(import.meta.dirname, '../..'))
    browser = await launchBrowser()
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

  const details = async (page: Page, phone: string) => {
    await phoneCard(page, phone).getByTestId('bubble').last().focus()
    await page.keyboard.press('.')
    return page.getByTestId('drawer')
  }

  it('takes over contacts from a file of cards and from pasted JSON, and the thread is named by them at once', async () => {
    await calls.text('+12025550147', [ANA], { text: 'Hello from Dana' }).catch(() => null)
    await calls.control('PUT', '/phones/+12025550147', {})
    await calls.text('+12025550147', [ANA], { text: 'Hello from Dana' })
    const { page } = await openPage(browser, carrier.url)
    const ana = phoneCard(page, ANA)
    await ana.getByTestId('thread').getByText('+1 202 555 0147').waitFor()
    await ana.getByTestId('radio').click()
    const drawer = page.getByTestId('drawer')
    await drawer.getByText('Take over contacts from a file').click()
    const cards = 'BEGIN:VCARD\nFN:Dana\nTEL:+1 202 555 0147\nEND:VCARD\nBEGIN:VCARD\nFN:Nobody\nEND:VCARD\n'
    const file = { name: 'contacts.vcf', mimeType: 'text/vcard', buffer: Buffer.from(cards) }
    await drawer.getByTestId('contacts-file').setInputFiles(file)
    await drawer.getByText('1 contact taken over. Left out, as there is no number to call: Nobody.').waitFor()
    await ana.getByTestId('thread').getByText('Dana', { exact: true }).waitFor()
    await drawer.getByTestId('contacts-pasted').fill('{"+12025550148": "Eve", "+12025550147": "Dana W."}')
    await drawer.getByRole('button', { name: 'Take over' }).click()
    await drawer.getByText('2 contacts taken over.').waitFor()
    await ana.getByTestId('thread').getByText('Dana W.').waitFor()
    await drawer.getByTestId('contacts-pasted').fill('who?')
    await drawer.getByRole('button', { name: 'Take over' }).click()
    await drawer.getByRole('alert').getByText('There is no contact in it').waitFor()
    expect((await calls.control('GET', `/phones/${ANA}`)).contacts).toMatchObject({ '+12025550148': 'Eve' })
  })

  it('tells an application to stop and to start again, and the thread says how it stands', async () => {
    await calls.text(ANA, [ESME_NUMBER], { text: 'Who is this?' })
    const { page } = await openPage(browser, carrier.url)
    const ana = await openNewest(page, ANA)
    await ana.getByTestId('members').click()
    const drawer = page.getByTestId('drawer')
    await drawer.getByRole('button', { name: 'STOP' }).click()
    await ana.getByTestId('opted-out').getByText('STOP sent: opted out').waitFor()
    await drawer.getByRole('button', { name: 'START' }).click()
    await ana.getByTestId('opted-out').waitFor({ state: 'detached' })
    await calls.text(ANA, [BEN], { text: 'stop' })
    await page.goto(`${carrier.url}/phones/${ANA}/threads/${BEN}`)
    await page.getByTestId('bubble').getByText('stop').waitFor()
    expect(await page.getByTestId('opted-out').count()).toBe(0)
  })

  it('sees why a text was not delivered, and sends it again', async () => {
    await calls.control('PUT', `/phones/${BEN}`, { state: 'unreachable' })
    await calls.text(ANA, [BEN], { text: 'Where are you?' })
    const { page } = await openPage(browser, carrier.url)
    const ana = await openNewest(page, ANA)
    await ana.getByTestId('status').getByText('Not delivered').waitFor()
    await calls.control('PUT', `/phones/${BEN}`, { state: 'online' })
    const drawer = await details(page, ANA)
    expect(await drawer.innerText()).toMatch(/Not delivered: .*unreachable/)
    await drawer.getByRole('button', { name: 'Send again' }).click()
    await ana.getByTestId('status').getByText('Delivered', { exact: true }).waitFor()
    await phoneCard(page, BEN).getByTestId('thread').getByText('Where are you?').waitFor()
  })

  it('sees among the people of a group how each was learnt, and whom the last message did not reach', async () => {
    await calls.text(BEN, [ANA, CLEO], { text: 'Saturday?' })
    await calls.control('PUT', `/phones/${CLEO}`, { state: 'unreachable' })
    await calls.text(ANA, [BEN, CLEO], { text: 'Fine' })
    const { page } = await openPage(browser, carrier.url)
    const ana = await openNewest(page, ANA)
    await ana.getByTestId('members').click()
    const member = (name: string) => page.getByTestId('member').filter({ hasText: name })
    await member('Cleo').getByText('Last message not delivered: unreachable').waitFor()
    expect(await member('Cleo').innerText()).toContain('learnt from To')
    expect(await member('Ben').innerText()).toContain('learnt from From')
    expect(await member('Ben').innerText()).not.toContain('not delivered')
  })

  it('opens the octets of a message beside its bubble: those it was sent, and those it sent', async () => {
    await calls.text(ANA, [BEN, CLEO], { text: 'Saturday at ten?' })
    const { page } = await openPage(browser, carrier.url)
    await openNewest(page, ANA)
    await openNewest(page, BEN)
    const received = await details(page, BEN)
    await received.getByTestId('hop-octets').filter({ hasText: 'mm1.retrieve' }).locator('summary').click()
    await received.getByText('m-retrieve.conf', { exact: true }).waitFor()
    expect(await received.getByTestId('hop-octets').filter({ hasText: 'push.sent' }).count()).toBe(1)
    await page.keyboard.press('Escape')
    const sent = await details(page, ANA)
    await sent.getByTestId('hop-octets').filter({ hasText: 'mm1.send' }).locator('summary').click()
    await sent.getByText('m-send.req', { exact: true }).waitFor()
    await sent.getByText('m-send.conf', { exact: true }).first().waitFor()
  })

  it('with single texts to several, everybody gets one, and the line above says so', async () => {
    await calls.control('PUT', `/phones/${ANA}`, { groupMode: 'mass-text' })
    const { page } = await openPage(browser, `${carrier.url}/phones/${ANA}/compose`)
    for (const number of [BEN, CLEO]) {
      await page.getByTestId('to').fill(number)
      await page.getByTestId('to').press('Enter')
    }
    await page.getByText('Everybody gets a text of their own').waitFor()
    expect(await page.getByTestId('mode').innerText()).toMatch(/SMS\s*·?\s*2 single texts/)
    await page.getByTestId('composer').fill('To each of you')
    await page.getByTestId('send').click()
    for (const number of [BEN, CLEO]) {
      const last = async () => {
        const { threads } = await calls.control('GET', `/phones/${number}/threads`)
        return (threads as { kind: string; lastMessage: { text: string } }[])[0]
      }
      await expect.poll(last).toMatchObject({ kind: 'direct', lastMessage: { text: 'To each of you' } })
    }
  })

  it('a file is dropped onto the conversation, and taken out again', async () => {
    await calls.text(BEN, [ANA], { text: 'Send me a picture' })
    const { page } = await openPage(browser, carrier.url)
    const ana = await openNewest(page, ANA)
    const data = await page.evaluateHandle(`(() => {
      const transfer = new DataTransfer()
      const octets = Uint8Array.from(atob('${PICTURE.toString('base64')}'), (letter) => letter.charCodeAt(0))
      transfer.items.add(new File([octets], 'door.png', { type: 'image/png' }))
      return transfer
    })()`)
    const frame = ana.locator('.composer')
    await frame.dispatchEvent('dragover', { dataTransfer: data })
    await frame.dispatchEvent('drop', { dataTransfer: data })
    await ana.getByText('door.png').waitFor()
    expect(await ana.getByTestId('mode').innerText()).toContain('MMS')
    await ana.getByRole('button', { name: 'Take out door.png' }).click()
    expect(await ana.getByTestId('mode').innerText()).toContain('SMS')
  })

  it('a long text of which a part is missing shows the gap when the phone has waited long enough', async () => {
    await calls.control('PUT', '/clock', { mode: 'frozen' })
    const esme = await Esme.bound(carrier.ports.smpp, 'transceiver')
    const header = Buffer.from([5, 0, 3, 7, 2, 1])
    const octets = Buffer.concat([header, Buffer.from('The first half and ')])
    await esme.ask('submit_sm', {
      sourceAddr: '12025550150',
      destinationAddr: BEN.slice(1),
      esmClass: 0x40,
      shortMessage: octets,
    })
    await calls.control('POST', '/idle', { timeoutMs: 5000 })
    await calls.control('POST', '/clock/advance', { duration: 'PT10M' })
    const { page } = await openPage(browser, carrier.url)
    const ben = await openNewest(page, BEN)
    await ben.getByTestId('bubble').getByText('The first half and [part 2 of 2 is missing]').waitFor()
    expect(await ben.getByTestId('segments').innerText()).toContain('2 segments')
    esme.socket.destroy()
  })

  it('a one-time code is copied with one press', async () => {
    await calls.text(BEN, [ANA], { text: 'Your code is 482 913.' })
    const { page } = await openPage(browser, carrier.url, { permissions: ['clipboard-read', 'clipboard-write'] })
    const ana = await openNewest(page, ANA)
    await ana.getByRole('button', { name: 'Copy 482913' }).click()
    await expect.poll(() => page.evaluate('navigator.clipboard.readText()')).toBe('482913')
  })

  it('a message on a phone out of sight is told by a line that leads to it', async () => {
    const { page } = await openPage(browser, `${carrier.url}/phones/${ANA}`)
    await phoneCard(page, ANA).waitFor()
    await calls.text(ANA, [BEN], { text: 'Over here' })
    const toast = page.getByTestId('toast')
    await toast.getByText('Ben, from Ana').waitFor()
    await toast.getByRole('link').click()
    await phoneCard(page, BEN).getByTestId('bubble').getByText('Over here').waitFor()
    expect(await toast.count()).toBe(0)
    await calls.text(ANA, [BEN], { text: 'Seen at once' })
    await phoneCard(page, BEN).getByTestId('bubble').getByText('Seen at once').waitFor()
    expect(await toast.count()).toBe(0)
  })

  it('a browser notification comes on request, while the tab is hidden', async () => {
    const { page } = await openPage(browser, carrier.url, { permissions: ['notifications'] })
    await phoneCard(page, BEN).waitFor()
    await page.evaluate(`(() => {
      window.told = []
      window.Notification = class { constructor(title, { body }) { window.told.push(body) } static requestPermission = async () => 'granted' }
      Object.defineProperty(document, 'visibilityState', { get: () => 'hidden' })
    })()`)
    await page.keyboard.press('?')
    await calls.text(ANA, [BEN], { text: 'Before anybody asked' })
    await page.getByTestId('announcer').getByText('Before anybody asked').waitFor()
    expect(await page.evaluate('window.told')).toEqual([])
    await page.getByLabel('Notify me').check()
    await calls.text(ANA, [BEN], { text: 'Are you there?' })
    await expect.poll(() => page.evaluate('window.told')).toEqual(['Ben: message from Ana. Are you there?'])
  })

  it('a phone gets another name, kind and carrier, and is taken away after a second word', async () => {
    const { page } = await openPage(browser, `${carrier.url}/phones/${CLEO}`)
    await phoneCard(page, CLEO).getByTestId('radio').click()
    const drawer = page.getByTestId('drawer')
    await drawer.getByLabel('Name of the person').fill('Clio')
    await drawer.getByLabel('Name of the person').press('Tab')
    await drawer.getByLabel('Kind of phone').selectOption('ios')
    await drawer.getByLabel('Limits of its carrier').selectOption('att')
    await drawer.getByLabel('Fetch an MMS at once').uncheck()
    const settings = () => calls.control('GET', `/phones/${CLEO}`)
    await expect.poll(settings).toMatchObject({ name: 'Clio', profile: 'ios', carrier: 'att', autoDownload: false })
    await drawer.getByLabel('Limits of its carrier').selectOption('')
    await expect.poll(settings).toMatchObject({ carrier: null })
    for (const state of ['No signal', 'No data', 'Airplane mode', 'Switched off', 'Memory full']) {
      await drawer.getByRole('radio', { name: state }).click()
      await phoneCard(page, CLEO).getByTestId('phone-state').getByText(`${state}.`).waitFor()
    }
    await drawer.getByRole('button', { name: 'Remove this phone' }).click()
    await drawer.getByRole('button', { name: 'Remove it with all its messages' }).click()
    await page.getByRole('heading', { name: 'There is no phone +1 202 555 0103' }).waitFor()
  })

  it('?chrome=0 leaves nothing but the phones', async () => {
    const { page } = await openPage(browser, `${carrier.url}/?phones=${BEN},${CLEO}&chrome=0`)
    await phoneCard(page, CLEO).waitFor()
    expect(await page.getByTestId('phone').count()).toBe(2)
    expect(await page.getByRole('navigation').count()).toBe(0)
  })

  it('six phones stand side by side, and no seventh', async () => {
    const numbers = [4, 5, 6, 7].map((last) => `+1202555010${last}`)
    for (const number of numbers) await calls.control('PUT', `/phones/${number}`, { name: `Phone ${number.at(-1)}` })
    const { page } = await openPage(browser, carrier.url)
    for (const number of numbers.slice(0, 3))
      await page.getByRole('button', { name: `Phone ${number.at(-1)} side` }).click()
    await expect.poll(() => page.getByTestId('phone').count()).toBe(6)
    expect(await page.getByRole('button', { name: 'Phone 7 side by side' }).isDisabled()).toBe(true)
  })

  it('single-letter shortcuts can be turned off', async () => {
    const { page } = await openPage(browser, carrier.url)
    await phoneCard(page, ANA).waitFor()
    await page.keyboard.press('?')
    await page.getByLabel('Single-letter shortcuts').uncheck()
    await page.keyboard.press('Escape')
    await page.keyboard.press('?')
    expect(await page.getByTestId('drawer').count()).toBe(0)
  })

  it('nothing moves for a person who wants less motion, and forced colours keep what is active in sight', async () => {
    await calls.text(BEN, [ANA], { text: 'Hello' })
    const { page } = await openPage(browser, carrier.url, { reducedMotion: 'reduce', forcedColors: 'active' })
    await openNewest(page, ANA)
    await page.getByTestId('bubble').waitFor()
    expect(await page.evaluate('document.getAnimations().length')).toBe(0)
    const border = await page.evaluate('getComputedStyle(document.querySelector(".bubble")).borderStyle')
    expect(border).toBe('solid')
  })

  it('new messages do not move what is read further up: a pill counts them', async () => {
    for (let index = 0; index < 30; index++)
      await calls.control('POST', `/phones/${BEN}/messages`, { to: [ANA], text: `Text ${index}` })
    await calls.control('POST', '/idle', { timeoutMs: 10_000 })
    const { page } = await openPage(browser, carrier.url)
    const ana = await openNewest(page, ANA)
    await ana.getByText('Text 29').waitFor()
    const top = () => page.evaluate<number>('document.querySelector("[data-testid=log]").scrollTop')
    await page.evaluate('document.querySelector("[data-testid=log]").scrollTop = 300')
    await ana.getByText('Text 10').waitFor()
    await calls.text(BEN, [ANA], { text: 'One more' })
    await ana.getByRole('button', { name: '1 new message' }).waitFor()
    expect(await top()).toBe(300)
    await ana.getByRole('button', { name: '1 new message' }).click()
    await ana.getByText('One more').waitFor()
  })
})
