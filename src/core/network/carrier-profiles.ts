import type { Phone } from '../model/index.ts'

/** What a carrier's MMSC takes and hands out. */
export type CarrierProfile = {
  readonly key: string
  readonly name: string
  /** The largest message in octets, from its subscribers and to them. */
  readonly maxMessageSize: number
  /** How many recipients one message of a subscriber may have; null is no limit of its own. */
  readonly recipientLimit: number | null
  /** Whether MMS reach its subscribers; where they do not, a text with a link does. */
  readonly mms: boolean
}

/** Figures that handsets of these networks are configured with; `phone.carrier` names a row. */
export const CARRIER_PROFILES: readonly CarrierProfile[] = [
  row('att', 'AT&T', { maxMessageSize: 1_048_576, recipientLimit: 10 }),
  row('tmobile', 'T-Mobile', { maxMessageSize: 1_048_576, recipientLimit: null }),
  row('verizon', 'Verizon', { maxMessageSize: 1_258_291, recipientLimit: 20 }),
  row('uscellular', 'US Cellular', { maxMessageSize: 1_048_576, recipientLimit: 20 }),
  row('sprint', 'Sprint', { maxMessageSize: 1_048_576, recipientLimit: 40 }),
  row('cspire', 'C Spire', { maxMessageSize: 1_048_576, recipientLimit: 20 }),
  row('canada', 'Canada, the tightest', { maxMessageSize: 614_400, recipientLimit: 10 }),
  row('aosp', 'Android where nothing is known', { maxMessageSize: 307_200, recipientLimit: null }),
  row('smsonly', 'a network without MMS', { maxMessageSize: 0, recipientLimit: null }, false),
]

const BY_KEY = new Map(CARRIER_PROFILES.map((profile) => [profile.key, profile]))

/** The profile of a carrier as people write its name (`T-Mobile`, `att`); undefined where none is known: no limits. */
export function carrierProfile(name: string | null | undefined): CarrierProfile | undefined {
  return name ? BY_KEY.get(name.toLowerCase().replace(/[^a-z0-9]/g, '')) : undefined
}

/** Whether MMS reach this phone; otherwise a text with a link does. */
export function hasMms({ profile, carrier }: Pick<Phone, 'profile' | 'carrier'>): boolean {
  return profile !== 'legacy-sms' && carrierProfile(carrier)?.mms !== false
}

function row(
  key: string,
  name: string,
  limits: Pick<CarrierProfile, 'maxMessageSize' | 'recipientLimit'>,
  mms = true,
): CarrierProfile {
  return { key, name, ...limits, mms }
}
