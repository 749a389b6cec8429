// A rule of one's own, chosen field by field; what is posted stands below it, to be copied into a script.
import { useEffect, useState } from 'preact/hooks'
import type { Problem } from '../../api.ts'
import { Command } from '../../views/empty.tsx'
import {
  EFFECTS,
  type EffectName,
  FAULT_PLACES,
  type FaultPlace,
  type RuleDraft,
  readWish,
  ruleOf,
  TIMES,
  type Times,
  usualValue,
} from '../fault-places.ts'
import { Refused, useCarrierUrl } from './page.tsx'

const START: RuleDraft = { at: 'push', query: '', times: 'first', count: 1, effect: 'drop', value: 0 }

type FaultFormProps = {
  /** Place and query that a hop of a journey asks for; empty otherwise. */
  readonly wish: string
  readonly onPost: (rule: object) => Promise<Problem | null>
}

export function FaultForm({ wish, onPost }: FaultFormProps) {
  const url = useCarrierUrl()
  const [draft, setDraft] = useState(START)
  const [problem, setProblem] = useState<Problem | null>(null)
  const change = (part: Partial<RuleDraft>) => setDraft((before) => settled({ ...before, ...part }))
  useEffect(() => {
    const wished = readWish(wish)
    if (wished) change(wished)
  }, [wish])
  const rule = ruleOf(draft)
  const post = async (event: Event) => {
    event.preventDefault()
    setProblem(await onPost(rule))
  }
  return (
    <section class="page-section" aria-label="A rule of your own">
      <h2>A rule of your own</h2>
      <form class="card fault-form" onSubmit={post} data-testid="fault-form">
        <Where draft={draft} change={change} />
        <What draft={draft} change={change} />
        <When draft={draft} change={change} />
        <Refused problem={problem} />
        <button type="submit" class="primary" data-testid="post-fault">
          Post the rule
        </button>
        <Command
          text={`curl ${url}/faults -H 'content-type: application/json' -d '${JSON.stringify(rule).replaceAll("'", "'\\''")}'`}
        />
      </form>
    </section>
  )
}

/** An effect that its place knows, with a value that is usual there. */
function settled(draft: RuleDraft): RuleDraft {
  const known: readonly EffectName[] = FAULT_PLACES[draft.at]
  if (known.includes(draft.effect)) return draft
  const effect = known[0] ?? draft.effect
  return { ...draft, effect, value: usualValue(draft.at, effect) }
}

type PartProps = { readonly draft: RuleDraft; readonly change: (part: Partial<RuleDraft>) => void }

function Where({ draft, change }: PartProps) {
  return (
    <div class="fault-line">
      <label>
        Where
        <select
          class="mono"
          data-testid="fault-at"
          value={draft.at}
          // The options are the keys.
          onChange={(event) => change({ at: event.currentTarget.value as FaultPlace })}
        >
          {Object.keys(FAULT_PLACES).map((place) => (
            <option key={place}>{place}</option>
          ))}
        </select>
      </label>
      <label class="wide">
        Only for
        <input
          type="text"
          class="mono"
          placeholder="all; or to:+12025550102, from:…, &quot;two words&quot;"
          data-testid="fault-query"
          value={draft.query}
          onInput={(event) => change({ query: event.currentTarget.value })}
        />
      </label>
    </div>
  )
}

function What({ draft, change }: PartProps) {
  const { unit } = EFFECTS[draft.effect]
  const choose = (effect: EffectName) => change({ effect, value: usualValue(draft.at, effect) })
  return (
    <div class="fault-line">
      <label>
        What it shall do
        <select
          data-testid="fault-effect"
          value={draft.effect}
          // The options are names of effects.
          onChange={(event) => choose(event.currentTarget.value as EffectName)}
        >
          {FAULT_PLACES[draft.at].map((effect) => (
            <option key={effect} value={effect}>
              {EFFECTS[effect].words}
            </option>
          ))}
        </select>
      </label>
      {unit !== '' && (
        <Count words={unit} value={draft.value} testid="fault-value" onChange={(value) => change({ value })} />
      )}
    </div>
  )
}

function When({ draft, change }: PartProps) {
  return (
    <div class="fault-line">
      <label>
        How often
        <select
          data-testid="fault-times"
          value={draft.times}
          // The options are the keys.
          onChange={(event) => change({ times: event.currentTarget.value as Times })}
        >
          {Object.entries(TIMES).map(([times, words]) => (
            <option key={times} value={times}>
              {words}
            </option>
          ))}
        </select>
      </label>
      {draft.times !== 'always' && (
        <Count words="times" value={draft.count} testid="fault-count" onChange={(count) => change({ count })} />
      )}
    </div>
  )
}

type CountProps = {
  readonly words: string
  readonly value: number
  readonly testid: string
  readonly onChange: (value: number) => void
}

function Count({ words, value, testid, onChange }: CountProps) {
  return (
    <label class="fault-count">
      {words}
      <input
        type="number"
        min={0}
        data-testid={testid}
        value={value}
        onInput={(event) => onChange(Math.max(0, Math.round(event.currentTarget.valueAsNumber || 0)))}
      />
    </label>
  )
}
