// The radio panel and the settings of a phone.
import { useState } from 'preact/hooks'
import type { PhoneChange, Problem } from '../api.ts'
import { writtenNumber } from '../numbers.ts'
import { CARRIERS, PHONE_STATES, type Phone, type PhoneNumber, PROFILES } from '../wire.ts'
import { PROFILE_WORDS, STATE_WORDS } from '../wording.ts'
import { Face } from './avatar.tsx'
import { Contacts } from './contacts.tsx'
import { useApp, usePhone } from './context.ts'
import { CopyButton } from './copy-button.tsx'
import { Section } from './drawer-section.tsx'
import { Switch } from './switch.tsx'

export function RadioDrawer({ number }: { number: PhoneNumber }) {
  const { session } = useApp()
  const phone = usePhone(number)
  const [problem, setProblem] = useState<Problem | null>(null)
  if (phone === null) return <p class="muted">This phone has been removed.</p>
  const change = async (part: PhoneChange) => {
    const answer = await session.putPhone(number, part)
    setProblem(answer.ok ? null : answer.problem)
  }
  return (
    <>
      <Owner phone={phone} change={change} />
      {problem && (
        <p class="tone-bad" role="alert">
          Not changed. {problem.detail || problem.title}
        </p>
      )}
      <Radio phone={phone} change={change} />
      <Behaviour phone={phone} change={change} />
      <Contacts phone={phone} change={change} />
      <Removal phone={phone} onProblem={setProblem} />
    </>
  )
}

export type ChangeProps = { readonly phone: Phone; readonly change: (part: PhoneChange) => void }

function Owner({ phone, change }: ChangeProps) {
  return (
    <div class="owner-card">
      <Face number={phone.number} name={phone.name || phone.number} />
      <div class="owner-fields">
        <input
          type="text"
          aria-label="Name of the person"
          placeholder="Name"
          value={phone.name}
          onChange={(event) => change({ name: event.currentTarget.value.trim() })}
        />
        <span class="number">{writtenNumber(phone.number)}</span>
      </div>
      <CopyButton text={phone.number} label={`Copy ${phone.number}`} />
    </div>
  )
}

function Radio({ phone, change }: ChangeProps) {
  return (
    <Section title="Radio">
      <div class="choices" role="radiogroup" aria-label="Radio">
        {PHONE_STATES.map((state) => (
          <label class="choice" key={state} data-checked={phone.state === state}>
            <input
              type="radio"
              name={`state ${phone.number}`}
              value={state}
              checked={phone.state === state}
              onChange={() => change({ state })}
            />
            <span>
              <strong>{STATE_WORDS[state].name}</strong>
              <span class="muted">{STATE_WORDS[state].meaning}</span>
            </span>
          </label>
        ))}
      </div>
    </Section>
  )
}

function Behaviour({ phone, change }: ChangeProps) {
  return (
    <Section title="Behaviour">
      <Choice
        words="Kind of phone"
        value={phone.profile}
        options={PROFILE_WORDS}
        onChange={(chosen) => {
          const profile = PROFILES.find((it) => it === chosen)
          if (profile) change({ profile })
        }}
      />
      <Choice
        words="Limits of its carrier"
        value={phone.carrier}
        options={{
          '': 'None',
          ...CARRIERS,
          ...(phone.carrier !== '' && !(phone.carrier in CARRIERS) && { [phone.carrier]: phone.carrier }),
        }}
        onChange={(carrier) => change({ carrier })}
      />
      <Switch
        words="Fetch an MMS at once"
        hint="Off: it waits, and the person downloads it."
        on={phone.autoDownload}
        onChange={(autoDownload) => change({ autoDownload })}
      />
      <Switch
        words="Texts to several as one group"
        hint="Off: everybody gets a text of their own, and answers come back one by one."
        on={phone.groupMode === 'group'}
        onChange={(on) => change({ groupMode: on ? 'group' : 'mass-text' })}
      />
    </Section>
  )
}

type ChoiceProps = {
  readonly words: string
  readonly value: string
  /** What stands for each value. */
  readonly options: Readonly<Record<string, string>>
  readonly onChange: (value: string) => void
}

function Choice({ words, value, options, onChange }: ChoiceProps) {
  return (
    <label class="setting">
      <span>{words}</span>
      <select value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        {Object.entries(options).map(([option, name]) => (
          <option key={option} value={option}>
            {name}
          </option>
        ))}
      </select>
    </label>
  )
}

function Removal({ phone, onProblem }: { phone: Phone; onProblem: (problem: Problem | null) => void }) {
  const { session, screen } = useApp()
  const [sure, setSure] = useState(false)
  const remove = async () => {
    if (!sure) return setSure(true)
    const answer = await session.removePhone(phone.number)
    onProblem(answer.ok ? null : answer.problem)
    if (answer.ok) screen.drawer.value = null
  }
  return (
    <Section title="Take it away">
      <div class="actions">
        <button type="button" class={sure ? 'small danger' : 'small'} onClick={remove} onBlur={() => setSure(false)}>
          {sure ? 'Remove it with all its messages' : 'Remove this phone'}
        </button>
      </div>
    </Section>
  )
}
