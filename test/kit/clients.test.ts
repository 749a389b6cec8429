import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Carrier, startCarrier } from '../../src/kit/index.ts'

let carrier: Carrier

beforeAll(async () => {
  carrier = await startCarrier({ clock: 'frozen' })
})
afterAll(() => carrier.stop())

const GROUP = `
const twilio = require('twilio')
const client = twilio(process.env.TWILIO_ACCOUNT_SID, process.env.TWILIO_AUTH_TOKEN)
client.conversations.v1.conversations.create({ friendlyName: 'from a child' }).then(({ accountSid }) => console.log(accountSid))
`

describe('ready-made clients', () => {
  it('twilio() is the official library in this world: a group text from a chat user reaches both phones', async () => {
    await using world = await carrier.world()
    const [ana, ben] = await world.phones('Ana', 'Ben')
    const { conversations } = (await world.twilio()).conversations.v1
    const group = await conversations.create({ friendlyName: 'tour' })
    const at = conversations(group.sid)
    const add = (wish: object) => at.participants.create(wish)
    await add({ identity: 'agent', 'messagingBinding.projectedAddress': world.business })
    await add({ 'messagingBinding.address': ana.number })
    await add({ 'messagingBinding.address': ben.number })
    await at.messages.create({ author: 'agent', body: 'Welcome!' })
    const welcome = await ana.waitFor({ contains: 'Welcome', group: true })
    await ana.reply(welcome, 'Thanks')
    expect(await ben.waitFor('Thanks')).toMatchObject({ from: ana.number, kind: 'group' })
  })

  it('esme() is bound: it submits, hears its receipt and what a phone answers', async () => {
    await using world = await carrier.world()
    const ana = await world.phone('Ana')
    const [number] = world.numbersOf('smpp')
    const esme = await world.esme()
    const id = await esme.submit({ from: number!, to: ana.number, text: 'Your code is 1234' })
    const code = await ana.waitFor({ matches: /code is \d+/ })
    expect((await esme.receipt(id)).text).toContain('stat:DELIVRD')
    await ana.reply(code, 'STOP')
    expect(await esme.waitFor(({ text }) => text === 'STOP')).toMatchObject({ to: number!.replace('+', '') })
  })

  it('a refused bind says so', async () => {
    await using world = await carrier.world()
    await expect(world.esme({ password: 'wrong' })).rejects.toThrow(/refused with command_status 14/)
  })

  it('vasp() submits by MM7, and hears the report and what a phone answers', async () => {
    await using world = await carrier.world()
    const [ana, ben] = await world.phones('Ana', 'Ben')
    const [number] = world.numbersOf('mm7')
    const vasp = await world.vasp()
    const to = [ana.number, ben.number]
    const id = await vasp.submit({ from: number!, to, subject: 'Hi', text: 'Both of you' })
    const got = await ana.waitFor({ contains: 'Both of you', subject: true })
    const report = await vasp.waitFor(({ operation }) => operation === 'DeliveryReportReq')
    expect(report.request.body).toMatchObject({ messageId: id })
    await ana.reply(got, 'Thank you')
    expect(await vasp.waitFor(({ text }) => text === 'Thank you')).toMatchObject({ operation: 'DeliverReq' })
  })

  it('a refused SubmitReq says its status', async () => {
    await using world = await carrier.world()
    const vasp = await world.vasp()
    const [number] = world.numbersOf('mm7')
    await expect(vasp.submit({ from: number!, to: '+15005562002', text: 'x' })).rejects.toThrow(/StatusCode 2002/)
  })

  it('env() points an unchanged child process here', async () => {
    await using world = await carrier.world()
    const { stdout } = await promisify(execFile)(process.execPath, ['-e', GROUP], { env: world.env() })
    expect(stdout.trim()).toBe(world.facts.accountSid)
  })
})

describe('a carrier that runs elsewhere', () => {
  it('is used by the same API, and left running by stop()', async () => {
    const other = await startCarrier({ url: carrier.url, clock: 'frozen' })
    await using world = await other.world()
    const [ana, ben] = await world.phones('Ana', 'Ben')
    await ana.send(ben.number, 'over HTTP')
    await ben.waitFor('over HTTP')
    await other.stop()
    expect((await (await carrier.main()).clock.now()).getTime()).toBeGreaterThan(0)
  })
})
