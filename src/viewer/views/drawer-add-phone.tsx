// A new phone: a number and a name.
import { useState } from 'preact/hooks'
import type { Problem } from '../api.ts'
import { typedNumber, writtenNumber } from '../numbers.ts'
import { STAGE_COUNT } from '../screen.ts'
import { useApp } from './context.ts'
import { useStaged } from './stage.tsx'

export function AddPhoneDrawer() {
  const { session, screen } = useApp()
  const taken = (session.model.value.phones?.rows ?? []).map((phone) => phone.number)
  const staged = useStaged().map((phone) => phone.number)
  const [name, setName] = useState('')
  const [typed, setTyped] = useState(() => writtenNumber(freeNumber(taken)))
  const [problem, setProblem] = useState<Problem | null>(null)
  const number = typedNumber(typed)
  const add = async (event: Event) => {
    event.preventDefault()
    if (number === null) return
    const answer = await session.putPhone(number, { name: name.trim() })
    setProblem(answer.ok ? null : answer.problem)
    if (!answer.ok) return
    if (staged.length < STAGE_COUNT) screen.staged.value = [...new Set([...staged, number])]
    screen.drawer.value = null
  }
  return (
    <form class="fields" onSubmit={add}>
      <NameField name={name} onChange={setName} />
      <NumberField typed={typed} isNumber={number !== null} onChange={setTyped} />
      {taken.includes(number ?? '') && <p class="muted">There is a phone with this number already: this renames it.</p>}
      {problem && (
        <p class="tone-bad" role="alert">
          Not added. {problem.detail || problem.title}
        </p>
      )}
      <div class="actions">
        <button type="submit" class="primary" disabled={number === null}>
          Add the phone
        </button>
      </div>
      <p class="muted">
        Any other dialable number becomes a phone the first time somebody texts it. Numbers like +1 202 555 01xx are
        reserved for examples and belong to nobody.
      </p>
    </form>
  )
}

function NameField({ name, onChange }: { name: string; onChange: (name: string) => void }) {
  return (
    <label>
      <span>Name</span>
      <input
        type="text"
        data-autofocus
        data-testid="new-name"
        placeholder="Dana"
        value={name}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
    </label>
  )
}

type NumberFieldProps = { typed: string; isNumber: boolean; onChange: (typed: string) => void }

function NumberField({ typed, isNumber, onChange }: NumberFieldProps) {
  return (
    <label>
      <span>Number</span>
      <input
        type="text"
        inputMode="tel"
        data-testid="new-number"
        class="number"
        value={typed}
        aria-invalid={!isNumber}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
    </label>
  )
}

/** The first number after Ana, Ben and Cleo that no phone has. */
function freeNumber(taken: readonly string[]): string {
  for (let last = 101; last < 200; last++) if (!taken.includes(`+12025550${last}`)) return `+12025550${last}`
  return '+12025550200'
}
