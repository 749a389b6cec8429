import { afterEach, describe, expect, it } from 'vitest'
import { makeAuthority, makeKey, makeLeaf } from '../../../src/gateways/proxy/certificate.ts'
import { Esme } from '../../support/esme.ts'
import { ANA, ESME_NUMBER, sms } from '../../support/memory-world.ts'
import { openSmppWorld, type SmppTestWorld } from '../../support/smpp-world.ts'

let world: SmppTestWorld
afterEach(() => world.close())

describe('a link', () => {
  it('that does not bind is closed', async () => {
    world = await openSmppWorld({ sessionInitMs: 20 })
    const esme = await Esme.connect(world.port)
    await esme.closed
    expect(world.logged).toContain('SMPP connection closed')
  })

  it('that falls silent is asked, and dropped when nobody answers [SMPP34 7.2]', async () => {
    world = await openSmppWorld({ enquireLinkMs: 20 })
    const esme = await Esme.bound(world.port)
    expect(await esme.nextPdu()).toMatchObject({ command: 'enquire_link' })
    await esme.closed
    await world.carrier.run(() => {})
    expect(world.events('session.closed')).toMatchObject([{ reason: '2 enquire_links were not answered' }])
  })

  it('a request that is not answered in time is tried again [SMPP34 7.2]', async () => {
    world = await openSmppWorld({ responseMs: 20 })
    const esme = await Esme.bound(world.port)
    const origin = { kind: 'handset', key: ANA } as const
    await world.carrier.submit({ origin, from: ANA, to: [ESME_NUMBER], content: sms('again') })
    expect(await esme.nextPdu()).toMatchObject({ command: 'deliver_sm', sequenceNumber: 1 })
    await world.agenda.idle()
    const advanced = world.agenda.advance(10_000)
    expect(await esme.nextDelivery()).toMatchObject({ sequenceNumber: 2 })
    await advanced
  })

  it('an ESME that does not read is neither read from nor kept for ever', async () => {
    world = await openSmppWorld({ stalledMs: 20, pauseAboveOctets: 1_024 })
    await world.changeAccount({ window: 100_000 })
    const esme = await Esme.bound(world.port)
    esme.socket.pause()
    const sme = (destinationAddr: string) => ({ destFlag: 1, destAddrTon: 0, destAddrNpi: 0, destinationAddr }) as const
    // Each answer lists 250 failures, so that a few thousand fill the kernel's buffers, however large they are.
    const destAddress = [sme('12025550101'), ...Array.from({ length: 250 }, () => sme('1'))]
    const send = () => {
      if (esme.socket.destroyed) return
      if (esme.socket.writableLength < 100_000) esme.send('submit_multi', { sourceAddr: '55225', destAddress })
      setImmediate(send)
    }
    send()
    await world.carrier.run(() => {})
    const ended = new Promise<void>((resolve) => {
      const unsubscribe = world.store.journal.subscribe((entries) => {
        if (!entries.some(({ event }) => event.type === 'session.closed')) return
        unsubscribe()
        resolve()
      })
    })
    await ended
    esme.socket.destroy()
    expect(world.events('session.closed')).toMatchObject([{ reason: 'the ESME does not read what it is sent' }])
  })

  it('bound and closed sessions are told on the feed and listed meanwhile', async () => {
    world = await openSmppWorld()
    const esme = await Esme.bound(world.port, 'receiver')
    const [view] = world.gateway.sessions('main')
    expect(view).toMatchObject({ systemId: 'esme', bindType: 'receiver', state: 'bound_rx', interfaceVersion: '3.4' })
    expect(await esme.ask('unbind')).toMatchObject({ command: 'unbind_resp', commandStatus: 0 })
    await esme.closed
    await world.carrier.run(() => {})
    expect(world.gateway.sessions()).toEqual([])
    const told = { sessionId: view?.id, systemId: 'esme', bindType: 'receiver', remote: view?.remote }
    expect(world.events('session.bound')).toMatchObject([told])
    expect(world.events('session.closed')).toMatchObject([{ ...told, reason: 'unbound by the ESME' }])
  })

  it('may be asked, unbound and cut off from outside', async () => {
    world = await openSmppWorld()
    const esme = await Esme.bound(world.port)
    const id = world.gateway.sessions()[0]?.id ?? ''
    const alive = world.gateway.controlOf('main').enquireLink(id)
    esme.answer(await esme.nextPdu())
    expect(await alive).toBe(true)
    expect(world.gateway.controlOf('main').unbind(id)).toBe(true)
    esme.answer(await esme.nextPdu())
    await esme.closed
    expect(world.gateway.controlOf('main').close(id)).toBe(false)
    const other = await Esme.bound(world.port)
    world.gateway.closeSessions({ world: 'main', systemId: 'esme' }, 'the account was removed')
    await other.closed
  })

  it('that does not answer our unbind ends all the same', async () => {
    world = await openSmppWorld({ responseMs: 20 })
    const esme = await Esme.bound(world.port)
    world.gateway.controlOf('main').unbind(world.gateway.sessions()[0]?.id ?? '')
    expect(await esme.nextPdu()).toMatchObject({ command: 'unbind' })
    await esme.closed
    await world.carrier.run(() => {})
    expect(world.events('session.closed')).toMatchObject([{ reason: 'unbound by us, without an answer' }])
  })

  it('is the same over TLS', async () => {
    world = await openSmppWorld()
    const lifetime = { from: new Date(Date.now() - 60_000), until: new Date(Date.now() + 3_600_000) }
    const authority = await makeAuthority(['example.com'], lifetime)
    const key = makeKey()
    const cert = await makeLeaf(authority, { ...lifetime, name: null, key })
    const { port } = await world.gateway.listen({ host: '127.0.0.1', port: 0, tls: { key, cert } })
    const esme = await Esme.connectSecurely(port, authority.certificate)
    expect(await esme.bind()).toMatchObject({ commandStatus: 0 })
    const plain = await Esme.connect(port)
    plain.send('bind_transceiver', { systemId: 'esme', password: 'secret' })
    await plain.closed
    expect(await esme.ask('enquire_link')).toMatchObject({ commandStatus: 0 })
    expect(world.gateway.sessions()).toHaveLength(1)
  })

  it('stopping unbinds every session', async () => {
    world = await openSmppWorld()
    const esme = await Esme.bound(world.port)
    const stopped = world.gateway.stop()
    expect(await esme.nextPdu()).toMatchObject({ command: 'unbind' })
    await stopped
    await esme.closed
  })
})
