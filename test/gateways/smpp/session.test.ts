import { describe, expect, it } from 'vitest'
import {
  type CommandName,
  commandId,
  makePdu,
  mayReceive,
  type Pdu,
  SESSION_STATES,
  type SessionState,
  STATUS,
} from '../../../protocols/smpp/index.ts'
import { DEFAULT_SMPP_CONFIG } from '../../../src/gateways/smpp/config.ts'
import { type Effect, type Input, openSession, type Session, step } from '../../../src/gateways/smpp/session.ts'

const CONFIG = { ...DEFAULT_SMPP_CONFIG, inactivityMs: 100_000 }

const BIND_TYPES = { bound_tx: 'transmitter', bound_rx: 'receiver', bound_trx: 'transceiver' } as const

function sessionIn(state: SessionState, change: Partial<Session> = {}): Session {
  const bindType = state === 'open' ? undefined : state === 'unbound' ? 'transceiver' : BIND_TYPES[state]
  const binding = bindType ? { systemId: 'esme', bindType, interfaceVersion: 0x34, window: 2 } : null
  return { ...openSession(CONFIG, 0), state, binding, ...change }
}

function received(pdu: Pdu): Input {
  return { kind: 'received', decoding: { kind: 'value', pdu } }
}

/** A PDU of this command that has no fault of its own. */
function fresh(command: CommandName): Pdu {
  const base = makePdu(command, { sequenceNumber: 7 }) as Pdu
  if (command !== 'submit_multi') return base
  return { ...base, destAddress: [{ destFlag: 1, destAddrTon: 0, destAddrNpi: 0, destinationAddr: '1' }] } as Pdu
}

function sent(effects: readonly Effect[]): Pdu[] {
  return effects.flatMap((effect) => (effect.kind === 'send' ? [effect.pdu] : []))
}

function kinds(effects: readonly Effect[]): string[] {
  return effects.map(({ kind }) => kind)
}

const BINDS: readonly CommandName[] = ['bind_transmitter', 'bind_receiver', 'bind_transceiver']
const REQUESTS: readonly CommandName[] = [
  ...BINDS,
  'outbind',
  'unbind',
  'enquire_link',
  'submit_sm',
  'submit_multi',
  'deliver_sm',
  'data_sm',
  'query_sm',
  'cancel_sm',
  'replace_sm',
  'alert_notification',
  'broadcast_sm',
  'query_broadcast_sm',
  'cancel_broadcast_sm',
]
const RESPONSES: readonly CommandName[] = [
  'generic_nack',
  'bind_transceiver_resp',
  'enquire_link_resp',
  'submit_sm_resp',
  'deliver_sm_resp',
  'data_sm_resp',
]
const WITHOUT_RESPONSE: readonly CommandName[] = ['outbind', 'alert_notification']

describe('every state with every request', () => {
  const cells = SESSION_STATES.flatMap((state) => REQUESTS.map((command) => [state, command] as const))

  it.each(cells)('%s and %s [SMPP34 2.3]', (state, command) => {
    const [after, effects] = step(sessionIn(state), received(fresh(command)), 1)
    if (mayReceive(state, command)) {
      expect(kinds(effects)).not.toContain('refused')
      if (BINDS.includes(command)) expect(kinds(effects)).toEqual(['authenticate'])
      else if (command === 'enquire_link') expect(sent(effects)).toMatchObject([{ command: 'enquire_link_resp' }])
      else if (command === 'unbind') expect([after.state, ...kinds(effects)]).toEqual(['unbound', 'send', 'close'])
      else expect([after.inbound, ...kinds(effects)]).toEqual([1, 'perform'])
      return
    }
    const [answer] = sent(effects)
    expect(kinds(effects)).toContain('refused')
    expect(after.inbound).toBe(0)
    expect(answer?.sequenceNumber).toBe(7)
    expect(answer?.command).toBe(WITHOUT_RESPONSE.includes(command) ? 'generic_nack' : `${command}_resp`)
    const expected = BINDS.includes(command)
      ? STATUS.ESME_RALYBND
      : WITHOUT_RESPONSE.includes(command)
        ? STATUS.ESME_RINVCMDID
        : STATUS.ESME_RINVBNDSTS
    expect(answer?.commandStatus).toBe(expected)
  })

  const responses = SESSION_STATES.flatMap((state) => RESPONSES.map((command) => [state, command] as const))
  it.each(responses)('%s and %s: a response is never answered [SMPP34 4.3]', (state, command) => {
    const [, effects] = step(sessionIn(state), received(fresh(command)), 1)
    expect(effects).toEqual([{ kind: 'answered', command, sequenceNumber: 7, commandStatus: 0 }])
  })
})

