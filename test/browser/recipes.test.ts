// What is copied from a journey runs: the curl in a shell, the test in a vitest of its own.
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pino } from 'pino'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ensureViewer } from '../../scripts/build-viewer.ts'
import { type Partyline, startPartyline } from '../../src/compose.ts'
import { startCarrier } from '../../src/kit/index.ts'
import { hasChromium, launchBrowser, openPage } from '../support/browser.ts'
import { carrierAt } from '../support/carrier-calls.ts'
import { PICTURE } from '../support/picture.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const [ANA, BEN, CLEO, FILTERED, HOMES] = [
  '+12025550101',
  '+12025550102',
  '+12025550103',
  '+15005551007',
  '+15017122661',
] as const
const hasCurl = spawnSync('curl', ['--version']).status === 0
const ACCOUNT = `AC${'a'.repeat(32)}`

describe.runIf(hasChromium)('what is copied from a journey', () => {
  let browser: Browser
  let viewer: string
  let carrier: Partyline
  let calls: ReturnType<typeof carrierAt>

  beforeAll(async () => {
    viewer = await ensureViewer(ROOT)
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
  const copied = async (id: string | undefined, button: string) => {
    const { page } = await openPage(browser, `${carrier.url}/messages/${id}`, {
      permissions: ['clipboard-read', 'clipboard-write'],
    })
    const clipboard = () => page.evaluate<string>('navigator.clipboard.readText()')
    await page.evaluate('navigator.clipboard.writeText("")')
    await page.getByRole('button', { name: button, exact: true }).click()
    await expect.poll(clipboard).not.toBe('')
    return clipboard()
  }
  const last = async (phone: string) => {
    const { messages } = await calls.control('GET', `/phones/${phone}/messages`)
    return (messages as { text: string; subject: string | null; media: { filename: string; size: number }[] }[]).slice(
      -2,
    )
  }

  describe.runIf(hasCurl)('as curl, in a shell, sends the same once more', () => {
    it('a text with everything that a shell could take for itself', async () => {
      const text = `It's "on" $HOME \`date\` \\ & done; 日本 #1`
      await calls.text(ANA, [BEN], { text })
      const ran = await run('sh', ['-c', await copied(await newestId(), 'Copy as curl')])
      expect(ran).toMatchObject({ status: 0 })
      await calls.control('POST', '/idle', { timeoutMs: 10_000 })
      expect((await last(BEN)).map((message) => message.text)).toEqual([text, text])
    })

    it('a group text with subject and picture', async () => {
      const media = [{ contentType: 'image/png', filename: 'kitchen.png', data: PICTURE.toString('base64') }]
      await calls.text(ANA, [BEN, CLEO], { text: 'Look', subject: 'The kitchen', media })
      const ran = await run('sh', ['-c', await copied(await newestId(), 'Copy as curl')])
      expect(ran).toMatchObject({ status: 0 })
      await calls.control('POST', '/idle', { timeoutMs: 10_000 })
      const [first, again] = await last(CLEO)
      expect(again).toMatchObject({
        text: 'Look',
        subject: 'The kitchen',
        media: [{ filename: 'kitchen.png', size: PICTURE.length }],
      })
      expect(again?.media).toEqual(first?.media)
    })

    it('a message of an application, in its conversation and outside of one', async () => {
      const { sid } = await calls.rest('/Conversations', { FriendlyName: 'Tour' })
      const join = (form: Record<string, string>) => calls.rest(`/Conversations/${sid}/Participants`, form)
      await join({ Identity: 'sam', 'MessagingBinding.ProjectedAddress': HOMES })
      for (const number of [ANA, BEN]) await join({ 'MessagingBinding.Address': number })
      await calls.rest(`/Conversations/${sid}/Messages`, { Author: 'sam', Body: "Sam's here" })
      await calls.control('POST', '/idle', { timeoutMs: 10_000 })
      expect(await run('sh', ['-c', await copied(await newestId(), 'Copy as curl')])).toMatchObject({ status: 0 })
      await calls.control('POST', '/idle', { timeoutMs: 10_000 })
      expect((await last(BEN)).map(({ text }) => text)).toEqual(["Sam's here", "Sam's here"])
      const classic = new URLSearchParams({ From: HOMES, To: CLEO, Body: 'Alone' })
      const authorization = `Basic ${btoa(`${ACCOUNT}:partyline`)}`
      const url = `${carrier.url}/2010-04-01/Accounts/${ACCOUNT}/Messages.json`
      await fetch(url, { method: 'POST', body: classic, headers: { authorization } })
      expect(await run('sh', ['-c', await copied(await newestId(), 'Copy as curl')])).toMatchObject({ status: 0 })
      await calls.control('POST', '/idle', { timeoutMs: 10_000 })
      expect((await last(CLEO)).map(({ text }) => text)).toEqual(['Alone', 'Alone'])
    })

    it('the command of an empty state fills it', async () => {
      const { page } = await openPage(browser, `${carrier.url}/phones/${BEN}`, {
        permissions: ['clipboard-read', 'clipboard-write'],
      })
      for (const path of [`/phones/${BEN}`, '/messages', '/conversations', '/faults']) {
        await page.goto(`${carrier.url}${path}`)
        await page.getByTestId('empty').getByRole('button', { name: 'Copy the command' }).click()
        const command = await page.evaluate<string>('navigator.clipboard.readText()')
        expect(await run('sh', ['-c', command.replace('curl ', 'curl -fsS ')])).toMatchObject({ status: 0 })
        await page.getByTestId('empty').waitFor({ state: 'detached' })
        if (path !== '/faults') await calls.control('POST', '/reset')
      }
    })

    it('what no curl can send is called what it is: its journey', async () => {
      const kit = await startCarrier({ url: carrier.url })
      const world = await kit.main()
      const esme = await world.esme()
      await esme.submit({ from: world.numbersOf('smpp')[0]!, to: BEN, text: 'By SMPP' })
      const id = await newestId()
      const ran = await run('sh', ['-c', await copied(id, 'Copy journey as curl')])
      expect(JSON.parse(ran.output)).toMatchObject({ messageId: id })
      await esme.close()
    })
  })

  it('as test passes in a vitest of its own, whoever sent it and whatever became of it', {
    timeout: 180_000,
  }, async () => {
    const tests: string[] = []
    const keep = async () => tests.push(await copied(await newestId(), 'Copy as test'))
    await calls.text(ANA, [BEN], { text: "It's on" })
    await keep()
    const media = [{ contentType: 'image/png', filename: 'kitchen.png', data: PICTURE.toString('base64') }]
    await calls.text(ANA, [BEN, CLEO], { text: '', media })
    await keep()
    await calls.control('PUT', `/phones/${CLEO}`, { state: 'no-signal' })
    await calls.text(BEN, [ANA, CLEO, FILTERED], { text: 'Two of three do not get this', subject: 'Late' })
    await keep()
    await calls.control('PUT', `/phones/${CLEO}`, { state: 'online' })
    const { sid } = await calls.rest('/Conversations', { FriendlyName: 'Tour' })
    const join = (form: Record<string, string>) => calls.rest(`/Conversations/${sid}/Participants`, form)
    await join({ Identity: 'sam', 'MessagingBinding.ProjectedAddress': HOMES })
    for (const number of [ANA, BEN]) await join({ 'MessagingBinding.Address': number })
    await calls.rest(`/Conversations/${sid}/Messages`, { Author: 'sam', Body: 'Sam here' })
    await calls.control('POST', '/idle', { timeoutMs: 10_000 })
    await keep()
    const kit = await startCarrier({ url: carrier.url })
    const world = await kit.main()
    const [esme, vasp] = [await world.esme(), await world.vasp()]
    await esme.submit({ from: world.numbersOf('smpp')[0]!, to: BEN, text: 'By SMPP' })
    await calls.control('POST', '/idle', { timeoutMs: 10_000 })
    await keep()
    await vasp.submit({ from: world.numbersOf('mm7')[0]!, to: [BEN, CLEO], text: 'By MM7' })
    await calls.control('POST', '/idle', { timeoutMs: 10_000 })
    await keep()
    await Promise.all([esme.close(), vasp.close()])
    const { status, output } = await runTests(tests)
    expect(output).toContain(`${tests.length} passed`)
    expect(status).toBe(0)
  })
})

/** Each in a file of its own, in a project that knows `partyline/test` as this checkout. */
async function runTests(tests: readonly string[]): Promise<Ran> {
  const folder = mkdtempSync(join(ROOT, 'node_modules', '.copied-tests-'))
  try {
    const alias = { 'partyline/test': join(ROOT, 'src/kit/index.ts') }
    const settings = { resolve: { alias }, test: { include: ['*.test.ts'], exclude: [], testTimeout: 30_000 } }
    writeFileSync(join(folder, 'vitest.config.mjs'), `export default ${JSON.stringify(settings)}\n`)
    tests.forEach((text, index) => {
      writeFileSync(join(folder, `copied-${index}.test.ts`), text)
    })
    const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs')
    const { PARTYLINE_URL: _url, ...env } = process.env
    return await run(process.execPath, [vitest, 'run', '--root', folder], { ...env, NO_COLOR: '1' })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

type Ran = { readonly status: number | null; readonly output: string }

function run(command: string, words: readonly string[], env = process.env): Promise<Ran> {
  return new Promise((resolvePromise, reject) => {
    const child = spawn(command, words, { env, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    child.stdout.on('data', (piece: Buffer) => {
      output += piece.toString()
    })
    child.stderr.on('data', (piece: Buffer) => {
      output += piece.toString()
    })
    child.on('error', reject)
    child.on('close', (status) => resolvePromise({ status, output }))
  })
}
