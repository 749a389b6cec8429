// The network as an engineer looks at it, on the real carrier: the log, journeys, faults, numbers, clock, webhooks.
import { readFileSync } from 'node:fs'
import { createServer, request } from 'node:http'
import { resolve } from 'node:path'
import { pino } from 'pino'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ensureViewer } from '../../scripts/build-viewer.ts'
import { type Partyline, startPartyline } from '../../src/compose.ts'
import { startCarrier } from '../../src/kit/index.ts'
import { hasChromium, launchBrowser, openNewest, openPage, phoneCard } from '../support/browser.ts'
import { carrierAt } from '../support/carrier-calls.ts'
import { Esme } from '../support/esme.ts'

const [ANA, BEN, CLEO] = ['+12025550101', '+12025550102', '+12025550103'] as const
const HOMES = '+15017122661'

describe.runIf(hasChromium)('the network', () => {
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

  const newestId = async () => (await calls.messages())[0]?.id
  const row = (page: Page, words: string) => page.getByTestId('message-row').filter({ hasText: words })

  it('from a bubble one comes to its journey: every hop, a track per phone, and why one of them waits', async () => {
    await calls.control('PUT', `/phones/${CLEO}`, { state: 'no-signal' })
    await calls.text(ANA, [BEN, CLEO], { text: 'Saturday at ten?' })
    const { page, errors } = await openPage(browser, carrier.url)
    const ana = await openNewest(page, ANA)
    await ana.getByTestId('bubble').hover()
    await ana.getByRole('button', { name: 'Details of this message' }).click()
    await page.getByTestId('open-journey').click()
    await page.getByRole('heading', { name: 'Saturday at ten?' }).waitFor()
    const steps = await page.getByTestId('hop').locator('.hop-step').allInnerTexts()
    expect(steps[0]).toBe('mm1.send')
    expect(steps.indexOf('push.sent')).toBeLessThan(steps.indexOf('phone.notified'))
    expect(steps.indexOf('phone.notified')).toBeLessThan(steps.indexOf('mm1.retrieve'))
    const cleo = page.getByTestId('lane').filter({ hasText: 'Cleo' })
    expect(await cleo.innerText()).toContain('waiting: absent subscriber')
    await page.getByText('the phone is off, in airplane mode or without signal').waitFor()
    expect(page.url()).toMatch(/\/messages\/\d+$/)
    expect(errors).toEqual([])
  })

  it('what an unchanged app sent to Twilio is shown as caught', async () => {
    const { accountSid, authToken } = (await calls.control('GET', '/info')) as { accountSid: string; authToken: string }
    const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`
    const { page } = await openPage(browser, `${carrier.url}/accounts`)
    await page.getByRole('heading', { name: 'Twilio accounts' }).waitFor()
    expect(await page.getByTestId('caught').count()).toBe(0)
    const headers = { authorization, host: 'conversations.twilio.com' }
    await new Promise((resolve, reject) => {
      const path = { method: 'POST', path: '/v1/Conversations', headers, port: new URL(carrier.url).port }
      request({ host: '127.0.0.1', ...path }, (answer) => resolve(answer.resume()))
        .on('error', reject)
        .end()
    })
    await page.getByTestId('caught').getByText('conversations.twilio.com').waitFor()
    expect(await page.getByTestId('caught').innerText()).toContain('1 request')
  })

  it('a journey goes on while one looks: the late phone comes back and its track ends', async () => {
    await calls.control('PUT', `/phones/${CLEO}`, { state: 'no-signal' })
    await calls.text(ANA, [CLEO], { text: 'Are you there?' })
    const { page } = await openPage(browser, `${carrier.url}/messages/${await newestId()}`)
    await page.getByText('waiting: absent subscriber').waitFor()
    await calls.control('PUT', `/phones/${CLEO}`, { state: 'online' })
    await page.getByTestId('lane').getByText('delivered').waitFor()
  })

  it('a track is red where the message stopped, with the reason', async () => {
    await calls.text(ANA, ['+15005551007'], { text: 'Buy now' })
    const { page } = await openPage(browser, `${carrier.url}/messages/${await newestId()}`)
    const failed = page.getByTestId('hop').and(page.locator('[data-result=failed]'))
    await failed.first().waitFor()
    expect(await failed.first().innerText()).toContain('the carrier filtered it (error 30007)')
    expect(await page.getByTestId('lane').getAttribute('data-state')).toBe('failed')
  })

  it('a hop opens its octets, decoded in the browser, and has an address of its own', async () => {
    await calls.text(ANA, [BEN, CLEO], { text: 'Saturday at ten?' })
    const { page } = await openPage(browser, `${carrier.url}/messages/${await newestId()}`)
    await page.getByTestId('hop').filter({ hasText: 'push.sent' }).first().getByRole('link').click()
    const drawer = page.getByTestId('drawer')
    await drawer.getByText('m-notification.ind', { exact: true }).waitFor()
    expect(await drawer.getByTestId('decoded').innerText()).toContain('X-Mms-Transaction-Id')
    expect(await drawer.getByTestId('dump').innerText()).toMatch(/^0000 06 05 04 0b 84/)
    expect(page.url()).toMatch(/#h\d+$/)
    await page.reload()
    await page.getByTestId('drawer').getByText('m-notification.ind', { exact: true }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByTestId('hop').filter({ hasText: 'mm1.retrieve' }).first().getByRole('link').focus()
    await page.keyboard.press('Enter')
    await page.getByTestId('drawer').getByText('m-retrieve.conf', { exact: true }).waitFor()
  })

  it('says what could not be read of octets that are cut off, and shows the rest', async () => {
    await calls.text(ANA, [BEN], { text: 'Hello', subject: 'Cut' })
    const { page } = await openPage(browser, carrier.url)
    await page.route('**/journey', async (route) => {
      const answer = await route.fetch()
      const journey = (await answer.json()) as { hops: { evidence: { protocol: string; data: string }[] }[] }
      for (const evidence of journey.hops.flatMap((hop) => hop.evidence)) {
        if (evidence.protocol === 'mm1')
          evidence.data = Buffer.from(evidence.data, 'base64').subarray(0, 12).toString('base64')
      }
      await route.fulfill({ response: answer, json: journey })
    })
    await page.goto(`${carrier.url}/messages/${await newestId()}`)
    await page.getByTestId('hop').filter({ hasText: 'mm1.retrieve' }).getByRole('link').click()
    const drawer = page.getByTestId('drawer')
    expect(await drawer.getByTestId('unreadable').innerText()).toContain('Not readable to the end')
    expect(await drawer.getByTestId('decoded').innerText()).toContain('X-Mms-Message-Type')
  })

  it('a message can be copied as curl and as a test, and taken along as a capture', async () => {
    await calls.text(ANA, [BEN], { text: "It's on" })
    const { page } = await openPage(browser, `${carrier.url}/messages/${await newestId()}`, {
      permissions: ['clipboard-read', 'clipboard-write'],
    })
    const copied = () => page.evaluate('navigator.clipboard.readText()')
    await page.getByRole('button', { name: 'Copy as curl' }).click()
    await expect.poll(copied).toContain(`/carrier/phones/${ANA}/messages`)
    await page.getByRole('button', { name: 'Copy as test' }).click()
    await expect.poll(copied).toContain("await ana.send([ben.number], 'It\\'s on')")
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Export pcap' }).click()
    expect((await download).suggestedFilename()).toMatch(/\.pcapng$/)
  })

  it('a fault is added at a hop: its form knows where and for whom, and the next message meets it', async () => {
    await calls.text(ANA, [BEN, CLEO], { text: 'Before' })
    const { page } = await openPage(browser, `${carrier.url}/messages/${await newestId()}`)
    const push = page.getByTestId('hop').filter({ hasText: 'push.sent' }).filter({ hasText: 'Ben' })
    await push.getByRole('link').click()
    await page.getByTestId('add-fault').click()
    expect(page.url()).toContain('/faults?query=push')
    expect(await page.getByTestId('fault-at').inputValue()).toBe('push')
    expect(await page.getByTestId('fault-query').inputValue()).toBe(`to:${BEN}`)
    await page.getByTestId('fault-times').selectOption('first')
    await page.getByTestId('post-fault').click()
    await page.getByTestId('fault-row').getByText('is lost; the first time').waitFor()
    await calls.control('POST', `/phones/${ANA}/messages`, { to: [BEN, CLEO], text: 'After' })
    await page.getByTestId('to-messages').getByRole('link').click()
    await row(page, 'After').getByRole('link', { name: 'After' }).click()
    const struck = page.getByTestId('hop').filter({ hasText: 'fault.struck' })
    expect(await struck.innerText()).toMatch(
      /Ben[\s\S]*A fault rule struck at push: lost[\s\S]*which is for to:\+12025550102/,
    )
  })

  it('a rule that the carrier refuses says why', async () => {
    const { page } = await openPage(browser, `${carrier.url}/faults`)
    await page.getByTestId('fault-at').selectOption('receipt')
    await page.getByTestId('fault-query').fill('is:nonsense')
    await page.getByTestId('post-fault').click()
    await page.getByRole('alert').getByText('is: takes group').waitFor()
    await page.getByTestId('fault-query').fill('')
    await page.getByTestId('fault-effect').selectOption('delay')
    await page.getByTestId('fault-value').fill('2500')
    await page.getByTestId('post-fault').click()
    await page.getByTestId('fault-row').getByText('comes 2.5 s late').waitFor()
  })

  it('a call of an application opens its request, the capture holds this message alone', async () => {
    const { sid } = await calls.rest('/Conversations', { FriendlyName: 'Two' })
    const join = (form: Record<string, string>) => calls.rest(`/Conversations/${sid}/Participants`, form)
    await join({ Identity: 'sam', 'MessagingBinding.ProjectedAddress': HOMES })
    for (const number of [ANA, BEN]) await join({ 'MessagingBinding.Address': number })
    await calls.rest(`/Conversations/${sid}/Messages`, { Author: 'sam', Body: 'By REST' })
    await calls.control('POST', '/idle', { timeoutMs: 10_000 })
    const id = await newestId()
    await calls.text(ANA, [BEN, CLEO], { text: 'Another one' })
    const { page } = await openPage(browser, `${carrier.url}/messages/${id}`)
    await page.getByTestId('hop').filter({ hasText: 'rest.post' }).getByRole('link').click()
    const drawer = page.getByTestId('drawer')
    await drawer.getByText(`POST /v1/Conversations/${sid}/Messages HTTP/1.1`).waitFor()
    expect(await drawer.getByTestId('decoded').innerText()).toContain('Body=By+REST')
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Export pcap' }).click()
    const file = await download
    expect(file.suggestedFilename()).toContain(`message-${id}`)
    const octets = readFileSync(await file.path())
    expect([octets.includes('By REST'), octets.includes('Another one')]).toEqual([true, false])
  })

  it('every hop of a group text opens: where octets passed, octets; where not, the event', async () => {
    await calls.text(ANA, [BEN, CLEO, HOMES], { text: 'To all of you' })
    const { page, errors } = await openPage(browser, `${carrier.url}/messages/${await newestId()}`)
    const hops = page.getByTestId('hop')
    await hops.first().waitFor()
    for (const hop of await hops.all()) {
      await hop.getByRole('link').click()
      await page.getByTestId('drawer').getByText('The event').waitFor()
      const octets = await hop.getByText(/\d+ octets/).count()
      expect((await page.getByTestId('drawer').getByTestId('dump').count()) > 0).toBe(octets > 0)
      expect(await page.getByTestId('unreadable').count()).toBe(0)
    }
    expect(errors).toEqual([])
  })

  it('a message by MM7 opens its SOAP and the answer, with every element on a line', async () => {
    const world = await (await startCarrier({ url: carrier.url })).main()
    const vasp = await world.vasp()
    await vasp.submit({ from: world.numbersOf('mm7')[0]!, to: [BEN, CLEO], text: 'By MM7' })
    await calls.control('POST', '/idle', { timeoutMs: 10_000 })
    const { page } = await openPage(browser, `${carrier.url}/messages/${await newestId()}`)
    await page.getByTestId('hop').filter({ hasText: 'mm7.submit' }).getByRole('link').click()
    const opened = page.getByTestId('drawer').getByTestId('decoded')
    await opened.first().waitFor()
    const [request, answer] = await opened.allInnerTexts()
    expect(request).toMatch(/\n\s+<(\w+:)?SubmitReq[\s\S]*\n\s+<(\w+:)?Number>\+?12025550102</)
    expect(answer).toMatch(/<(\w+:)?SubmitRsp[\s\S]*<(\w+:)?StatusCode>1000</)
    await vasp.close()
  })

  it('says of a PDU that no operation has, on the page of its session, what could be read of it', async () => {
    const esme = await Esme.bound(carrier.ports.smpp, 'transceiver')
    esme.sendOctets(Buffer.from('000000140000ffff000000000000000701020304', 'hex'))
    await esme.nextPdu()
    const { page } = await openPage(browser, `${carrier.url}/sessions`)
    await page.getByTestId('sessions').getByRole('link', { name: 'esme' }).click()
    await page.getByTestId('pdu').filter({ hasText: 'unknown' }).getByRole('button').click()
    expect(await page.getByTestId('unreadable').innerText()).toContain('No operation has this command_id')
    expect(await page.getByTestId('decoded').innerText()).toMatch(/sequence_number\s+7/)
    esme.socket.destroy()
  })

  it('a number that stands alone speaks in a conversation', async () => {
    const { sid } = await calls.rest('/Conversations', { FriendlyName: 'Alone' })
    const { page } = await openPage(browser, `${carrier.url}/conversations/${sid}`)
    await page.getByTestId('act-as-business').click()
    const drawer = page.getByTestId('drawer')
    await drawer.getByTestId('participant-kind').selectOption('alone')
    await drawer.getByTestId('add-participant').click()
    await page.getByTestId('participant').filter({ hasText: 'number without a chat user' }).waitFor()
    for (const number of [ANA, BEN]) {
      await drawer.getByTestId('participant-kind').selectOption('phone')
      await drawer.getByTestId('participant-address').fill(number)
      await drawer.getByTestId('add-participant').click()
      await expect.poll(() => drawer.getByTestId('participant-address').inputValue()).toBe('')
    }
    await page.getByTestId('author').selectOption(HOMES)
    await page.getByTestId('post-body').fill('From the number itself')
    await page.getByTestId('post').click()
    await page.getByTestId('said').filter({ hasText: 'From the number itself' }).waitFor()
    await page.goto(`${carrier.url}/phones/${ANA}/latest`)
    await page.getByTestId('bubble').getByText('From the number itself').waitFor()
  })

  it('the log is searched by the carrier, however far back, and read page by page', { timeout: 60_000 }, async () => {
    await calls.text(ANA, [BEN], { text: 'The needle' })
    for (let index = 0; index < 120; index++)
      await calls.control('POST', `/phones/${ANA}/messages`, { to: [BEN], text: `Hay ${index}` })
    const { page } = await openPage(browser, `${carrier.url}/messages`)
    await row(page, 'Hay 119').waitFor()
    expect(await row(page, 'The needle').count()).toBe(0)
    await page.getByRole('button', { name: 'Earlier messages' }).click()
    await row(page, 'The needle').waitFor()
    expect(await page.getByTestId('message-row').count()).toBe(21)
    await page.getByRole('button', { name: 'Newest' }).click()
    await page.getByTestId('search').fill('needle')
    await row(page, 'The needle').waitFor()
    await row(page, 'The needle').getByRole('link', { name: 'Ana' }).click()
    await row(page, 'Hay 119').waitFor()
    expect(page.url()).toContain('query=from:%2B12025550101')
    await calls.text(ANA, [BEN], { text: 'One more, live' })
    await row(page, 'One more, live').waitFor()
  })

  it('says so when there is no such message', async () => {
    const { page } = await openPage(browser, `${carrier.url}/messages/1`)
    await page.getByRole('alert').getByText('message 1').waitFor()
    await page.getByRole('link', { name: 'All messages' }).click()
    await page.getByTestId('empty').waitFor()
  })

  it('the log fills by itself, and a filter is a link that can be shared', async () => {
    const { page } = await openPage(browser, carrier.url)
    await page.getByTestId('to-network').click()
    await page.getByTestId('empty').getByText('No messages yet').waitFor()
    await calls.text(ANA, [BEN, CLEO], { text: 'To both of you' })
    await calls.text(ANA, [BEN], { text: 'To Ben alone' })
    await row(page, 'To both of you').waitFor()
    await row(page, 'To Ben alone').getByText('delivered').waitFor()
    await page.getByRole('link', { name: 'is:group' }).click()
    await row(page, 'To Ben alone').waitFor({ state: 'detached' })
    expect(page.url()).toContain('/messages?query=is:group')
    await page.reload()
    await row(page, 'To both of you').waitFor()
    expect(await page.getByTestId('message-row').count()).toBe(1)
    await page.getByTestId('search').fill('/ben/i alone')
    await row(page, 'To Ben alone').waitFor()
    await page.getByTestId('search').fill('is:nonsense')
    await page.getByRole('alert').getByText('is: takes group').waitFor()
    await page.getByTestId('search').fill('zebra')
    await page.getByTestId('none-found').waitFor()
    await page.getByTestId('search').fill('')
    await row(page, 'To Ben alone').getByRole('link', { name: 'To Ben alone' }).click()
    await page.getByTestId('hops').waitFor()
  })

  it('faults that are active are said on every screen until they are cleared', async () => {
    const { page } = await openPage(browser, `${carrier.url}/faults`)
    await page.getByTestId('empty').waitFor()
    await page.getByTestId('preset-slow-mmsc').click()
    await page.getByTestId('faults-active').getByText('2 faults active').waitFor()
    expect(await page.getByTestId('fault-row').first().innerText()).toContain('comes 3 s late')
    await page.getByTestId('fault-row').first().getByRole('button', { name: 'Remove' }).click()
    await page.getByTestId('faults-active').getByText('1 fault active').waitFor()
    await page.getByTestId('to-phones').click()
    await phoneCard(page, ANA).waitFor()
    await page.reload()
    await page.getByTestId('faults-active').getByRole('button', { name: 'Clear all' }).click()
    await page.getByTestId('faults-active').waitFor({ state: 'detached' })
    expect(await calls.control('GET', '/faults')).toEqual({ faults: [] })
  })

  it('a number is bought for an owner, and an owner is changed', async () => {
    const { page } = await openPage(browser, `${carrier.url}/numbers`)
    await page.getByTestId('new-number').fill('501 712 2670')
    await page.getByLabel('Owner of the new number').selectOption('smpp esme')
    await page.getByTestId('buy').click()
    const bought = page.getByTestId('number-row').filter({ hasText: '+1 501 712 2670' })
    await bought.waitFor()
    await bought.getByLabel('Owner of +15017122670').selectOption('mm7 vasp')
    const owner = async () => (await calls.control('GET', '/numbers/+15017122670')).owner
    await expect.poll(owner).toEqual({ kind: 'mm7', account: 'vasp' })
    await page.getByTestId('new-number').fill(ANA)
    await page.getByTestId('buy').click()
    await page.getByRole('alert').getByText('remove the phone first').waitFor()
  })

  it('the clock is frozen and wound: what was due on the way has happened', async () => {
    const { page } = await openPage(browser, `${carrier.url}/clock`)
    await page.getByText('Frozen', { exact: true }).click()
    await page.getByText('Everything that falls due on the way').waitFor()
    await calls.control('POST', `/phones/${ANA}/messages`, { to: ['+15005570060'], text: 'In a minute' })
    await page.getByRole('button', { name: '15 min' }).click()
    await page.getByTestId('to-messages').getByRole('link').click()
    await row(page, 'In a minute').getByText('delivered').waitFor()
  })

  it('the clock runs faster where it is told to, and is real again', async () => {
    const { page } = await openPage(browser, `${carrier.url}/clock`)
    await page.getByText('60 times as fast', { exact: true }).click()
    await expect.poll(() => calls.control('GET', '/clock')).toMatchObject({ mode: 'scaled', rate: 60 })
    const shown = () => page.getByTestId('clock-now').innerText()
    const before = await shown()
    await expect.poll(shown).not.toBe(before)
    await page.getByText('Real', { exact: true }).click()
    await expect.poll(() => calls.control('GET', '/clock')).toMatchObject({ mode: 'real' })
  })

  it('accounts of ESMEs, VASPs and the platform stand with their numbers and settings', async () => {
    await calls.control('PUT', '/accounts/mm7/vasp', { deliverUrl: 'http://127.0.0.1:9/deliver' })
    const { page } = await openPage(browser, `${carrier.url}/accounts`)
    const account = (name: string) => page.getByTestId('account').filter({ hasText: name })
    await account('vasp').getByText('http://127.0.0.1:9/deliver').waitFor()
    expect(await account('esme').innerText()).toMatch(/systemId\s+esme/)
    expect(await account('AC').innerText()).toContain('+1 501 712 2661')
    await account('esme').getByRole('link', { name: '+1 202 555 0150' }).click()
    expect(page.url()).toContain('/messages?query=to:%2B12025550150')
  })

  it('the business speaks, hands its number over, and says who is in', async () => {
    const { sid } = await calls.rest('/Conversations', { FriendlyName: 'Maple Lane 12' })
    const { page } = await openPage(browser, `${carrier.url}/conversations`)
    await page.getByRole('link', { name: 'Maple Lane 12' }).click()
    await page.getByTestId('act-as-business').click()
    const drawer = page.getByTestId('drawer')
    await drawer.getByTestId('participant-kind').selectOption('projected')
    await drawer.getByTestId('participant-identity').fill('sam')
    await drawer.getByTestId('add-participant').click()
    await page.getByTestId('participant').filter({ hasText: 'sam' }).waitFor()
    for (const number of [ANA, BEN, CLEO]) {
      await drawer.getByTestId('participant-kind').selectOption('phone')
      await drawer.getByTestId('participant-address').fill(number)
      await drawer.getByTestId('add-participant').click()
      await expect.poll(() => drawer.getByTestId('participant-address').inputValue()).toBe('')
    }
    await page.getByTestId('post-body').fill('Sam here')
    await page.getByTestId('post').click()
    const said = page.getByTestId('said').filter({ hasText: 'Sam here' })
    await said.getByRole('button', { name: 'delivered: all' }).click()
    expect(await said.getByTestId('receipts').innerText()).toContain('Ana: delivered')
    const sam = drawer.getByTestId('agent-member').filter({ hasText: 'sam' })
    await sam.getByRole('button', { name: 'Hand over' }).click()
    await drawer.getByTestId('heir').fill('kim')
    await drawer.getByRole('button', { name: 'Hand over', exact: true }).click()
    await page.getByTestId('participant').filter({ hasText: 'kim' }).waitFor()
    const cleo = drawer.getByTestId('agent-member').filter({ hasText: 'Cleo' })
    await cleo.getByRole('button', { name: 'Remove' }).click()
    await page.getByTestId('participant').filter({ hasText: 'Cleo' }).waitFor({ state: 'detached' })
    expect(page.url()).toContain(sid)
  })

  it('a session that is bound shows its last PDUs, field by field', async () => {
    const esme = await Esme.bound(carrier.ports.smpp, 'transceiver')
    const { page } = await openPage(browser, `${carrier.url}/sessions`)
    await page.getByTestId('sessions').getByRole('link', { name: 'esme' }).click()
    await page.getByTestId('pdu').getByRole('button', { name: 'bind_transceiver', exact: false }).last().click()
    expect(await page.getByTestId('decoded').innerText()).toMatch(/system_id\s+esme/)
    esme.socket.destroy()
    await page.getByRole('alert').waitFor()
  })

  it('a webhook call shows request, signed string and response, and goes out again', async () => {
    const heard: string[] = []
    const app = createServer((request, response) => {
      heard.push(request.url ?? '')
      response.writeHead(200).end('thanks')
    })
    await new Promise<void>((done) => app.listen(0, '127.0.0.1', done))
    const address = app.address()
    const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/hook`
    try {
      await calls.rest('/Configuration/Webhooks', { PostWebhookUrl: url, Filters: 'onMessageAdded' })
      await calls.text(ANA, [BEN, HOMES], { text: 'Is the house still there?' })
      const { page } = await openPage(browser, `${carrier.url}/webhooks`)
      await page.getByTestId('webhook-row').getByRole('link', { name: 'onMessageAdded' }).click()
      const call = page.getByTestId('webhook')
      await call.getByText('thanks').waitFor()
      expect(await call.innerText()).toMatch(/x-twilio-signature/i)
      expect(await call.innerText()).toContain(`${url}AccountSid`)
      await page.getByRole('button', { name: 'Send again' }).click()
      await expect.poll(() => heard.length).toBe(2)
      await expect.poll(() => page.getByTestId('webhook-row').getByText('200').count()).toBe(2)
    } finally {
      app.close()
    }
  })

  it('is reached by keyboard: g m, g f, and the arrows inside a journey', async () => {
    await calls.text(ANA, [BEN], { text: 'Hello' })
    const { page } = await openPage(browser, carrier.url)
    await phoneCard(page, ANA).waitFor()
    await page.keyboard.press('g')
    await page.keyboard.press('f')
    await page.getByRole('heading', { name: 'Faults', exact: true }).waitFor()
    await page.keyboard.press('g')
    await page.keyboard.press('m')
    await page.getByTestId('message-row').getByRole('link', { name: 'Hello' }).press('Enter')
    await page.getByTestId('hop').first().getByRole('link').focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('.')
    await page.getByTestId('drawer').getByText('The event').waitFor()
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    await page.getByTestId('message-log').waitFor()
    await page.keyboard.press('g')
    await page.keyboard.press('p')
    await phoneCard(page, ANA).waitFor()
  })

  it('reads at 320 pixels without scrolling sideways', async () => {
    await calls.text(ANA, [BEN, CLEO], { text: 'A word that is long: '.padEnd(120, 'x') })
    const { page } = await openPage(browser, `${carrier.url}/messages`, { viewport: { width: 320, height: 640 } })
    for (const path of ['/messages', `/messages/${await newestId()}`, '/faults', '/numbers', '/clock', '/accounts']) {
      await page.goto(`${carrier.url}${path}`)
      await page.getByTestId('page').waitFor()
      expect([path, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([path, 320])
    }
  })

  it('markup in a text stays text, in the log and in its journey', async () => {
    const markup = '<img src=x onerror="window.hacked=1"><b>bold</b>'
    await calls.text(ANA, [BEN], { text: markup, subject: markup })
    const { page, errors } = await openPage(browser, `${carrier.url}/messages`)
    await row(page, markup).waitFor()
    await page.goto(`${carrier.url}/messages/${await newestId()}`)
    await page.getByTestId('hop').filter({ hasText: 'mm1.retrieve' }).getByRole('link').click()
    await page.getByTestId('decoded').waitFor()
    expect([await page.evaluate('window.hacked ?? null'), errors]).toEqual([null, []])
  })
})
