import { once } from 'node:events'
import { type ClientRequest, type IncomingMessage, request } from 'node:http'
import { connect } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { type Partyline, startPartyline } from '../../src/compose.ts'
import { ANA, BEN } from '../support/journey.ts'
import { connectNpmSmpp, type NpmPdu } from '../support/npm-smpp.ts'

let carrier: Partyline
/** What a test leaves to happen. */
const stopping: Promise<void>[] = []
afterEach(() => Promise.all(stopping.splice(0)))

async function start(): Promise<Partyline> {
  carrier = await startPartyline({ clock: { mode: 'frozen', now: 0 as never } })
  return carrier
}

const stop = () => {
  const stopped = carrier.stop()
  stopping.push(stopped)
  return stopped
}

/** A request whose head the carrier has read; its body is still to come. */
async function begin(path: string, octets: number): Promise<ClientRequest> {
  const headers = { 'Content-Type': 'application/json', 'Content-Length': octets, Expect: '100-continue' }
  const sent = request(`${carrier.url}${path}`, { method: 'POST', headers })
  sent.flushHeaders()
  await once(sent, 'continue')
  return sent
}

async function answerOf(sent: ClientRequest) {
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  const chunks = await response.toArray()
  const { statusCode, headers } = response
  return { status: statusCode, headers, body: JSON.parse(chunks.join('')) as Record<string, unknown> }
}

describe('a carrier that stops', () => {
  it('finishes a request that has begun, and tells its client not to come again', async () => {
    await start()
    const draft = JSON.stringify({ to: [BEN], text: 'in time' })
    const sent = await begin(`/carrier/phones/${ANA}/messages`, draft.length)
    const stopped = stop()
    sent.end(draft)
    const { status, headers, body } = await answerOf(sent)
    expect([status, headers.connection, body.text]).toEqual([201, 'close', 'in time'])
    await stopped
  })

  it.each([
    ['/wait', { timeoutMs: 600_000 }],
    ['/expect-none', { forMs: 600_000 }],
    ['/idle', { timeoutMs: 600_000 }],
  ])('answers whoever waits: %s', async (path, wish) => {
    carrier = await startPartyline({})
    if (path === '/idle')
      carrier.main.idle = async (signal) => {
        if (!signal?.aborted) await new Promise((resolve) => signal?.addEventListener('abort', resolve))
        return false
      }
    const body = JSON.stringify(wish)
    const sent = await begin(`/carrier${path}`, body.length)
    sent.end(body)
    const answered = answerOf(sent)
    await stop()
    expect(await answered).toMatchObject({ status: 503, body: { title: 'Cut off', detail: 'the carrier stops' } })
  })

  it('does not wait for a request that never ends', async () => {
    await start()
    const sent = await begin(`/carrier/phones/${ANA}/messages`, 100)
    const failed = new Promise((resolve) => sent.on('error', resolve))
    await stop()
    await failed
  })

  it('does not wait for connections that ask nothing', async () => {
    await start()
    const silent = connect(carrier.ports.http, '127.0.0.1')
    await once(silent, 'connect')
    const kept = await fetch(`${carrier.url}/carrier/health`)
    expect(kept.headers.get('connection')).toBe('keep-alive')
    await kept.text()
    const closed = once(silent, 'close')
    await stop()
    await closed
  })

  it('unbinds its ESMEs, and answers what they have submitted meanwhile', async () => {
    await start()
    const esme = await connectNpmSmpp(carrier.ports.smpp)
    const ask = (name: string, fields: object) => new Promise<NpmPdu>((resolve) => esme[name]?.(fields, resolve))
    await ask('bind_transceiver', { system_id: 'esme', password: 'secret' })
    const unbound = new Promise<NpmPdu>((resolve) => esme.on('unbind', resolve))
    const submitted = ask('submit_sm', {
      source_addr: '12025550150',
      destination_addr: '12025550101',
      short_message: 'x',
    })
    const stopped = stop()
    const unbind = await unbound
    expect((await submitted).command_status).toBe(0)
    esme.send(unbind.response())
    await stopped
  })

  it('does not wait for an ESME that leaves unbind without an answer', async () => {
    await start()
    const esme = await connectNpmSmpp(carrier.ports.smpp)
    await new Promise((resolve) => esme.bind_transceiver?.({ system_id: 'esme', password: 'secret' }, resolve))
    const unbound = once(esme, 'unbind')
    const closed = once(esme, 'close')
    await stop()
    await Promise.all([unbound, closed])
  })
})
