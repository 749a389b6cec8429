// One hop opened: what the event says, and the octets that passed, decoded here in the browser.
import { useState } from 'preact/hooks'
import { toHex } from '../../../../protocols/octets/index.ts'
import { networkHref } from '../../router.ts'
import { useApp } from '../../views/context.ts'
import { CopyButton } from '../../views/copy-button.tsx'
import { Section } from '../../views/drawer-section.tsx'
import { Icon } from '../../views/icons.tsx'
import { Link } from '../../views/link.tsx'
import { dump, openEvidence } from '../bytes.ts'
import { placeOfHop } from '../fault-places.ts'
import type { Evidence, Hop } from '../read-network.ts'
import { eventLines } from '../recipes.ts'
import { useJourney } from './journey-page.tsx'
import { Loaded, preciseTime, useNames } from './page.tsx'

export function HopDrawer({ message, seq }: { message: string; seq: number }) {
  const resource = useJourney(message)
  return (
    <Loaded from={resource}>
      {({ journey, message: { from } }) => {
        const hop = journey.hops.find((one) => one.seq === seq)
        return hop ? <OpenHop hop={hop} from={from} /> : <p class="muted">This hop is no longer in the journal.</p>
      }}
    </Loaded>
  )
}

function OpenHop({ hop, from }: { hop: Hop; from: string }) {
  const names = useNames()
  return (
    <>
      <dl class="facts">
        <Fact name="Step" value={hop.step} />
        <Fact name="At" value={preciseTime(hop.at)} />
        <Fact name="Recipient" value={hop.lane === null ? '' : names(hop.lane)} />
        <Fact name="Result" value={hop.result} />
        <Fact name="What" value={hop.says} />
        <Fact name="Because" value={hop.cause} />
      </dl>
      <AddFault hop={hop} from={from} />
      {hop.evidence.map((evidence) => (
        <Octets key={evidence.name} evidence={evidence} hop={hop} />
      ))}
      {hop.evidence.length === 0 && (
        <Section title="Octets">
          <p class="muted">No octets passed here: this happened inside the carrier.</p>
        </Section>
      )}
      <Section title="The event">
        <dl class="fields-of">
          {eventLines({ seq: hop.seq, ...hop.event }).map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </Section>
    </>
  )
}

/** To the form of the faults page, with this place and this recipient in it. */
function AddFault({ hop, from }: { hop: Hop; from: string }) {
  const { screen } = useApp()
  const place = placeOfHop(hop.step, hop.lane, from)
  if (place === null) return null
  return (
    <div class="actions">
      <Link
        class="button small"
        testid="add-fault"
        to={networkHref('faults', '', `${place.at} ${place.query}`.trim())}
        onFollow={() => {
          screen.drawer.value = null
        }}
      >
        <Icon name="faults" size={16} /> Add a fault here
      </Link>
    </div>
  )
}

function Fact({ name, value }: { name: string; value: string }) {
  if (value === '') return null
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  )
}

type OctetsProps = { readonly evidence: Evidence; readonly hop: Pick<Hop, 'step' | 'event'> }

/** Octets that passed: decoded as far as they can be, and as they are. */
export function Octets({ evidence, hop }: OctetsProps) {
  const opened = openEvidence(evidence, hop)
  const [marked, setMarked] = useState<readonly [number, number] | null>(null)
  return (
    <Section title={`${evidence.name} · ${evidence.protocol.toUpperCase()} · ${evidence.size} octets`}>
      {opened.malformed !== '' && (
        <p class="unreadable" role="note" data-testid="unreadable">
          <strong>Not readable to the end.</strong> {opened.malformed}. What could be read stands below; the octets are
          exactly those that passed.
        </p>
      )}
      {opened.fields.length > 0 && (
        <dl class="fields-of" data-testid="decoded">
          {opened.fields.map((field, index) => (
            <div
              key={`${field.name} ${index}`}
              onPointerEnter={() => field.offset !== null && setMarked([field.offset, field.offset + field.length])}
              onPointerLeave={() => setMarked(null)}
            >
              <dt>{field.name}</dt>
              <dd>{field.value}</dd>
            </div>
          ))}
        </dl>
      )}
      {opened.text !== '' && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
        <pre class="document" tabIndex={0} data-testid="decoded">
          {opened.text}
        </pre>
      )}
      {evidence.octets.length > 0 && <Dump octets={evidence.octets} marked={marked} />}
      <div class="actions">
        <CopyButton text={toHex(evidence.octets)} words="Copy as hex" />
        {opened.text !== '' && <CopyButton text={new TextDecoder().decode(evidence.octets)} words="Copy as text" />}
      </div>
    </Section>
  )
}

/** Lines of a dump drawn at once: a picture of a megabyte is not read in hex. */
const LINE_COUNT = 64

function Dump({ octets, marked }: { octets: Uint8Array; marked: readonly [number, number] | null }) {
  const [isWhole, setWhole] = useState(false)
  const lines = dump(isWhole ? octets : octets.subarray(0, LINE_COUNT * 8))
  const isMarked = (index: number) => marked !== null && index * 8 < marked[1] && (index + 1) * 8 > marked[0]
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
      <pre class="dump" tabIndex={0} data-testid="dump">
        {lines.map(({ offset, hex, letters }, index) => (
          <span class="dump-line" key={offset} data-marked={isMarked(index)}>
            <span class="muted">{offset}</span> {hex.padEnd(23)} <span class="muted">{letters}</span>
            {'\n'}
          </span>
        ))}
      </pre>
      {!isWhole && octets.length > LINE_COUNT * 8 && (
        <button type="button" class="small" onClick={() => setWhole(true)}>
          Show all {octets.length} octets
        </button>
      )}
    </>
  )
}
