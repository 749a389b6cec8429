import { mismatches, type Searchable, type Term } from '../../../../protocols/search/index.ts'
import { type CarrierReader, type Message, type MessageDelivery, textOf } from '../../../core/index.ts'

/** Whether a message of the network matches a query: `status` is the worst that happened, `error` every reason. */
export function matcher(read: CarrierReader, terms: readonly Term[]): (message: Message) => boolean {
  const asksForOutcome = terms.some((term) => term.kind === 'field' && OUTCOME.includes(term.field))
  return (message) => {
    const looked = asksForOutcome
      ? { ...searchable(message), ...outcomeOf(read.deliveriesOf(message.id).filter(isOwn)) }
      : searchable(message)
    return mismatches(looked, terms).length === 0
  }
}

/** What takes a look at the deliveries. */
const OUTCOME: readonly string[] = ['status', 'error']

function searchable({ from, to, cc, content, acceptedAt }: Message): Searchable {
  const isMms = content.kind === 'mms'
  return {
    from,
    to,
    cc,
    transport: content.kind,
    subject: isMms ? content.subject : null,
    text: textOf(content),
    media: isMms
      ? content.parts.filter(({ contentType }) => !/^(text\/plain|application\/smil)/.test(contentType))
      : [],
    kind: to.length + cc.length > 1 ? 'group' : 'direct',
    at: new Date(acceptedAt).toISOString(),
  }
}

function isOwn(delivery: { readonly kind: string }): delivery is MessageDelivery {
  return delivery.kind === 'message'
}

const WORST_FIRST = ['failed', 'waiting', 'notified', 'delivered'] as const

function outcomeOf(deliveries: readonly MessageDelivery[]): Pick<Searchable, 'status' | 'error'> {
  const all = deliveries.map(({ progress }) => progress)
  const reasons = all.map((progress) =>
    progress.state === 'failed' ? progress.reason : progress.state === 'waiting' ? (progress.waitingFor ?? '') : '',
  )
  return {
    status: WORST_FIRST.find((state) => all.some((progress) => progress.state === state)) ?? 'accepted',
    error: reasons.filter((reason) => reason !== '').join(' '),
  }
}
