import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ANA, BEN, type Carrier, CLEO, P1, startCarrier, type World } from '../../support/journey.ts'
import { ListeningServer } from '../../support/listening-server.ts'

let carrier: Carrier
let world: World
beforeAll(async () => {
  carrier = await startCarrier()
})
afterAll(() => carrier.stop())
beforeEach(async () => {
  world = await carrier.world()
})

const texts = (messages: unknown) => (messages as { readonly text: string }[]).map(({ text }) => text)
const arrived = async (from: string, to: string, text: string) => {
  await world.phone(from).sends({ to, text })
  await world.phone(to).shows(`"${text}"`)
}

describe('wait', () => {
  it('answers at once with what is there already, oldest first', async () => {
    await arrived(ANA, BEN, 'first one')
    await arrived(CLEO, BEN, 'second one')
    const { status, body } = await world.post('/wait', { phone: BEN, query: 'one', count: 2, timeoutMs: 0 })
    expect([status, texts(body.messages)]).toEqual([200, ['first one', 'second one']])
  })

  it('is woken by the commit that brings the message', async () => {
    const waiting = world.post('/wait', { phone: BEN, query: 'is:received now' })
    await arrived(ANA, BEN, 'not yet')
    await arrived(ANA, BEN, 'now')
    expect(texts((await waiting).body.messages)).toEqual(['now'])
  })

  it('waits until there are enough', async () => {
    const waiting = world.post('/wait', { query: 'is:received piece', count: 3 })
    for (const text of ['piece 1', 'other', 'piece 2', 'piece 3']) await arrived(ANA, BEN, text)
    expect(texts((await waiting).body.messages)).toEqual(['piece 1', 'piece 2', 'piece 3'])
  })

  it('without a phone it looks at all of them, with `since` only at later messages', async () => {
    await arrived(ANA, BEN, 'before')
    const [before] = await world.phone(BEN).messages()
    const waiting = world.post('/wait', { query: 'is:received', since: before?.id })
    await arrived(BEN, CLEO, 'after')
    expect((await waiting).body.messages).toMatchObject([{ phone: CLEO, text: 'after' }])
  })

  it('sees what becomes of a sent message', async () => {
    await world.phone(BEN).becomes({ state: 'off' })
    await world.phone(ANA).sends({ to: BEN, text: 'wake up' })
    const waiting = world.post('/wait', { phone: ANA, query: 'is:sent status:delivered' })
    await world.phone(BEN).becomes({ state: 'online' })
    expect(texts((await waiting).body.messages)).toEqual(['wake up'])
  })

  it('gives up with the nearest messages first, and says what each one lacks', async () => {
    await arrived(CLEO, BEN, 'dinner at eight')
    await arrived(ANA, BEN, 'lunch at noon')
    const query = `is:received from:${ANA} "lunch at one"`
    const { status, body } = await world.post('/wait', { phone: BEN, query, timeoutMs: 5 })
    expect([status, body.title]).toEqual([408, 'Nothing came'])
    expect(body.nearMisses).toMatchObject([
      { message: { text: 'lunch at noon' }, reasons: ['the text "lunch at noon" does not contain "lunch at one"'] },
      { message: { text: 'dinner at eight' }, reasons: [`from:${ANA} but from is ${CLEO}`, expect.any(String)] },
    ])
  })

  it('goes on over a reset', async () => {
    const waiting = world.post('/wait', { phone: BEN, query: 'is:received hello' })
    await world.post('/reset')
    await arrived(ANA, BEN, 'hello')
    expect(texts((await waiting).body.messages)).toEqual(['hello'])
  })

  it('a caller that hangs up is forgotten', async () => {
    const gone = new AbortController()
    const url = `${carrier.url}/carrier/worlds/${world.info.world}/wait`
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"query":"never"}' }
    const waiting = fetch(url, { ...init, signal: gone.signal })
    await arrived(ANA, BEN, 'one')
    gone.abort()
    await expect(waiting).rejects.toThrow()
    await arrived(ANA, BEN, 'never')
  })

  it.each([
    [{ phone: 'x!' }, 'phone'],
    [{ query: '/(/' }, 'query'],
    [{ query: 'is:blue' }, 'query'],
    [{ since: 'yesterday' }, 'since'],
    [{ count: 0 }, 'count'],
    [{ count: 501 }, 'count'],
    [{ timeoutMs: 3_600_000 }, 'timeoutMs'],
    [{ text: 'hello' }, 'text'],
  ])('%j is refused by its field', async (body, field) => {
    expect(await world.post('/wait', body)).toMatchObject({ status: 400, body: { errors: [{ field }] } })
  })
})

