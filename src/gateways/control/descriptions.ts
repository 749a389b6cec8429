import { z } from 'zod'
import { accountWishes } from './resources/accounts.ts'
import { clockAdvance, clockSetting } from './resources/clock.ts'
import { archiveWish, captureWish, importPage, packetWish } from './resources/export.ts'
import { faultWish } from './resources/faults.ts'
import { messagePage } from './resources/messages.ts'
import { numberWish } from './resources/numbers.ts'
import { actionWish, messageDraft, phoneMessagePage } from './resources/phone-messages.ts'
import { phoneWish } from './resources/phones.ts'
import { outbindWish } from './resources/sessions.ts'
import { idleWish, quietWish, waitWish } from './resources/wait.ts'
import { worldWish } from './resources/worlds.ts'

/** What the API's description says of a route; the schemas are those that check the requests. */
export type Description = {
  readonly summary: string
  readonly body?: z.ZodType
  readonly query?: z.ZodType
  /** Status and meaning of answers that are no problem. */
  readonly answers: Readonly<Record<number, string>>
  /** Statuses of problems besides 404 for an unknown world. */
  readonly problems?: readonly number[]
  /** The name of the answer's schema among ANSWERS. */
  readonly answer?: string
}

/** Routes of one world. A row of ROUTES without one here fails its test. */
export const DESCRIPTIONS: Readonly<Record<string, Description>> = {
  'get /info': row('Version, endpoints and credentials of the world', { answer: 'World' }),
  'get /phones': row('Phones of the world'),
  'get /phones/:number': row('One phone', { problems: [400] }),
  'put /phones/:number': {
    summary: 'Create or change a phone',
    body: phoneWish,
    answers: { 200: 'changed', 201: 'created' },
    problems: [400, 409],
  },
  'delete /phones/:number': gone('Remove a phone and all it keeps'),
  'get /phones/:number/threads': row('Threads as the phone shows them', { answer: 'Threads', problems: [400] }),
  'get /phones/:number/messages': row('Messages on the phone, oldest first', {
    query: phoneMessagePage,
    answer: 'PhoneMessages',
    problems: [400],
  }),
  'post /phones/:number/messages': {
    summary: 'The person types and sends a message',
    body: messageDraft,
    answers: { 201: 'sent' },
    answer: 'PhoneMessage',
    problems: [400, 422],
  },
  'post /phones/:number/messages/:id/:action': {
    ...gone('The person downloads, reads, deletes or reacts'),
    body: actionWish,
  },
  'get /phones/:number/notifications': row('MMS that wait to be fetched', { problems: [400] }),
  'get /phones/:number/media/:hash': row('The octets of a medium that the phone shows'),
  'get /messages': row('Messages of the network, newest first', { query: messagePage, problems: [400] }),
  'delete /messages': row('Forgets messages that match and are settled', { query: messagePage, problems: [400] }),
  'get /messages/:id': row('One message with its deliveries'),
  'get /messages/:id/journey': row('Every hop of a message, with its octets', { answer: 'Journey' }),
  'post /wait': row('Answers when messages that match are there', {
    body: waitWish,
    answer: 'PhoneMessages',
    problems: [400, 408],
  }),
  'post /expect-none': row("Answers when nothing has come for so long on the world's clock", {
    body: quietWish,
    problems: [400, 409],
  }),
  'post /idle': row('Answers when nothing is under way or due', { body: idleWish, problems: [400, 408] }),
  'get /clock': row("The world's clock", { answer: 'Clock' }),
  'put /clock': row('Make the clock real, frozen or faster', { body: clockSetting, answer: 'Clock', problems: [400] }),
  'post /clock/advance': row('Wind a frozen clock; done with all that fell due on the way', {
    body: clockAdvance,
    answer: 'Clock',
    problems: [400, 409],
  }),
  'get /sessions': row('SMPP sessions'),
  'get /sessions/:id': row('One SMPP session with its last PDUs, field by field'),
  'delete /sessions/:id': gone('Cut an SMPP session off'),
  'post /sessions/:id/unbind': {
    summary: 'Send unbind; the session ends with the answer or without',
    answers: { 202: 'sent' },
  },
  'post /sessions/:id/enquire-link': row('Send enquire_link and wait for its answer'),
  'post /outbind': {
    summary: 'Call an ESME that listens and tell it to bind',
    body: outbindWish,
    answers: { 201: 'called' },
    problems: [400, 502],
  },
  'get /webhooks': row('Webhook calls, with request and response'),
  'post /webhooks/:id/resend': {
    summary: 'Call an application again, with the same parameters',
    answers: { 202: 'called soon' },
    problems: [404],
  },
  'get /accounts/:kind': row('Accounts of a kind: smpp, mm7 or twilio'),
  'get /accounts/:kind/:key': row('One account'),
  'put /accounts/:kind/:key': {
    summary: 'Create or change an account: the fields of its own kind',
    body: z.union([accountWishes.smpp, accountWishes.mm7, accountWishes.twilio]),
    answers: { 200: 'changed', 201: 'created' },
    problems: [400, 409],
  },
  'delete /accounts/:kind/:key': gone('Remove an account and its numbers'),
  'get /faults': row('Fault rules that are in force, with how often they struck'),
  'post /faults': {
    summary: 'Post a fault rule, or the rules of a preset',
    body: faultWish,
    answers: { 201: 'posted' },
    problems: [400],
  },
  'delete /faults': gone('Remove every fault rule'),
  'get /faults/numbers': row('Numbers that fail in a known way'),
  'get /faults/presets': row('Rules that are posted under one name'),
  'delete /faults/:id': gone('Remove a fault rule'),
  'get /numbers': row('Numbers and who owns them'),
  'get /numbers/:number': row('One number', { problems: [400] }),
  'put /numbers/:number': {
    summary: 'Create or change a number',
    body: numberWish,
    answers: { 200: 'changed', 201: 'created' },
    problems: [400, 409],
  },
  'delete /numbers/:number': gone('Take a number away from its account'),
  'get /export.pcap': row('What passed between the carrier and its peers, or for one message, for Wireshark', {
    query: packetWish,
    problems: [400, 404],
  }),
  'get /export.json': row('Everything of the world as one document', { query: captureWish, problems: [400] }),
  'post /reset': gone('The world as it was at its first start'),
}

