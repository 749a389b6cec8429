// Everything about the network, in a file of its own that loads when somebody goes there.
import { useApp } from '../views/context.ts'
import { AccountsPage } from './views/accounts-page.tsx'
import { ClockPage } from './views/clock-page.tsx'
import { ConversationPage } from './views/conversation-page.tsx'
import { ConversationsPage } from './views/conversations-page.tsx'
import { FaultsPage } from './views/faults-page.tsx'
import { JourneyPage } from './views/journey-page.tsx'
import { MessagesPage } from './views/messages-page.tsx'
import { NumbersPage } from './views/numbers-page.tsx'
import { SessionPage } from './views/session-page.tsx'
import { SessionsPage } from './views/sessions-page.tsx'
import { WebhooksPage } from './views/webhooks-page.tsx'
import './network.css'
import './journey.css'

export { AgentDrawer } from './views/agent-drawer.tsx'
export { HopDrawer } from './views/hop-drawer.tsx'
export { MessageOctets } from './views/message-octets.tsx'

export function NetworkPage() {
  const route = useApp().screen.route.value
  if (route.page === 'journey') return <JourneyPage key={route.message} id={route.message} hop={route.hop} />
  if (route.page !== 'network') return null
  switch (route.of) {
    case 'messages':
      return <MessagesPage query={route.query} />
    case 'conversations':
      return route.id === '' ? <ConversationsPage /> : <ConversationPage key={route.id} sid={route.id} />
    case 'sessions':
      return route.id === '' ? <SessionsPage /> : <SessionPage key={route.id} id={route.id} />
    case 'accounts':
      return <AccountsPage />
    case 'numbers':
      return <NumbersPage />
    case 'webhooks':
      return <WebhooksPage id={route.id} />
    case 'faults':
      return <FaultsPage wish={route.query} />
    case 'clock':
      return <ClockPage />
  }
}
