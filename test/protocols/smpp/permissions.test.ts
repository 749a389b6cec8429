import { describe, expect, it } from 'vitest'
import { mayReceive, maySend, SESSION_STATES } from '../../../protocols/smpp/index.ts'
import { PDUS } from '../../../protocols/smpp/pdus/index.ts'

/** Who may send, by state: `e` the ESME, `m` the message centre, `b` both, `.` nobody. Open, TX, RX, TRX, unbound. */
const MATRIX: Record<string, string> = {
  generic_nack: 'bbbbb',
  bind_receiver: 'e....',
  bind_receiver_resp: 'mmmm.',
  bind_transmitter: 'e....',
  bind_transmitter_resp: 'mmmm.',
  bind_transceiver: 'e....',
  bind_transceiver_resp: 'mmmm.',
  outbind: 'm....',
  unbind: '.bbb.',
  unbind_resp: 'bbbbb',
  enquire_link: 'bbbb.',
  enquire_link_resp: 'bbbb.',
  submit_sm: '.e.e.',
  submit_sm_resp: 'mmmm.',
  submit_multi: '.e.e.',
  submit_multi_resp: 'mmmm.',
  deliver_sm: '..mm.',
  deliver_sm_resp: '..ee.',
  data_sm: '.ebb.',
  data_sm_resp: 'mmbb.',
  query_sm: '.e.e.',
  query_sm_resp: 'mmmm.',
  cancel_sm: '.e.e.',
  cancel_sm_resp: 'mmmm.',
  replace_sm: '.e.e.',
  replace_sm_resp: 'mmmm.',
  alert_notification: '..mm.',
  broadcast_sm: '.e.e.',
  broadcast_sm_resp: 'mmmm.',
  query_broadcast_sm: '.e.e.',
  query_broadcast_sm_resp: 'mmmm.',
  cancel_broadcast_sm: '.e.e.',
  cancel_broadcast_sm_resp: 'mmmm.',
}

const cells = PDUS.flatMap(({ command }) =>
  SESSION_STATES.map((state, i) => ({ command, state, who: MATRIX[command]?.[i] })),
)

describe('who may send what', () => {
  it.each(cells)('$command in $state: $who [SMPP34 2.2, 2.3, SMPP50 2.3, 2.4]', ({ command, state, who }) => {
    expect(who).toBeDefined()
    expect(maySend('esme', state, command)).toBe(who === 'e' || who === 'b')
    expect(maySend('mc', state, command)).toBe(who === 'm' || who === 'b')
    expect(mayReceive(state, command)).toBe(maySend('esme', state, command))
  })
})
