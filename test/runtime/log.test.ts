import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Partyline, startPartyline } from '../../src/compose.ts'
import { startChild } from '../support/child-carrier.ts'
import { ANA, BEN } from '../support/journey.ts'

type Line = Readonly<Record<string, unknown>>

let carrier: Partyline
let lines: Line[] = []
beforeAll(async () => {
  const log = pino({ level: 'debug' }, { write: (line) => void lines.push(JSON.parse(line) as Line) })
  carrier = await startPartyline({ log })
})
afterAll(() => carrier.stop())

/** The answer, and the lines about this request once it is over. */
async function ask(path: string, init: RequestInit = {}) {
  const response = await fetch(`${carrier.url}${path}`, init)
  const body = await response.text()
  const requestId = response.headers.get('x-request-id') ?? ''
  await expect
    .poll(() => lines.find(({ msg, requestId: id }) => msg === 'HTTP request' && id === requestId))
    .toBeTruthy()
  return { status: response.status, body, requestId, about: lines.filter((line) => line.requestId === requestId) }
}

describe('request ids', () => {
  it('every request has one in its answer and its line, without its query', async () => {
    const { requestId, about } = await ask('/carrier/phones?token=secret')
    expect(requestId).toMatch(/^[0-9a-f]{8}-[0-9a-z]+$/)
    expect(about).toEqual([
      expect.objectContaining({ method: 'GET', path: '/carrier/phones', status: 200, ms: expect.any(Number) }),
    ])
  })

  it('two requests have two', async () => {
    const first = await ask('/carrier/info')
    expect((await ask('/carrier/info')).requestId).not.toBe(first.requestId)
  })

  it('an id that the caller gives is kept', async () => {
    const { requestId } = await ask('/v1/Conversations', { headers: { 'X-Request-Id': 'build-7/test:42' } })
    expect(requestId).toBe('build-7/test:42')
  })

  it.each([['with "quotes"'], ['x'.repeat(129)], ['']])('an id that would spoil the log is not: %j', async (given) => {
    const { requestId } = await ask('/carrier/info', { headers: { 'X-Request-Id': given } })
    expect(requestId).toMatch(/^[0-9a-f]{8}-[0-9a-z]+$/)
  })

  it('who only looks whether the carrier is there has an id and no line', async () => {
    const before = lines.length
    for (const path of ['/carrier/health', '/carrier/ready', '/metrics'])
      expect((await fetch(`${carrier.url}${path}`)).headers.get('x-request-id')).toBeTruthy()
    await ask('/carrier/info')
    expect(lines.slice(before).map(({ path }) => path)).toEqual(['/carrier/info'])
  })

  it('a line of MM7 about a request has its id', async () => {
    const { status, about } = await ask('/mm7', { method: 'POST', body: 'x' })
    expect(status).toBe(401)
    expect(about.map(({ msg }) => msg)).toEqual(['MM7: Credentials are missing', 'HTTP request'])
  })

  it('a fault of ours has the id of its request', async () => {
    const { main } = carrier
    main.info = () => {
      throw new Error('a fault for this test')
    }
    const { status, about } = await ask('/carrier/info')
    expect(status).toBe(500)
    expect(about[0]).toMatchObject({ msg: 'a fault of ours', err: { message: 'a fault for this test' } })
  })
})

describe('message ids', () => {
  it('every line about a message has its id, and none its text', async () => {
    lines = []
    const sent = await ask(`/carrier/phones/${ANA}/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ to: [BEN], text: 'between you and me' }),
    })
    const { messageId } = JSON.parse(sent.body) as { messageId: string }
    await ask('/carrier/idle', { method: 'POST' })
    const about = lines.filter((line) => line.messageId === messageId)
    expect(about.map(({ msg, state }) => [msg, state])).toEqual([
      ['message accepted', undefined],
      ['delivery updated', 'delivered'],
      ['report updated', 'delivered'],
    ])
    expect(about).toContainEqual(expect.objectContaining({ world: 'main', from: ANA, to: [BEN] }))
    expect(JSON.stringify(lines)).not.toContain('between you and me')
  })
})

describe('partyline start --log json', () => {
  it('writes a line of JSON for each request and message, all of them by the time it has stopped', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'partyline-log-'))
    const { child, world } = await startChild(folder)
    await world.phone(ANA).sends({ to: [BEN], text: 'hi' })
    await child.stop()
    rmSync(folder, { recursive: true, force: true })
    const written = child.stderr
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Line)
    expect(written).toContainEqual(expect.objectContaining({ msg: 'HTTP request', requestId: expect.any(String) }))
    expect(written).toContainEqual(expect.objectContaining({ msg: 'message accepted', messageId: expect.any(String) }))
  })
})
