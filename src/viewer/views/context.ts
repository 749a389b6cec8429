// What every view is handed: the session (what is true), the screen (what is shown), and the minute on the world's clock.
import type { ReadonlySignal } from '@preact/signals'
import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { Screen } from '../screen.ts'
import type { Session } from '../session.ts'
import type { Phone, PhoneNumber } from '../wire.ts'

export type App = { readonly session: Session; readonly screen: Screen; readonly minute: ReadonlySignal<number> }

export const AppContext = createContext<App | null>(null)

export function useApp(): App {
  const app = useContext(AppContext)
  if (app === null) throw new Error('A view was drawn outside the app')
  return app
}

export function usePhone(number: PhoneNumber): Phone | null {
  const { session } = useApp()
  return session.model.value.phones?.rows.find((phone) => phone.number === number) ?? null
}
