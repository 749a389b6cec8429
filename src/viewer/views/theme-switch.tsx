import { useSignalEffect } from '@preact/signals'
import type { Theme } from '../screen.ts'
import { useApp } from './context.ts'
import { Icon, type IconName } from './icons.tsx'

const NEXT: Record<Theme, { readonly next: Theme; readonly icon: IconName; readonly words: string }> = {
  auto: { next: 'light', icon: 'auto', words: 'Theme of the system' },
  light: { next: 'dark', icon: 'sun', words: 'Light theme' },
  dark: { next: 'auto', icon: 'moon', words: 'Dark theme' },
}

/** The system's theme, light, dark, and round again. */
export function ThemeSwitch() {
  const { screen } = useApp()
  const { theme } = screen
  useSignalEffect(() => {
    if (theme.value === 'auto') delete document.documentElement.dataset.theme
    else document.documentElement.dataset.theme = theme.value
  })
  const { next, icon, words } = NEXT[theme.value]
  return (
    <button
      type="button"
      class="quiet"
      data-testid="theme"
      aria-label={`${words}. Change`}
      title={words}
      onClick={() => {
        theme.value = next
      }}
    >
      <Icon name={icon} />
    </button>
  )
}

/** The same choice spelled out. */
export function ThemeChoice() {
  const { theme } = useApp().screen
  return (
    <div class="segments" role="radiogroup" aria-label="Theme">
      {THEMES.map((it) => (
        <label key={it} data-checked={theme.value === it}>
          <input
            type="radio"
            name="theme"
            class="unseen"
            checked={theme.value === it}
            onChange={() => {
              theme.value = it
            }}
          />
          <Icon name={NEXT[it].icon} size={16} />
          {SHORT_WORDS[it]}
        </label>
      ))}
    </div>
  )
}

const THEMES = ['auto', 'light', 'dark'] as const
const SHORT_WORDS = { auto: 'System', light: 'Light', dark: 'Dark' } satisfies Record<Theme, string>
