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
