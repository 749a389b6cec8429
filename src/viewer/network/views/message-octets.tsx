// The octets behind one bubble: what this phone handed in or was sent, decoded here in the browser.
import { Section } from '../../views/drawer-section.tsx'
import type { PhoneMessage } from '../../wire.ts'
import { inOrder } from '../journey-rows.ts'
import type { Hop } from '../read-network.ts'
import { Octets } from './hop-drawer.tsx'
import { useJourney } from './journey-page.tsx'
import { Loaded } from './page.tsx'

export function MessageOctets({ message }: { message: PhoneMessage }) {
  const resource = useJourney(message.messageId)
  return (
    <Section title="Octets, as they passed">
      <Loaded from={resource}>
        {({ journey }) => {
          const hops = hopsOf(journey.hops, message)
          if (hops.length === 0) return <p class="muted">None were kept of it.</p>
          return hops.map((hop) => <HopOctets key={hop.seq} hop={hop} />)
        }}
      </Loaded>
    </Section>
  )
}

/** Of what a phone received its own lane; of what it sent the way into the network. */
function hopsOf(hops: readonly Hop[], { direction, phone }: PhoneMessage): Hop[] {
  const lane = direction === 'sent' ? null : phone
  return inOrder(hops).filter((hop) => hop.lane === lane && hop.evidence.length > 0 && hop.step !== 'webhook.called')
}

function HopOctets({ hop }: { hop: Hop }) {
  const octets = hop.evidence.reduce((sum, { size }) => sum + size, 0)
  return (
    <details class="hop-octets" data-testid="hop-octets">
      <summary>
        <code>{hop.step}</code> <span class="muted">{octets} octets</span>
      </summary>
      {hop.evidence.map((evidence) => (
        <Octets key={evidence.name} evidence={evidence} hop={hop} />
      ))}
    </details>
  )
}