describe('binding', () => {
  const request = makePdu('bind_transceiver', { sequenceNumber: 3, systemId: 'esme', interfaceVersion: 0x34 })

  it('answers with our name and the version from 3.4 on [SMPP34 4.1.6]', () => {
    const verdict = { kind: 'bound', window: 5 } as const
    const [after, effects] = step(sessionIn('open'), { kind: 'authenticated', request, verdict }, 1)
    expect(after).toMatchObject({ state: 'bound_trx', binding: { systemId: 'esme', window: 5 } })
    expect(sent(effects)).toMatchObject([
      { command: 'bind_transceiver_resp', systemId: 'partyline', tlvs: [{ tag: 0x0210, value: Uint8Array.of(0x34) }] },
    ])
    expect(kinds(effects)).toEqual(['send', 'bound'])
  })

  it('sends no TLV to an ESME of 3.3 [SMPP34 5.2.4]', () => {
    const old = { ...request, interfaceVersion: 0x33 }
    const verdict = { kind: 'bound', window: 5 } as const
    const [, effects] = step(sessionIn('open'), { kind: 'authenticated', request: old, verdict }, 1)
    expect(sent(effects)).toMatchObject([{ tlvs: [] }])
  })

  it('answers a refused bind and closes', () => {
    const verdict = { kind: 'refused', commandStatus: STATUS.ESME_RINVPASWD, explanation: 'wrong' } as const
    const [after, effects] = step(sessionIn('open'), { kind: 'authenticated', request, verdict }, 1)
    expect(after.state).toBe('open')
    expect(kinds(effects)).toEqual(['send', 'refused', 'close'])
    expect(sent(effects)).toMatchObject([{ command: 'bind_transceiver_resp', commandStatus: STATUS.ESME_RINVPASWD }])
  })

  it('a second bind leaves the session as it was [SMPP34 5.1.3]', () => {
    const [after, effects] = step(sessionIn('bound_tx'), received(request), 1)
    expect([after.state, ...kinds(effects)]).toEqual(['bound_tx', 'send', 'refused'])
  })
})

describe('requests under way', () => {
  it('above the window are throttled', () => {
    const [after, effects] = step(sessionIn('bound_tx', { inbound: 2 }), received(fresh('submit_sm')), 1)
    expect(after.inbound).toBe(2)
    expect(sent(effects)).toMatchObject([{ command: 'submit_sm_resp', commandStatus: STATUS.ESME_RTHROTTLED }])
  })

  it.each([
    [0x33, []],
    [0x34, []],
    [0x50, [{ tag: 0x0428, value: Uint8Array.of(50) }]],
  ])('an ESME of version %i hears %j about how busy we are [SMPP50 4.8.4.18]', (interfaceVersion, tlvs) => {
    const binding = { systemId: 'esme', bindType: 'transmitter', interfaceVersion, window: 4 } as const
    const session = sessionIn('bound_tx', { inbound: 3, binding })
    const response = makePdu('submit_sm_resp', { sequenceNumber: 1, messageId: '1' })
    expect(sent(step(session, { kind: 'answer', response }, 2)[1])).toEqual([{ ...response, tlvs }])
    const refused = makePdu('submit_sm_resp', { sequenceNumber: 1, commandStatus: 0x58 })
    expect(sent(step(session, { kind: 'answer', response: refused }, 2)[1])).toEqual([refused])
  })

  it('are answered before the unbind that came after them [SMPP34 4.2]', () => {
    const [draining, none] = step(sessionIn('bound_tx', { inbound: 2 }), received(fresh('unbind')), 1)
    expect([draining.state, ...none]).toEqual(['unbound'])
    const response = makePdu('submit_sm_resp', { sequenceNumber: 1 })
    const [last, first] = step(draining, { kind: 'answer', response }, 2)
    expect(sent(first)).toEqual([response])
    const [, effects] = step(last, { kind: 'answer', response }, 3)
    expect(sent(effects).map(({ command }) => command)).toEqual(['submit_sm_resp', 'unbind_resp'])
    expect(kinds(effects).at(-1)).toBe('close')
  })

  it('sequence numbers of ours run from 1 to 0x7fffffff and begin again [SMPP34 3.2]', () => {
    const input: Input = { kind: 'request', build: (sequenceNumber) => makePdu('deliver_sm', { sequenceNumber }) }
    const [, first] = step(sessionIn('bound_rx'), input, 1)
    expect(sent(first)).toMatchObject([{ sequenceNumber: 1 }])
    const [after, last] = step(sessionIn('bound_rx', { nextSequence: 0x7fffffff }), input, 1)
    expect(sent(last)).toMatchObject([{ sequenceNumber: 0x7fffffff }])
    expect(after.nextSequence).toBe(1)
  })
})

