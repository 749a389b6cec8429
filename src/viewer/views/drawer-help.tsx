// Shortcuts, and what these phones leave out on purpose.
import { SHORTCUTS } from '../keyboard.ts'
import { useApp } from './context.ts'
import { Section } from './drawer-section.tsx'
import { Command, sendCommand } from './empty.tsx'
import { Switch } from './switch.tsx'
import { ThemeChoice } from './theme-switch.tsx'

export function HelpDrawer() {
  const { session, screen } = useApp()
  const [first, second] = session.model.value.phones?.rows ?? []
  return (
    <>
      <Section title="Keyboard">
        <Keys />
        <Switch
          words="Single-letter shortcuts"
          hint="Off: only Tab, arrows, Enter and Esc."
          on={screen.shortcuts.value}
          onChange={(on) => {
            screen.shortcuts.value = on
          }}
        />
        <NotifySwitch />
      </Section>
      <Section title="Look">
        <ThemeChoice />
        <Switch
          words="Fold reactions"
          hint="Off: the texts that SMS and MMS really carry, such as Liked “See you”."
          on={screen.foldReactions.value}
          onChange={(on) => {
            screen.foldReactions.value = on
          }}
        />
      </Section>
      <Section title="From a script">
        <p>Everything these phones do, a script can do by the same API.</p>
        <Command text={sendCommand(second?.number ?? '+12025550102', first?.number ?? '+12025550101')} />
      </Section>
      <LeftOut />
    </>
  )
}

function LeftOut() {
  return (
    <Section title="What you will not see here">
      <p class="muted">
        No typing dots, no read ticks, no group names: SMS and MMS have none. A group is the set of numbers in From, To
        and Cc, and each phone shows only what it was sent.
      </p>
    </Section>
  )
}

function Keys() {
  return (
    <dl class="keys">
      {SHORTCUTS.map(({ keys, words }) => (
        <div key={words}>
          <dt>
            {keys.map((key) => (
              <kbd key={key}>{key}</kbd>
            ))}
          </dt>
          <dd>{words}</dd>
        </div>
      ))}
    </dl>
  )
}

function NotifySwitch() {
  const { screen } = useApp()
  const change = async (on: boolean) => {
    screen.notify.value = on && (await Notification.requestPermission()) === 'granted'
  }
  if (typeof Notification === 'undefined') return null
  return (
    <Switch
      words="Notify me"
      hint="A notification of the browser for texts that come while this tab is hidden."
      on={screen.notify.value}
      onChange={(on) => void change(on)}
    />
  )
}
