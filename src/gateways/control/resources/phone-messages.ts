import { z } from 'zod'
import { mismatches, parseQuery } from '../../../../protocols/search/index.ts'
import { type Address, parseAddress } from '../../../core/index.ts'
import { invalid, isProblem, notFound, problem } from '../problem.ts'
import { checked, type Handler, phoneOf } from '../request.ts'
import { withAdapted } from './adapted-media.ts'

const MOST = 500
export const phoneMessagePage = z.strictObject({
  thread: z.string().optional(),
  query: z.string().optional(),
  after: z.string().regex(/^\d+$/, 'takes the id of a message').optional(),
  before: z.string().regex(/^\d+$/, 'takes the id of a message').optional(),
  limit: z.coerce.number().int().min(1).max(MOST).default(100),
})

const address = z.string().transform((text, context): Address => {
  const parsed = parseAddress(text)
  if (parsed) return parsed
  context.addIssue({ code: 'custom', message: `${text} is no phone number` })
  return z.NEVER
})

export const messageDraft = z.strictObject({
  to: z.preprocess(
    (given) => (typeof given === 'string' ? [given] : given),
    z.array(address).min(1, 'needs at least one number'),
  ),
  text: z.string().optional(),
  subject: z.string().max(256).optional(),
  media: z
    .array(z.strictObject({ contentType: z.string(), filename: z.string().optional(), data: z.base64() }))
    .optional(),
  readReport: z.boolean().optional(),
})

export const listThreads: Handler = (world, { params }) => {
  const phone = phoneOf(world, params.number)
  if (isProblem(phone)) return phone
  return { body: { seq: world.journal.lastSeq, threads: world.phones.threads(phone.number) } }
}

export const listPhoneMessages: Handler = (world, { params, query }) => {
  const phone = phoneOf(world, params.number)
  if (isProblem(phone)) return phone
  const asked = checked(phoneMessagePage, query)
  if (isProblem(asked)) return asked
  const { thread, after, before, limit } = asked.value
  const terms = parseQuery(asked.value.query ?? '')
  if (!terms.ok) return invalid('query', terms.reason)
  const read = {
    limit: terms.terms.length > 0 ? MOST : limit,
    ...(thread && { thread }),
    ...(after && { after }),
    ...(before && { before }),
  }
  const found = world.phones
    .messages(phone.number, read)
    .filter((message) => mismatches(message, terms.terms).length === 0)
  const messages = found.slice(-limit).map((message) => withAdapted(world.read, message))
  return { body: { seq: world.journal.lastSeq, messages } }
}

export const sendFromPhone: Handler = async (world, { params, body }) => {
  const phone = phoneOf(world, params.number)
  if (isProblem(phone)) return phone
  const wish = checked(messageDraft, body)
  if (isProblem(wish)) return wish
  const { to, text, subject, media, readReport } = wish.value
  if (!text && !media?.length) return invalid('text', 'give text or media, or both')
  const sent = await world.phones.send(phone.number, {
    to,
    ...(text !== undefined && { text }),
    ...(subject !== undefined && { subject }),
    ...(readReport !== undefined && { readReport }),
    ...(media && {
      media: media.map(({ contentType, filename, data }) => ({
        contentType,
        ...(filename !== undefined && { filename }),
        octets: Uint8Array.from(Buffer.from(data, 'base64')),
      })),
    }),
  })
  return 'message' in sent ? { status: 201, body: sent.message } : problem(422, 'Not sent', sent.refused)
}

export const ACTIONS = ['download', 'read', 'delete', 'react'] as const
export const actionWish = z.strictObject({ reaction: z.string().optional() })

export const actOnMessage: Handler = async (world, { params, body }) => {
  const phone = phoneOf(world, params.number)
  if (isProblem(phone)) return phone
  const action = ACTIONS.find((name) => name === params.action)
  if (!action) return notFound(`action ${params.action}; there are ${ACTIONS.join(', ')}`)
  const reaction = checked(actionWish, body)
  if (isProblem(reaction)) return reaction
  const done = await world.phones.act(phone.number, String(params.id), action, reaction.value.reaction)
  return done ? { status: 204 } : notFound(`message ${params.id} on ${phone.number}`)
}

export const listNotifications: Handler = (world, { params }) => {
  const phone = phoneOf(world, params.number)
  if (isProblem(phone)) return phone
  return { body: { seq: world.journal.lastSeq, notifications: world.phones.notifications(phone.number) } }
}