describe('PDUs that are not understood', () => {
  const header = (command: CommandName | number) => {
    const id = typeof command === 'number' ? command : commandId(command)
    return { commandLength: 16, commandId: id, commandStatus: 0, sequenceNumber: 9 }
  }

  it('an unknown request is nacked and the session goes on [SMPP34 4.3]', () => {
    const decoding = { kind: 'unknown', header: header(0x0000_4242) } as const
    const [, effects] = step(sessionIn('bound_trx'), { kind: 'received', decoding }, 1)
    expect(sent(effects)).toMatchObject([{ command: 'generic_nack', commandStatus: STATUS.ESME_RINVCMDID }])
    expect(kinds(effects)).toEqual(['send', 'refused'])
  })

  it('an unknown response is only logged', () => {
    const decoding = { kind: 'unknown', header: header(0x8000_4242) } as const
    expect(kinds(step(sessionIn('bound_trx'), { kind: 'received', decoding }, 1)[1])).toEqual(['refused'])
  })

  it('a malformed request is answered by its own response with the status of the field', () => {
    const malformed = { kind: 'too_long', path: 'submit_sm.source_addr', offset: 20 }
    const decoding = {
      kind: 'malformed',
      header: header('submit_sm'),
      command: 'submit_sm',
      commandStatus: STATUS.ESME_RINVSRCADR,
      malformed,
    } as const
    const [, effects] = step(sessionIn('bound_tx'), { kind: 'received', decoding }, 1)
    expect(sent(effects)).toMatchObject([{ command: 'submit_sm_resp', commandStatus: STATUS.ESME_RINVSRCADR }])
    const [, early] = step(sessionIn('open'), { kind: 'received', decoding }, 1)
    expect(sent(early)).toMatchObject([{ command: 'submit_sm_resp', commandStatus: STATUS.ESME_RINVBNDSTS }])
  })

  it('a malformed response still answers our request', () => {
    const decoding = {
      kind: 'malformed',
      header: header('deliver_sm_resp'),
      command: 'deliver_sm_resp',
      commandStatus: STATUS.ESME_RINVCMDLEN,
      malformed: { kind: 'unterminated', path: 'deliver_sm_resp.message_id', offset: 16 },
    } as const
    const [, effects] = step(sessionIn('bound_rx'), { kind: 'received', decoding }, 1)
    expect(kinds(effects)).toEqual(['answered', 'refused'])
  })

  it('after an unframeable one the stream is lost', () => {
    const [, effects] = step(sessionIn('open'), { kind: 'unframeable', commandLength: 5, sequenceNumber: undefined }, 1)
    expect(sent(effects)).toMatchObject([
      { command: 'generic_nack', commandStatus: STATUS.ESME_RINVCMDLEN, sequenceNumber: 0 },
    ])
    expect(kinds(effects)).toEqual(['send', 'refused', 'close'])
  })
})

describe('timers', () => {
  const tick = (session: Session, now: number) => step(session, { kind: 'tick' }, now)

  it('session_init closes a connection that does not bind [SMPP34 7.2]', () => {
    expect(tick(sessionIn('open'), 9_999)[1]).toEqual([])
    expect(kinds(tick(sessionIn('open'), 10_000)[1])).toEqual(['close'])
  })

  it('enquire_link goes out after silence, and two unanswered ones end the link [SMPP34 7.2]', () => {
    const [once, first] = tick(sessionIn('bound_rx'), 30_000)
    expect(sent(first)).toMatchObject([{ command: 'enquire_link', sequenceNumber: 1 }])
    expect(tick(once, 59_999)[1]).toEqual([])
    const [twice, second] = tick(once, 60_000)
    expect(sent(second)).toMatchObject([{ command: 'enquire_link', sequenceNumber: 2 }])
    expect(kinds(tick(twice, 90_000)[1])).toEqual(['close'])
    const [alive] = step(twice, received(fresh('enquire_link_resp')), 80_000)
    expect(tick(alive, 90_000)[1]).toEqual([])
  })

  it('inactivity unbinds a session that only keeps its link alive [SMPP34 7.2]', () => {
    const quiet = sessionIn('bound_rx', { heardAt: 99_999 })
    const [asked] = step(quiet, received(fresh('enquire_link')), 99_999)
    expect(sent(tick(asked, 100_000)[1])).toMatchObject([{ command: 'unbind' }])
    const [answered, effects] = step(asked, received(fresh('unbind_resp')), 100_001)
    expect([answered.state, ...kinds(effects)]).toEqual(['unbound', 'close'])
  })
})
