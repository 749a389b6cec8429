import type { Session } from './session.ts'

export type LinkDecision =
  | { readonly kind: 'fine' }
  | { readonly kind: 'enquire' }
  | { readonly kind: 'unbind' }
  | { readonly kind: 'close'; readonly reason: string }

const FINE: LinkDecision = { kind: 'fine' }

/** What the timers of a link ask for now. [SMPP34 7.2] */
export function linkDecision(session: Session, now: number): LinkDecision {
  const { config } = session
  if (session.state === 'open') {
    const late = now - session.openedAt >= config.sessionInitMs
    return late ? { kind: 'close', reason: `no bind within ${config.sessionInitMs} ms` } : FINE
  }
  if (session.state === 'unbound') return FINE
  const silentMs = now - session.heardAt
  if (silentMs >= config.enquireLinkMs * (session.misses + 1)) {
    if (session.misses < config.enquireLinkMisses) return { kind: 'enquire' }
    return { kind: 'close', reason: `${session.misses} enquire_links were not answered` }
  }
  const idle = config.inactivityMs !== null && now - session.activeAt >= config.inactivityMs
  return idle ? { kind: 'unbind' } : FINE
}
