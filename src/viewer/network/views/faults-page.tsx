// Misbehaviour on order: what stands now, sets of rules under one name, a rule of one's own, and the numbers that misbehave by themselves.
import { useState } from 'preact/hooks'
import type { Problem } from '../../api.ts'
import { useApp } from '../../views/context.ts'
import { faultSentence } from '../fault-words.ts'
import { type Fault, type Preset, readFaults, readMagicNumbers, readPresets } from '../read-network.ts'
import { about, useResource } from '../resource.ts'
import { FaultForm } from './fault-form.tsx'
import { Empty, Loaded, Page, Refused, useCarrierUrl } from './page.tsx'

const never = () => false

export function FaultsPage({ wish }: { wish: string }) {
  const { api } = useApp().session
  const [problem, setProblem] = useState<Problem | null>(null)
  const faults = useResource({
    key: 'faults',
    isChangedBy: about('fault.', 'message.', 'delivery.', 'webhook.'),
    load: () => api.get('/faults', readFaults),
  })
  const change = async (method: string, path: string, body?: object): Promise<Problem | null> => {
    const answer = await api.change(method, path, body)
    faults.reload()
    return answer.ok ? null : answer.problem
  }
  const act = async (method: string, path: string, body?: object) => setProblem(await change(method, path, body))
  return (
    <Page title="Faults" lead="What goes wrong on purpose: seeded and repeatable, for as long as the rule stands.">
      <Refused problem={problem} />
      <Loaded from={faults}>
        {(rows) =>
          rows.length === 0 ? (
            <NoFaults />
          ) : (
            <Standing rows={rows} onRemove={(id) => void act('DELETE', `/faults/${id}`)} />
          )
        }
      </Loaded>
      <FaultForm wish={wish} onPost={(rule) => change('POST', '/faults', rule)} />
      <Presets onChoose={(preset) => void act('POST', '/faults', { preset })} />
      <Numbers />
    </Page>
  )
}

function NoFaults() {
  const url = useCarrierUrl()
  return (
    <Empty command={`curl ${url}/faults -H 'content-type: application/json' -d '{"preset":"carrier-outage"}'`}>
      <strong>Everything works.</strong> Write a rule or choose a preset below, or from a script:
    </Empty>
  )
}

function Standing({ rows, onRemove }: { rows: readonly Fault[]; onRemove: (id: string) => void }) {
  return (
    <table class="table" data-testid="faults">
      <thead>
        <tr>
          <th>Where</th>
          <th>What happens</th>
          <th>Only for</th>
          <th>Seen</th>
          <th>Hit</th>
          <th>
            <span class="unseen">Remove</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((fault) => (
          <tr key={fault.id} data-testid="fault-row">
            <td>
              <code>{fault.at}</code>
            </td>
            <td class="wide">{faultSentence(fault)}</td>
            <td>{fault.query ? <code>{fault.query}</code> : 'all'}</td>
            <td class="number">{fault.seen}</td>
            <td class="number">{fault.fired}</td>
            <td>
              <button type="button" class="small" onClick={() => onRemove(fault.id)}>
                Remove
              </button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Presets({ onChoose }: { onChoose: (name: string) => void }) {
  const { session } = useApp()
  const presets = useResource({
    key: 'presets',
    isChangedBy: never,
    load: () => session.api.get('/faults/presets', readPresets),
  })
  return (
    <section class="page-section" aria-label="Presets">
      <h2>Presets</h2>
      <Loaded from={presets}>{(rows) => <PresetCards rows={rows} onChoose={onChoose} />}</Loaded>
    </section>
  )
}

function PresetCards({ rows, onChoose }: { rows: readonly Preset[]; onChoose: (name: string) => void }) {
  return (
    <ul class="cards">
      {rows.map((preset) => (
        <li class="card" key={preset.name}>
          <h3 class="card-title">{titled(preset.name)}</h3>
          <ul class="card-lines">
            {preset.rules.map((rule) => (
              <li key={rule.at}>
                <code>{rule.at}</code> {faultSentence(rule)}
              </li>
            ))}
          </ul>
          <button
            type="button"
            class="small"
            data-testid={`preset-${preset.name}`}
            onClick={() => onChoose(preset.name)}
          >
            Start<span class="unseen"> {preset.name}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}

/** `slow-mmsc` as a title. */
function titled(name: string): string {
  const words = name.replaceAll('-', ' ').replace(/\b(dlr|mmsc)\b/g, (word) => word.toUpperCase())
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`
}

function Numbers() {
  const { session } = useApp()
  const numbers = useResource({
    key: 'magic',
    isChangedBy: never,
    load: () => session.api.get('/faults/numbers', readMagicNumbers),
  })
  return (
    <section class="page-section" aria-label="Numbers that misbehave">
      <h2>Numbers that misbehave by themselves</h2>
      <Loaded from={numbers}>
        {(rows) => (
          <table class="table">
            <thead>
              <tr>
                <th>Numbers</th>
                <th>For example</th>
                <th>What a message to them meets</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.block}>
                  <td class="number">{row.block}</td>
                  <td class="number">{row.example}</td>
                  <td class="wide">{row.effect}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Loaded>
    </section>
  )
}
