import { PARTS_MAX } from '../../../protocols/sms/index.ts'
import { segment } from '../../../protocols/text/index.ts'
import { carrierProfile, hasMms, type Phone, parseAddress } from '../../core/index.ts'

/** What the person wants to send. */
export type Draft = {
  readonly to: readonly string[]
  readonly text?: string
  readonly subject?: string
  readonly media?: readonly DraftMedia[]
  /** An MMS asks its recipients to tell when they have read it. */
  readonly readReport?: boolean
}

export type DraftMedia = {
  readonly contentType: string
  readonly filename?: string
  readonly octets: Uint8Array
}

/** One message that the phone makes of a draft. */
export type Outgoing = {
  readonly transport: 'sms' | 'mms'
  /** Whom the person chose: the thread it is shown in. */
  readonly members: readonly string[]
  /** Whom the phone names. */
  readonly to: readonly string[]
  readonly text: string
  readonly subject: string | null
  readonly media: readonly DraftMedia[]
  readonly readReport: boolean
}

export type Refused = { readonly refused: string }

/** The longest list one MMS names; carriers allow between 10 and 40. */
export const GROUP_LIMIT = 100

/** What this phone makes of a draft: one SMS, one MMS, or one message per member (mass text). */
export function plan(draft: Draft, phone: Phone): readonly Outgoing[] | Refused {
  const text = draft.text ?? ''
  const media = draft.media ?? []
  const subject = draft.subject || null
  const content = { text, subject, media, readReport: draft.readReport ?? false }
  const members = membersOf(draft.to, phone)
  if ('refused' in members) return members
  if (phone.state === 'landline') return refused(`${phone.number} is a landline: it sends no messages`)
  if (text === '' && media.length === 0 && subject === null) return refused('There is nothing to send')
  const rich = media.length > 0 || subject !== null
  if (rich && !hasMms(phone)) return refused('This phone has no MMS: it sends text only')
  const asGroup = members.length > 1 && phone.groupMode === 'group' && hasMms(phone)
  if (asGroup) return [{ transport: 'mms', members, to: withOwnNumber(members, phone), ...content }]
  if (!rich && segment(text).segments.length > PARTS_MAX) return refused(`The text needs more than ${PARTS_MAX} SMS`)
  return members.map((to) => ({ transport: rich ? 'mms' : 'sms', members: [to], to: [to], ...content }))
}

function membersOf(written: readonly string[], { number, profile, carrier }: Phone): readonly string[] | Refused {
  const members = new Set<string>()
  for (const one of written) {
    const address = parseAddress(one)
    if (!address) return refused(`${one} is no phone number`)
    members.add(address)
  }
  if (members.size > 1 && profile !== 'own-number-unknown') members.delete(number)
  if (members.size === 0) return refused('There is nobody to send to')
  const most = carrierProfile(carrier)?.recipientLimit ?? GROUP_LIMIT
  if (members.size > most) return refused(`${members.size} members are more than ${most}`)
  return [...members]
}

/** A phone that does not know its own number does not see that it is a member already, and names itself. */
function withOwnNumber(members: readonly string[], { number, profile }: Phone): readonly string[] {
  return profile === 'own-number-unknown' ? [...new Set([...members, number])] : members
}

function refused(why: string): Refused {
  return { refused: why }
}
