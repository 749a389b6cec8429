import { afterEach, describe, expect, it } from 'vitest'
import { ACCOUNT_SID, ANA, ConversationsWorld, P1 } from '../support/conversations-world.ts'
import { type DescribedOperation, operationsOf, parametersOf, readDescription, resolve } from './description.ts'
import { wrongFor } from './wrong-values.ts'

const description = readDescription('twilio_api_v2010.subset.json')

/** What the operations of the older API need to be carried out; those that are not here need nothing. */
const USUAL: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  CreateMessage: { From: P1, To: ANA, Body: 'Hi' },
  CreateIncomingPhoneNumber: { AreaCode: '415' },
  CreateIncomingPhoneNumberLocal: { PhoneNumber: '+14155550177' },
  CreateIncomingPhoneNumberTollFree: { PhoneNumber: '+18005550177' },
}
const OURS =
  /^\/2010-04-01\/Accounts\/\{AccountSid\}\/(Messages|IncomingPhoneNumbers|AvailablePhoneNumbers)\b(?!.*AddOns)/

let world: ConversationsWorld
afterEach(async () => {
  expect(world.faults).toEqual([])
  await world.stop()
})

/** A text with a picture, so that every path leads somewhere. */
async function begin(): Promise<Readonly<Record<string, string>>> {
  world = await new ConversationsWorld().begin()
  const octets = new Uint8Array([137, 80, 78, 71])
  world.answer = () => ({ kind: 'answered', status: 200, body: '', contentType: 'image/png', octets })
  const client = world.client()
  const { sid: message } = await client.messages.create({ from: P1, to: ANA, mediaUrl: ['http://app.test/a.png'] })
  const [media] = await client.messages(message).media.list()
  const [number] = await client.incomingPhoneNumbers.list({ phoneNumber: P1 })
  await world.settle()
  return { message, media: media?.sid ?? '', number: number?.sid ?? '' }
}

function pathOf({ path }: DescribedOperation, seeds: Readonly<Record<string, string>>): string {
  const last = path.includes('/Media/') ? seeds.media : path.includes('/Messages/') ? seeds.message : seeds.number
  const values = { AccountSid: ACCOUNT_SID, MessageSid: seeds.message, CountryCode: 'US', Sid: last }
  return path.replace(/\{(\w+)\}/g, (_all, name: string) => values[name as keyof typeof values] ?? '')
}

describe.runIf(description)('the older API, with every parameter wrong in turn', () => {
  const described = (description ? operationsOf(description) : []).filter(({ path }) => OURS.test(path))

  it.each(described.map((one) => [one.operationId, one] as const))('%s is never at a loss', async (name, one) => {
    if (!description) throw new Error('no description')
    const seeds = await begin()
    for (const { name: parameter, in: place, schema } of parametersOf(one)) {
      if (place === 'path') continue
      for (const value of wrongFor(resolve(description, schema))) {
        await world.settle()
        const before = world.lastSeq
        const form = new URLSearchParams({ ...USUAL[name], [parameter]: value.slice(0, 5_000) })
        const url = pathOf(one, seeds)
        const answer = await world.fetch(one.method === 'GET' ? `${url}?${form}` : url, {
          method: one.method,
          ...(one.method === 'POST' && { body: form }),
        })
        const text = await answer.text()
        const what = `${parameter}=${value.slice(0, 40)} gives ${answer.status} ${text.slice(0, 200)}`
        expect(answer.status === 501 || answer.status < 500, what).toBe(true)
        if (answer.status < 400) continue
        expect(JSON.parse(text), what).toMatchObject({ code: expect.any(Number), status: answer.status })
        expect(world.lastSeq, what).toBe(before)
      }
    }
  })
})
