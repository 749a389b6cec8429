import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Partyline, startPartyline } from '../../src/compose.ts'
import { createLog } from '../../src/runtime/index.ts'
import { ANA, BEN, CLEO, ESME_NUMBER, number, START, submission } from '../support/memory-world.ts'

let partyline: Partyline
beforeEach(async () => {
  partyline = await startPartyline({ log: createLog('silent'), clock: { mode: 'frozen', now: START } })
})
afterEach(() => partyline.stop())

async function journeyOf(messageId: string | null) {
  const response = await fetch(`${partyline.url}/carrier/messages/${messageId}/journey`)
  expect(response.status).toBe(200)
  return (await response.json()) as {
    lanes: { recipient: string; state: string; reason: string | null }[]
    hops: {
      step: string
      lane: string | null
      result: string
      cause: string | null
      evidence: { name: string; size: number; data: string }[]
    }[]
  }
}

type Hops = Awaited<ReturnType<typeof journeyOf>>['hops']

/** Each step with the names of the octets that it opens. */
const opened = (hops: Hops) => hops.map(({ step, evidence }) => [step, ...evidence.map(({ name }) => name)])

function textOf(hops: Hops, step: string, name: string): string {
  const evidence = hops.find((hop) => hop.step === step)?.evidence.find((one) => one.name === name)
  return Buffer.from(evidence?.data ?? '', 'base64').toString()
}

