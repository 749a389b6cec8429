// One message, all the way: a timetable of hops with a track per recipient, and why it stopped where it did.
import { useEffect, useRef, useState } from 'preact/hooks'
import { writtenNumber } from '../../numbers.ts'
import { hrefOf } from '../../router.ts'
import { useApp } from '../../views/context.ts'
import { CopyButton } from '../../views/copy-button.tsx'
import { Link } from '../../views/link.tsx'
import { useRoving } from '../../views/roving.ts'
import { layOut, type Row, TRACK_COUNT, tracksOf, writtenDuration } from '../journey-rows.ts'
import { snippetOfNetwork, stateWord } from '../message-words.ts'
import { type Journey, type Lane, type NetworkMessage, readJourney, readNetworkMessage } from '../read-network.ts'
import { curlOf } from '../recipes.ts'
import { about, useResource } from '../resource.ts'
import { useInfo } from '../rest.ts'
import { testOf } from '../test-recipe.ts'
import { Loaded, Page, preciseTime, useNames } from './page.tsx'

export function useJourney(id: string) {
  const { api } = useApp().session
  const path = `/messages/${encodeURIComponent(id)}`
  return useResource({
    key: `journey ${id}`,
    isChangedBy: about('message.', 'delivery.', 'report.', 'phone.', 'mm1.', 'mm7.', 'conversation.', 'webhook.'),
    load: async () => {
      const journey = await api.get(`${path}/journey`, readJourney)
      if (!journey.ok) return journey
      const message = await api.get(path, readNetworkMessage)
      return message.ok ? { ok: true, value: { journey: journey.value, message: message.value } } : message
    },
  })
}

export function JourneyPage({ id, hop }: { id: string; hop: string }) {
  const resource = useJourney(id)
  const { screen } = useApp()
  useEffect(() => {
    if (hop !== '') screen.drawer.value = { of: 'hop', message: id, seq: Number(hop) }
  }, [id, hop])
  return (
    <Loaded from={resource} isWhole={true}>
      {({ journey, message }) => <Timetable journey={journey} message={message} />}
    </Loaded>
  )
}

type WholeProps = { readonly journey: Journey; readonly message: NetworkMessage }

function Timetable({ journey, message }: WholeProps) {
  const names = useNames()
  const [only, setOnly] = useState<string | null>(null)
  const rows = layOut(journey, only)
  return (
    <Page
      title={snippetOfNetwork(message)}
      above="messages"
      lead={
        <>
          {message.transport.toUpperCase()} from <strong>{names(message.from)}</strong> to{' '}
          {[...message.to, ...message.cc].map(names).join(', ')}
        </>
      }
      actions={<Recipes journey={journey} message={message} />}
    >
      <Lanes lanes={journey.lanes} only={only} onChoose={setOnly} />
      {tracksOf(journey, only).length === 0 && (
        <p class="muted page-note">
          More than {TRACK_COUNT} recipients: choose one above to see its track. The hops of all stand below.
        </p>
      )}
      <Hops rows={rows} message={message.id} />
    </Page>
  )
}

function Recipes({ journey, message }: WholeProps) {
  const { session } = useApp()
  const info = useInfo()
  const names = useNames()
  const where = {
    origin: location.origin,
    base: session.base,
    account: info?.accountSid ?? '',
    token: info?.authToken ?? '',
  }
  const curl = curlOf(message, journey, where)
  const test = testOf(message, journey, names)
  return (
    <>
      <CopyButton text={curl.text} words={curl.words} />
      <CopyButton text={test.text} words={test.words} />
      <a class="button small" href={`${session.base}/export.pcap?message=${message.id}`} download>
        Export pcap
      </a>
    </>
  )
}

function Lanes({
  lanes,
  only,
  onChoose,
}: {
  lanes: readonly Lane[]
  only: string | null
  onChoose: (lane: string | null) => void
}) {
  const names = useNames()
  return (
    <ul class="lanes" aria-label="Recipients">
      {lanes.map((lane) => (
        <li key={lane.recipient}>
          <button
            type="button"
            class="lane"
            data-testid="lane"
            data-state={lane.state}
            aria-pressed={only === lane.recipient}
            title={`Only ${names(lane.recipient)}`}
            onClick={() => onChoose(only === lane.recipient ? null : lane.recipient)}
          >
            <strong>{names(lane.recipient)}</strong>
            {names(lane.recipient) !== writtenNumber(lane.recipient) && (
              <span class="number">{writtenNumber(lane.recipient)}</span>
            )}
            <span class="lane-state" data-state={lane.state}>
              {stateWord(lane)}
            </span>
          </button>
        </li>
      ))}
    </ul>
  )
}

function Hops({ rows, message }: { rows: readonly Row[]; message: string }) {
  const list = useRef<HTMLOListElement>(null)
  const { screen } = useApp()
  useRoving(list, { item: '.hop-link', start: 'first' })
  const drawer = screen.drawer.value
  const open = drawer?.of === 'hop' ? drawer.seq : null
  if (rows.length === 0)
    return <p class="muted page-note">The journal no longer keeps what happened to this message.</p>
  return (
    <ol class="hops" ref={list} data-testid="hops">
      {rows.map((row) => (
        <HopRow key={row.hop.seq} row={row} message={message} isOpen={open === row.hop.seq} />
      ))}
    </ol>
  )
}

const RESULTS = { ok: 'ok', waiting: 'waiting', failed: 'failed' } as const

function HopRow({ row: { hop, sinceMs, tracks }, message, isOpen }: { row: Row; message: string; isOpen: boolean }) {
  const names = useNames()
  const { screen } = useApp()
  const open = () => {
    screen.drawer.value = { of: 'hop', message, seq: hop.seq }
  }
  return (
    <li class="hop" data-testid="hop" data-result={hop.result} data-open={isOpen}>
      <span class="hop-time">
        <time dateTime={hop.at}>{preciseTime(hop.at)}</time>
        <span class="muted">{sinceMs === null || sinceMs === 0 ? '' : `+${writtenDuration(sinceMs)}`}</span>
      </span>
      <span class="tracks" aria-hidden="true">
        {tracks.map(({ lane, mark, tone }) => (
          <i key={lane ?? ''} data-mark={mark} data-tone={tone} data-here={lane === hop.lane} />
        ))}
      </span>
      <Link
        class="hop-link"
        to={hrefOf({ page: 'journey', message, hop: String(hop.seq) })}
        onFollow={open}
        current={isOpen}
      >
        <span class="hop-line">
          <code class="hop-step">{hop.step}</code>
          {hop.lane && <strong>{names(hop.lane)}</strong>}
          <span class={`hop-result result-${hop.result}`}>{RESULTS[hop.result]}</span>
          {hop.evidence.length > 0 && (
            <span class="muted hop-size">{hop.evidence.reduce((sum, { size }) => sum + size, 0)} octets</span>
          )}
        </span>
        <span class="hop-says">{hop.says}</span>
        {hop.cause && (
          <span class={hop.result === 'ok' ? 'hop-cause muted' : `hop-cause result-${hop.result}`}>{hop.cause}</span>
        )}
      </Link>
    </li>
  )
}
