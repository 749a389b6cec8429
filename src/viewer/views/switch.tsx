type SwitchProps = { words: string; hint: string; on: boolean; onChange: (on: boolean) => void }

/** One setting that is on or off, with what off means. */
export function Switch({ words, hint, on, onChange }: SwitchProps) {
  return (
    <label class="setting">
      <span>
        {words}
        <span class="muted">{hint}</span>
      </span>
      <input class="switch" type="checkbox" checked={on} onChange={(event) => onChange(event.currentTarget.checked)} />
    </label>
  )
}
