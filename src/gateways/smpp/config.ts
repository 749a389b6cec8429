/** Timers and limits of the SMPP gateway. The standard names the timers and leaves the values to policy. [SMPP34 7.2] */
export type SmppConfig = {
  /** session_init_timer: a connection that has not bound by then is closed. */
  readonly sessionInitMs: number
  /** enquire_link_timer: a bound link that was silent this long is asked whether it lives. */
  readonly enquireLinkMs: number
  /** Unanswered enquire_links after which the link counts as lost. */
  readonly enquireLinkMisses: number
  /** inactivity_timer: a session without any other traffic is unbound; null lets it stay. */
  readonly inactivityMs: number | null
  /** response_timer: a request of ours is given up as unanswered. */
  readonly responseMs: number
  /** How long ESMEs may take to answer the unbind of a message centre that stops. */
  readonly unbindGraceMs: number
  /** How long a peer may take to close after we said we would. */
  readonly closeGraceMs: number
  /** A peer that reads nothing for so long while octets wait for it is dropped. */
  readonly stalledMs: number
  /** Octets waiting for a slow peer above which nothing more is read from it. */
  readonly pauseAboveOctets: number
  /** deliver_sm that wait for room in the windows of one account; more are left in the store. */
  readonly queueLimit: number
  readonly maxConnections: number
  /** system_id in our bind responses. */
  readonly systemId: string
}

export const DEFAULT_SMPP_CONFIG: SmppConfig = {
  sessionInitMs: 10_000,
  enquireLinkMs: 30_000,
  enquireLinkMisses: 2,
  inactivityMs: null,
  responseMs: 30_000,
  unbindGraceMs: 1_000,
  closeGraceMs: 2_000,
  stalledMs: 60_000,
  pauseAboveOctets: 256 * 1024,
  queueLimit: 2_000,
  maxConnections: 1_000,
  systemId: 'partyline',
}

/** Timers are looked at this often at most. */
const TICK_MS_MAX = 1_000

/** How often timers are looked at: a few times within the shortest. */
export function tickMs({ sessionInitMs, enquireLinkMs, inactivityMs, responseMs, stalledMs }: SmppConfig): number {
  const shortest = Math.min(sessionInitMs, enquireLinkMs, inactivityMs ?? enquireLinkMs, responseMs, stalledMs)
  return Math.max(1, Math.min(TICK_MS_MAX, Math.floor(shortest / 4)))
}
