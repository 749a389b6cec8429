import type { PreEvent } from '../../protocols/conversations/index.ts'
import type { Message, Offer, Outcome, Outlet, Settlement, Tidings, TwilioAccount } from '../core/index.ts'
import { textOf } from '../core/index.ts'
import { checkAttributes, configurationOf, NAME_LENGTH, SMALL_ATTRIBUTES_LENGTH } from './acts/conversation-draft.ts'
import { findDestination, type Modification, receive } from './acts/inbound.ts'
import { noteReport } from './acts/tidings.ts'
import type { Destination } from './model/autocreation.ts'
import { bindingParameters, common, contentParameters, parameters } from './model/webhook-parameters.ts'
import { attemptedEvent } from './webhooks/attempt.ts'
import type { Question, Verdict } from './webhooks/pre-hook.ts'
import type { Work } from './work.ts'

/** Texts from phones may be longer than those that applications post. */
const INBOUND_BODY_LENGTH = 32 * 1024

export type OutletParts = {
  readonly account: (sid: string) => TwilioAccount | undefined
  /** A unit's work for traffic from phones. */
  readonly work: (account: TwilioAccount) => Work
  readonly ask: (question: Question) => Promise<Verdict>
  /** Whether any application wants to be asked before this happens. */
  readonly asks: (event: PreEvent, account: TwilioAccount, serviceSid: string) => boolean
  /** Webhook calls may have become due. */
  readonly note: () => void
}

/** The numbers of Twilio accounts, as the carrier sees them: what phones send them, and what became of what they sent. */
export function createOutlet(parts: OutletParts): Outlet {
  const open: Open = new Map()
  return {
    offer(offer) {
      const account = parts.account(offer.delivery.endpoint.key)
      if (!account) return { kind: 'failed', reason: 'unknown-number' }
      const question = questionFor(parts, account, offer)
      if (!question) return () => settleOffer(parts, account, { offer })
      return askOnce(parts, open, question, offer).then(
        (verdict) => () => settleOffer(parts, account, { offer, verdict }),
      )
    },
    tell(tidings): Outcome {
      const account = parts.account(tidings.delivery.endpoint.key)
      if (!account) return { kind: 'delivered' }
      return () => settleTidings(parts, account, tidings)
    },
  }
}

/** Questions under way, by account and message: several numbers of an account ask once. */
type Open = Map<string, Promise<Verdict>>

function askOnce({ ask }: OutletParts, open: Open, question: Question, { message }: Offer): Promise<Verdict> {
  const key = `${question.account.sid} ${message.id}`
  const asked = open.get(key)
  if (asked) return asked.then((verdict) => ({ ...verdict, call: null }))
  const answer = ask(question).finally(() => open.delete(key))
  open.set(key, answer)
  return answer
}

function settleOffer(
  parts: OutletParts,
  account: TwilioAccount,
  { offer, verdict }: { readonly offer: Offer; readonly verdict?: Verdict },
): Settlement {
  const work = parts.work(account)
  if (verdict?.call) {
    work.put('webhookCall', verdict.call)
    work.events.push(attemptedEvent(verdict.call))
  }
  // A refused message is dropped altogether: it is told neither to the conversation nor to anybody else.
  if (!verdict?.refusal) receive(work, offer, modificationOf(verdict))
  parts.note()
  return { verdict: { kind: 'delivered' }, changes: work.changes, events: work.events }
}

function settleTidings(parts: OutletParts, account: TwilioAccount, { delivery, message }: Tidings): Settlement {
  const work = parts.work(account)
  if (message.reference !== null) noteReport(work, message.reference, delivery)
  parts.note()
  return { verdict: { kind: 'delivered' }, changes: work.changes, events: work.events }
}

/** What the application changed of a message from a phone. Nobody waits for an error: what does not fit is left as it was. */
function modificationOf(verdict: Verdict | undefined): Modification {
  const { body = '', author = '', attributes, friendly_name: friendlyName = '' } = verdict?.changes ?? {}
  const fits = (text: string, longest: number) => text !== '' && text.length <= longest
  return {
    ...(fits(body, INBOUND_BODY_LENGTH) && { body }),
    ...(fits(author, NAME_LENGTH) && { author }),
    ...(attributes && !checkAttributes(attributes, SMALL_ATTRIBUTES_LENGTH) && { attributes }),
    ...(fits(friendlyName, NAME_LENGTH) && { friendlyName }),
  }
}

/** What an application is asked before a message from a phone is taken in; null if nobody asks. */
function questionFor(parts: OutletParts, account: TwilioAccount, offer: Offer): Question | null {
  const work = parts.work(account)
  const destination = findDestination(work, offer)
  if (destination.kind === 'nowhere') return null
  if (destination.kind === 'joins' && isThere(work, destination.conversation.sid, offer)) return null
  const event = destination.kind === 'joins' ? 'onMessageAdd' : 'onConversationAdd'
  const serviceSid =
    destination.kind === 'joins' ? destination.conversation.serviceSid : configurationOf(work).defaultServiceSid
  if (!parts.asks(event, account, serviceSid)) return null
  const conversationSid = destination.kind === 'joins' ? destination.conversation.sid : null
  const asked = parameters({
    ...common(event, account.sid, 'SMS'),
    ...(conversationSid === null ? {} : { ConversationSid: conversationSid, ChatServiceSid: serviceSid }),
    ...questionParameters(destination, offer),
  })
  return { event, account, serviceSid, conversationSid, parameters: asked }
}

function isThere({ read }: Work, conversationSid: string, { message }: Offer): boolean {
  return read.messagesOfCarrier(conversationSid, message.id).length > 0
}

function questionParameters(destination: Destination, { delivery, message }: Offer) {
  const body = textOf(message.content) || null
  if (destination.kind === 'joins') {
    return contentParameters({ body, author: message.from, participantSid: null, attributes: '{}', media: [] })
  }
  const binding =
    destination.kind === 'creates-pair'
      ? { address: message.from, proxyAddress: delivery.recipient }
      : { address: receivers(message), authorAddress: message.from }
  return { MessageBody: body ?? undefined, ...bindingParameters(binding) }
}

function receivers({ to, cc }: Message): string {
  return [...new Set([...to, ...cc])].join(',')
}