async function call(path: string, body: object): Promise<void> {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(`${partyline.url}/carrier${path}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  })
  expect(response.status).toBe(201)
}

async function rest(path: string, form: Record<string, string>, headers: Record<string, string> = {}) {
  const authorization = `Basic ${btoa(`AC${'a'.repeat(32)}:partyline`)}`
  const response = await fetch(`${partyline.url}/v1${path}`, {
    method: 'POST',
    headers: { authorization, ...headers },
    body: new URLSearchParams(form),
  })
  expect(response.ok).toBe(true)
  return (await response.json()) as { sid: string }
}

describe('the journey of a message', () => {
  it('of a group text shows every phone being notified, fetching and showing it, and why in that thread', async () => {
    const sent = await partyline.main.phones.send(ANA, { to: [BEN, CLEO], text: 'hi both' })
    await partyline.main.idle()
    const { hops, lanes } = await journeyOf('message' in sent ? sent.message.messageId : null)
    expect(lanes.map(({ recipient, state }) => [recipient, state])).toEqual([
      [BEN, 'delivered'],
      [CLEO, 'delivered'],
    ])
    expect(hops[0]).toMatchObject({ step: 'mm1.send', result: 'ok' })
    for (const phone of [BEN, CLEO]) {
      const steps = hops.filter(({ lane }) => lane === phone).map(({ step }) => step)
      expect(steps).toEqual(
        expect.arrayContaining(['push.sent', 'phone.notified', 'mm1.retrieve', 'delivery.delivered']),
      )
    }
    const retrieved = hops.find(({ step, lane }) => step === 'mm1.retrieve' && lane === BEN)
    expect(retrieved?.cause).toContain(`From is ${ANA}`)
    expect(retrieved?.evidence).toMatchObject([{ name: 'm-retrieve.conf' }])
    expect(retrieved?.evidence[0]?.size).toBeGreaterThan(50)
  })

  it('says which phone state or magic number stopped it', async () => {
    await partyline.main.carrier.run((unit) =>
      unit.put({ layer: 'core', put: 'phone', value: { ...partyline.main.read.phone(BEN)!, state: 'airplane' } }),
    )
    const accepted = await partyline.main.carrier.submit(
      submission({ to: [BEN, number('+15005551007')], from: ESME_NUMBER }),
    )
    await partyline.main.idle()
    const { hops } = await journeyOf(accepted.accepted ? String(accepted.messageId) : null)
    expect(hops.find(({ lane }) => lane === BEN)).toMatchObject({
      step: 'delivery.waiting',
      cause: expect.stringContaining('airplane'),
    })
    expect(hops.find(({ step }) => step === 'delivery.failed')).toMatchObject({
      lane: '+15005551007',
      result: 'failed',
      cause:
        'the carrier filtered it (error 30007): numbers +1 500 555 1nnn are accepted, later undelivered with error 30nnn',
    })
  })

  it('names the fault rule that struck it, and whom it is for', async () => {
    await call('/faults', { at: 'push', query: `to:${BEN}`, when: { first: 1 }, then: { drop: true } })
    const sent = await partyline.main.phones.send(ANA, { to: [BEN, CLEO], text: 'hi both' })
    await partyline.main.idle()
    const { hops } = await journeyOf('message' in sent ? sent.message.messageId : null)
    expect(hops.filter(({ step }) => step === 'fault.struck')).toMatchObject([
      { lane: BEN, result: 'failed', cause: expect.stringContaining(`which is for to:${BEN}`) },
    ])
  })

  it('opens what passed at each hop: request and response, push and PDU, acknowledgement and report', async () => {
    const sent = await partyline.main.phones.send(ANA, { to: [BEN, CLEO], text: 'hi both' })
    await partyline.main.idle()
    const { hops } = await journeyOf('message' in sent ? sent.message.messageId : null)
    expect(opened(hops.filter(({ lane }) => lane === null || lane === BEN))).toEqual(
      expect.arrayContaining([
        ['mm1.send', 'as it came', 'm-send.conf'],
        ['push.sent', 'SMS 1 of 1'],
        ['phone.notified', 'm-notification.ind'],
        ['mm1.retrieve', 'm-retrieve.conf'],
        ['delivery.delivered', 'm-notifyresp.ind'],
        ['report.told', 'm-delivery.ind'],
      ]),
    )
  })

  it('of a text opens the short messages on both sides', async () => {
    const sent = await partyline.main.phones.send(ANA, { to: [BEN], text: 'hi' })
    await partyline.main.idle()
    const { hops } = await journeyOf('message' in sent ? sent.message.messageId : null)
    expect(opened(hops)).toEqual(
      expect.arrayContaining([
        ['phone.submit', 'SMS 1 of 1'],
        ['phone.shown', 'SMS 1 of 1'],
      ]),
    )
  })

  it('of a REST call opens its request without credentials, and the webhooks it caused with what was signed', async () => {
    const app = createServer((_request, response) => void response.end('thanks'))
    await new Promise<void>((done) => app.listen(0, '127.0.0.1', done))
    const hook = `http://127.0.0.1:${(app.address() as AddressInfo).port}/hook`
    try {
      await rest('/Configuration/Webhooks', { PostWebhookUrl: hook, Filters: 'onMessageAdded' })
      const { sid } = await rest('/Conversations', { FriendlyName: 'Two of us' })
      await rest(`/Conversations/${sid}/Participants`, {
        Identity: 'sam',
        'MessagingBinding.ProjectedAddress': '+15017122661',
      })
      for (const phone of [ANA, BEN])
        await rest(`/Conversations/${sid}/Participants`, { 'MessagingBinding.Address': phone })
      await rest(
        `/Conversations/${sid}/Messages`,
        { Author: 'sam', Body: 'Hi all' },
        { 'X-Twilio-Webhook-Enabled': 'true' },
      )
      await partyline.main.idle()
      const [message] = partyline.main.read.messages({ limit: 1 })
      const { hops } = await journeyOf(String(message?.id))
      const request = textOf(hops, 'rest.post', 'as it came')
      expect(request).toMatch(/^POST \/v1\/Conversations\/CH\w+\/Messages HTTP\/1\.1\r\n/)
      expect(request).toContain('Author=sam&Body=Hi+all')
      expect(request).not.toMatch(/authorization/i)
      expect(textOf(hops, 'webhook.called', 'string that was signed')).toContain(`${hook}AccountSid`)
      expect(textOf(hops, 'webhook.called', 'answer')).toContain('thanks')
    } finally {
      app.close()
    }
  })

  it('of an unknown message is a 404', async () => {
    const response = await fetch(`${partyline.url}/carrier/messages/17/journey`)
    expect(response.status).toBe(404)
    expect(response.headers.get('content-type')).toContain('application/problem+json')
  })
})