describe('expect-none', () => {
  it('on a frozen clock it winds the clock and needs no waiting', async () => {
    const { body: before } = await world.ask('/clock')
    expect(await world.post('/expect-none', { phone: BEN, forMs: 86_400_000 })).toMatchObject({
      status: 200,
      body: { messages: [] },
    })
    const { body: after } = await world.ask('/clock')
    expect(Date.parse(String(after.now)) - Date.parse(String(before.now))).toBe(86_400_000)
  })

  it('finds what comes while the clock is wound', async () => {
    await world.phone(BEN).becomes({ state: 'off' })
    await world.phone(ANA).sends({ to: '+15005570060', text: 'delayed by a minute' })
    expect((await world.post('/expect-none', { phone: '+15005570060', forMs: 59_000 })).status).toBe(200)
    const { status, body } = await world.post('/expect-none', { phone: '+15005570060', forMs: 2_000 })
    expect([status, texts(body.messages)]).toEqual([409, ['delayed by a minute']])
  })

  it('what was there before does not count, nor what does not match', async () => {
    await arrived(ANA, BEN, 'old')
    expect((await world.post('/expect-none', { phone: BEN, forMs: 1 })).status).toBe(200)
    await world.phone(ANA).sends({ to: '+15005570001', text: 'other' })
    expect((await world.post('/expect-none', { query: 'secret', forMs: 5_000 })).status).toBe(200)
  })

  /** Ana texts Ben until there is an answer. */
  async function textingUntil<T>(real: World, answer: Promise<T>): Promise<T> {
    let isOver = false
    const over = () => {
      isOver = true
    }
    answer.then(over, over)
    while (!isOver) await real.phone(ANA).sends({ to: BEN, text: 'here I am' })
    return answer
  }

  it('what a phone sends does not come to it, unless that is asked', async () => {
    const real = await carrier.world({ clock: 'real' })
    const quiet = await textingUntil(real, real.post('/expect-none', { phone: ANA, forMs: 100 }))
    expect(quiet.status).toBe(200)
    const sent = await textingUntil(real, real.post('/expect-none', { phone: ANA, query: 'is:sent', forMs: 60_000 }))
    expect([sent.status, texts(sent.body.messages)[0]]).toEqual([409, 'here I am'])
  })

  it('on a running clock it answers as soon as something comes', async () => {
    const real = await carrier.world({ clock: 'real' })
    const { status, body } = await textingUntil(real, real.post('/expect-none', { phone: BEN, forMs: 60_000 }))
    expect([status, texts(body.messages)[0]]).toEqual([409, 'here I am'])
  })

  it.each([
    [{}, 'forMs'],
    [{ forMs: -1 }, 'forMs'],
    [{ forMs: 1, phone: '?' }, 'phone'],
    [{ forMs: 1, query: 'to:' }, 'query'],
  ])('%j is refused by its field', async (body, field) => {
    expect(await world.post('/expect-none', body)).toMatchObject({ status: 400, body: { errors: [{ field }] } })
  })
})

describe('idle', () => {
  it('answers when everything that was under way is done', async () => {
    await world.phone(ANA).sends({ to: [BEN, CLEO], text: 'to you two' })
    expect(await world.post('/idle')).toEqual({ status: 200, body: { idle: true } })
    expect(await world.phone(BEN).messages()).toHaveLength(1)
    expect(await world.phone(CLEO).messages()).toHaveLength(1)
  })

  it('what waits for its time is no hurry', async () => {
    await world.phone(BEN).becomes({ state: 'off' })
    await world.phone(ANA).sends({ to: BEN, text: 'later' })
    expect((await world.post('/idle')).status).toBe(200)
  })

  it('gives up with what is pending: a webhook that nobody answers', async () => {
    const app = await ListeningServer.open(() => null)
    const settings = { method: 'POST', filters: ['onConversationAdded'], postWebhookUrl: `${app.url}/hook` }
    await world.twilio().conversations.v1.configuration.webhooks().update(settings)
    await world.phone(ANA).sends({ to: [P1, BEN], text: 'a new group' })
    await app.requests(1)
    const { status, body } = await world.post('/idle', { timeoutMs: 10 })
    expect([status, body.title]).toEqual([408, 'Still busy'])
    expect(body.pending).toMatchObject([expect.stringContaining('onConversationAdded')])
    await app.close()
  })
})