/** Routes of the process. */
export const PROCESS_DESCRIPTIONS: Readonly<Record<string, Description>> = {
  'get /health': row('The process lives'),
  'get /ready': row('The carrier is ready', { problems: [503] }),
  'get /openapi.json': row('This description'),
  'get /docs': row('This description as a page'),
  'get /worlds': row('Every world'),
  'post /worlds': {
    summary: 'Make a world with accounts, numbers and phones of its own',
    body: worldWish,
    answers: { 201: 'made' },
    answer: 'World',
    problems: [400, 409],
  },
  'post /import': {
    summary: 'Open an exported document as a world of its own',
    body: archiveWish,
    query: importPage,
    answers: { 201: 'opened' },
    answer: 'World',
    problems: [400, 409],
  },
  'delete /worlds/:world': { ...gone('Remove a world without trace'), problems: [409] },
}

const text = z.string()
const phoneMessage = z.looseObject({
  id: text,
  phone: text,
  direction: z.enum(['received', 'sent']),
  transport: z.enum(['sms', 'mms']),
  from: text,
  to: z.array(text),
  cc: z.array(text),
  thread: text,
  kind: z.enum(['direct', 'group']),
  subject: text.nullable(),
  text,
  media: z.array(
    z.looseObject({
      contentType: text,
      filename: text.nullable(),
      size: z.int(),
      url: text,
      adaptedFrom: z.looseObject({ contentType: text, size: z.int() }).optional(),
    }),
  ),
  status: text,
  at: z.iso.datetime(),
  messageId: text.nullable(),
  codes: z.array(text).optional(),
})

const thread = z.looseObject({
  id: text,
  kind: z.enum(['direct', 'group']),
  participants: z.array(text),
  title: text,
  unread: z.int(),
  lastMessage: phoneMessage,
})

/** What answers look like; tests hold real answers against them. */
export const ANSWERS = {
  PhoneMessage: phoneMessage,
  PhoneMessages: z.looseObject({ messages: z.array(phoneMessage) }),
  Threads: z.looseObject({ threads: z.array(thread) }),
  Clock: z.strictObject({
    mode: z.enum(['real', 'frozen', 'scaled']),
    now: z.iso.datetime(),
    rate: z.number().optional(),
  }),
  Journey: z.looseObject({
    messageId: text,
    hops: z.array(
      z.looseObject({
        at: z.iso.datetime(),
        lane: text.nullable(),
        step: text,
        result: z.enum(['ok', 'waiting', 'failed']),
        says: text,
        cause: text.nullable(),
      }),
    ),
  }),
  World: z.looseObject({
    version: text,
    world: text,
    url: text,
    accountSid: text.nullable(),
    authToken: text.nullable(),
    apiKey: text.nullable(),
    apiSecret: text.nullable(),
    smpp: z.looseObject({ host: text, port: z.int(), systemId: text, password: text }).nullable(),
    mm7: z.looseObject({ url: text, user: text, password: text, vaspId: text, vasId: text }).nullable(),
    numbers: z.array(z.looseObject({ number: text })),
    phones: z.array(z.looseObject({ number: text, name: text })),
  }),
  Problem: z.looseObject({
    type: text,
    status: z.int(),
    title: text,
    detail: text,
    errors: z.array(z.looseObject({ field: text, reason: text })).optional(),
  }),
} satisfies Record<string, z.ZodType>

function row(summary: string, more: Partial<Description> = {}): Description {
  return { summary, answers: { 200: 'done' }, ...more }
}

function gone(summary: string): Description {
  return { summary, answers: { 204: 'done' }, problems: [400] }
}
