// A story to look at: a group text with a picture, a phone that comes late, and a message that a carrier filters. Told
// through the control API and the Conversations API, as anybody's script could.
import { CommandError } from './client.ts'
import { drawPicture } from './demo-picture.ts'

const [ANA, BEN, CLEO] = ['+12025550101', '+12025550102', '+12025550103'] as const
/** Whoever is written to here is filtered: error 30007. */
const FILTERED = '+15005551007'
const NAMES: Readonly<Record<string, string>> = { [ANA]: 'Ana Ruiz', [BEN]: 'Ben Okafor', [CLEO]: 'Cleo Marsh' }

export type DemoStage = {
  readonly url: string
  readonly token: string | null
  readonly accountSid: string
  readonly authToken: string
  /** The business's long code. */
  readonly business: string
  /** Between two messages, so that one can watch. */
  readonly pause: () => Promise<void>
}

type Calls = {
  readonly control: (method: string, path: string, body?: object) => Promise<Record<string, unknown>>
  readonly rest: (path: string, form: Record<string, string>) => Promise<Record<string, unknown>>
}

/** Plays the story once; false where messages are there already, which it would only disturb. */
export async function playDemo(stage: DemoStage): Promise<boolean> {
  const calls = callsTo(stage)
  const before = await calls.control('GET', '/messages?limit=1')
  if (!Array.isArray(before.messages) || before.messages.length > 0) return false
  await introduce(calls, stage)
  const say = await openGroup(calls, stage)
  const text = (from: string, to: readonly string[], more: object) =>
    calls.control('POST', `/phones/${from}/messages`, { to, ...more })
  await say('Hi all, Sam here. One group for the four of us.')
  await stage.pause()
  await calls.control('PUT', `/phones/${CLEO}`, { state: 'no-signal' })
  const media = [{ contentType: 'image/png', filename: 'kitchen.png', data: drawPicture().toString('base64') }]
  await text(ANA, [BEN, CLEO, stage.business], { text: 'The kitchen as of this morning:', media })
  await stage.pause()
  await text(BEN, [ANA, CLEO, stage.business], { text: 'Looks great. Saturday at ten?' })
  await stage.pause()
  await text(BEN, [FILTERED], { text: 'Win a kitchen!!! Click here' })
  await stage.pause()
  await calls.control('PUT', `/phones/${CLEO}`, { state: 'online' })
  await stage.pause()
  await text(CLEO, [ANA, BEN, stage.business], { text: 'Was in the lift. Saturday works 👍' })
  return true
}

async function introduce({ control }: Calls, { business }: DemoStage): Promise<void> {
  for (const number of Object.keys(NAMES)) {
    const { [number]: _self, ...others } = NAMES
    await control('PUT', `/phones/${number}`, { contacts: { ...others, [business]: 'Maple Homes' } })
  }
}

/** One conversation of three phones and a chat user on the business's number; answers how that one speaks. */
async function openGroup({ rest }: Calls, { business }: DemoStage): Promise<(text: string) => Promise<unknown>> {
  const { sid } = await rest('/Conversations', { FriendlyName: 'Maple Lane 12' })
  const at = `/Conversations/${sid}`
  await rest(`${at}/Participants`, { Identity: 'sam', 'MessagingBinding.ProjectedAddress': business })
  for (const number of Object.keys(NAMES)) await rest(`${at}/Participants`, { 'MessagingBinding.Address': number })
  return (text) => rest(`${at}/Messages`, { Author: 'sam', Body: text })
}

function callsTo({ url, token, accountSid, authToken }: DemoStage): Calls {
  const bearer: Record<string, string> = token === null ? {} : { authorization: `Bearer ${token}` }
  const basic = { authorization: `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}` }
  const call = async (path: string, init: RequestInit) => {
    const response = await fetch(`${url}${path}`, init)
    const text = await response.text()
    if (!response.ok)
      throw new CommandError(`the demo stopped: ${init.method} ${path} answered ${response.status} ${text}`)
    return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>)
  }
  return {
    control: (method, path, body) =>
      call(`/carrier${path}`, {
        method,
        headers: { ...bearer, 'content-type': 'application/json' },
        ...(body && { body: JSON.stringify(body) }),
      }),
    rest: (path, form) => call(`/v1${path}`, { method: 'POST', headers: basic, body: new URLSearchParams(form) }),
  }
}
