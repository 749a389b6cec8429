import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type RunningChild, startChild } from '../support/child-carrier.ts'
import { ANA, BEN, CLEO, ESME_NUMBER, P1, VASP_NUMBER, type WorldInfo } from '../support/journey.ts'
import { jpeg } from '../support/mm7-envelopes.ts'
import { NpmEsme } from '../support/npm-esme.ts'
import { elements, mm7Post, submitReq } from '../support/raw-mm7.ts'

/** Acknowledged before the carrier is killed: what it said yes to, by its text. */
type Acknowledged = { readonly texts: Map<string, string>; readonly groups: Set<string>; readonly posts: Set<string> }

const KILL_AFTER_TEXTS = 150
const KILL_AFTER_GROUPS = 6

describe('kill -9 in the middle of a burst', () => {
  let folder: string
  let running: RunningChild | undefined
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'partyline-kill-'))
  })
  afterEach(async () => {
    await running?.child.killNow()
    rmSync(folder, { recursive: true, force: true })
  })

  it('every acknowledged message is there once after a restart, is delivered, and is reported', async () => {
    running = await startChild(folder)
    const chat = await group(running)
    const { acknowledged, receipted } = await burstUntilKilled(running, chat)
    expect(acknowledged.texts.size).toBeGreaterThanOrEqual(KILL_AFTER_TEXTS)
    expect(acknowledged.groups.size).toBeGreaterThanOrEqual(KILL_AFTER_GROUPS)

    running = await startChild(folder)
    const { world, info } = running
    const esme = await NpmEsme.bind(info)
    for (const id of acknowledged.texts.values()) {
      while (!receipted.has(id)) receipted.add(String((await esme.nextReceipt()).id))
    }
    await esme.unbind()
    await world.idle()

    const onAna = await readAll(running, ANA)
    expect(onAna.filter((text) => acknowledged.texts.has(text)).toSorted()).toEqual(
      [...acknowledged.texts.keys()].toSorted(),
    )
    for (const number of [ANA, BEN, CLEO]) {
      const texts = await readAll(running, number)
      expect(new Set(texts).size).toBe(texts.length)
      const expected = [...acknowledged.groups, ...(number === CLEO ? [] : acknowledged.posts)]
      expect(expected.filter((text) => !texts.includes(text))).toEqual([])
    }
    const posted = await world.twilio().conversations.v1.conversations(chat).messages.list({ limit: 1_000 })
    const bodies = posted.map(({ body }) => body)
    expect(new Set(bodies).size).toBe(bodies.length)
    expect([...acknowledged.posts].filter((text) => !bodies.includes(text))).toEqual([])
    expect(posted.every(({ delivery }) => delivery.total === 2 && delivery.delivered === 'all')).toBe(true)
  })
})

async function group({ world }: RunningChild): Promise<string> {
  const participant = [
    { identity: 'agent', messaging_binding: { projected_address: P1 } },
    { messaging_binding: { address: ANA } },
    { messaging_binding: { address: BEN } },
  ].map((one) => JSON.stringify(one))
  const { sid } = await world.twilio().conversations.v1.conversationWithParticipants.create({ participant })
  await world.idle()
  return sid
}

/** Texts, group pictures and conversation messages, several at once, until enough is acknowledged; then `kill -9`. */
async function burstUntilKilled({ child, world, info }: RunningChild, chat: string) {
  const acknowledged: Acknowledged = { texts: new Map(), groups: new Set(), posts: new Set() }
  const receipted = new Set<string>()
  const esme = await NpmEsme.bind(info)
  esme.session.on('error', () => {})
  esme.session.on('deliver_sm', ({ receipted_message_id: id }) => receipted.add(String(id)))
  let killed = false
  const killWhenEnough = () => {
    const { texts, groups } = acknowledged
    if (texts.size < KILL_AFTER_TEXTS || groups.size < KILL_AFTER_GROUPS) return
    killed = true
    void child.killNow()
  }
  const keepOn = async (act: (i: number) => Promise<void>) => {
    for (let i = 0; !killed; i++) await Promise.race([act(i).catch(() => {}), child.ended])
  }
  const conversation = world.twilio().conversations.v1.conversations(chat)
  const lanes = Array.from({ length: 8 }, (_, lane) =>
    keepOn(async (i) => {
      const text = `text ${lane}-${i}`
      const { command_status, message_id } = await esme.submits(ESME_NUMBER, ANA, { short_message: text })
      if (command_status === 0) acknowledged.texts.set(text, message_id)
      killWhenEnough()
    }),
  )
  const pictures = keepOn(async (i) => {
    const text = `picture ${i}`
    if (await sendPicture(info, text, i)) acknowledged.groups.add(text)
    killWhenEnough()
  })
  const posts = keepOn(async (i) => {
    await conversation.messages.create({ author: 'agent', body: `post ${i}` })
    acknowledged.posts.add(`post ${i}`)
  })
  await Promise.all([...lanes, pictures, posts, child.ended])
  return { acknowledged, receipted }
}

async function sendPicture(info: WorldInfo, text: string, seed: number): Promise<boolean> {
  const wish = { from: VASP_NUMBER, to: [ANA, BEN, CLEO], picture: jpeg(5_000, seed), text }
  const { xml } = await mm7Post(info, submitReq(info, wish))
  return elements(xml, 'StatusCode')[0] === '1000'
}

/** The texts of everything a phone has received, page by page. */
async function readAll({ world }: RunningChild, number: string): Promise<readonly string[]> {
  const texts: string[] = []
  let after = '0'
  for (;;) {
    const { body } = await world.ask(`/phones/${number}/messages?limit=500&after=${after}`)
    const page = body.messages as { readonly id: string; readonly text: string; readonly direction: string }[]
    texts.push(...page.filter(({ direction }) => direction === 'received').map(({ text }) => text))
    if (page.length === 0) return texts
    after = page.at(-1)!.id
  }
}
