// One SMPP session: its last PDUs in both directions, each decoded here in the browser.
import { useState } from 'preact/hooks'
import { commandName } from '../../../../protocols/smpp/index.ts'
import { useApp } from '../../views/context.ts'
import { type PassedPdu, readSessionDetails } from '../read-network.ts'
import { about, useResource } from '../resource.ts'
import { Octets } from './hop-drawer.tsx'
import { Loaded, Page, preciseTime } from './page.tsx'

export function SessionPage({ id }: { id: string }) {
  const { session } = useApp()
  const details = useResource({
    key: `session ${id}`,
    isChangedBy: about('session.', 'message.', 'delivery.', 'report.'),
    load: () => session.api.get(`/sessions/${encodeURIComponent(id)}`, readSessionDetails),
  })
  return (
    <Loaded from={details} isWhole={true}>
      {({ session: bound, pdus }) => (
        <Page
          title={bound.systemId || 'Session'}
          above="sessions"
          lead={`${bound.bindType || bound.state} from ${bound.remote}, version ${bound.interfaceVersion || 'not said'}`}
        >
          {pdus.length === 0 && <p class="page-empty muted">No PDU has passed since the bind.</p>}
          <h2 class="unseen">Last PDUs, the newest first</h2>
          <ol class="chat" data-testid="pdus">
            {pdus.toReversed().map((pdu) => (
              <Passed key={`${pdu.at} ${pdu.direction} ${nameOf(pdu)} ${wordAt(pdu.octets, 12)}`} pdu={pdu} />
            ))}
          </ol>
        </Page>
      )}
    </Loaded>
  )
}

/** Four octets as a number: the command_id stands at 4, the sequence_number at 12. */
function wordAt({ buffer, byteOffset, byteLength }: Uint8Array, at: number): number {
  return byteLength < at + 4 ? 0 : new DataView(buffer, byteOffset).getUint32(at)
}

function nameOf({ octets }: PassedPdu): string {
  return octets.length < 16 ? 'unknown' : (commandName(wordAt(octets, 4)) ?? 'unknown')
}

function Passed({ pdu }: { pdu: PassedPdu }) {
  const [isOpen, setOpen] = useState(false)
  const evidence = { name: nameOf(pdu), protocol: 'smpp', size: pdu.octets.length, octets: pdu.octets }
  return (
    <li class="said" data-testid="pdu">
      <button type="button" class="small" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {pdu.direction === 'sent' ? '←' : '→'} <code>{nameOf(pdu)}</code>
      </button>{' '}
      <span class="muted">
        {pdu.direction} <time dateTime={pdu.at}>{preciseTime(pdu.at)}</time> · {pdu.octets.length} octets
      </span>
      {isOpen && <Octets evidence={evidence} hop={{ step: 'smpp', event: {} }} />}
    </li>
  )
}
