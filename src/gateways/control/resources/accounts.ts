import { z } from 'zod'
import {
  type Account,
  type AccountKind,
  type Address,
  newMm7Account,
  newSmppAccount,
  newTwilioAccount,
  type OwnedNumber,
  parseAddress,
} from '../../../core/index.ts'
import { invalid, isProblem, notFound, type Problem, problem } from '../problem.ts'
import { checked, type Handler } from '../request.ts'
import type { ControlWorld } from '../world-port.ts'
import { mayBeOwned, ownedNumber, phoneHas } from './numbers.ts'
import { switchesWish } from './switches.ts'

const numbers = z.array(z.string())
const rate = z.number().positive().nullable()

export const accountWishes = {
  smpp: z
    .strictObject({
      password: z.string().max(8, 'an SMPP password has at most 8 characters'),
      numbers,
      maxSessions: z.int().min(1),
      window: z.int().min(1),
      rate,
      sources: z.enum(['any', 'owned']),
      alphabet: z.enum(['gsm7', 'latin1', 'ia5']),
      receipt: z
        .strictObject({
          id: z.enum(['decimal', 'hex']),
          dates: z.union([z.literal(10), z.literal(12)]),
          errorDigits: z.int().min(1).max(10),
          textLabel: z.enum(['text', 'Text']),
          carrier: z.enum(['deliver_sm', 'data_sm']),
        })
        .partial(),
    })
    .partial(),
  mm7: z
    .strictObject({
      password: z.string(),
      vaspId: z.string(),
      vasId: z.string(),
      numbers,
      deliverUrl: z.url().nullable(),
      reportUrl: z.url().nullable(),
      group: z.enum(['several-recipients', 'display-only']),
      faultStatus: z.union([z.literal(200), z.literal(500)]),
      rate,
      retry: z
        .strictObject({
          afterSeconds: z.array(z.number().positive()).min(1, 'needs at least one wait'),
          attempts: z.int().min(1).nullable().default(null),
        })
        .nullable(),
      schema: z.strictObject({ namespace: z.string().min(1), version: z.string().min(1) }).nullable(),
      destinations: z.enum(['several', 'one']),
      linkedIds: z.enum(['checked', 'any']),
      applications: z.record(z.string().min(1).max(256), z.url()).nullable(),
    })
    .partial(),
  twilio: z
    .strictObject({
      authToken: z.string(),
      apiKeys: z.array(z.strictObject({ sid: z.string().regex(/^SK[0-9a-f]{32}$/), secret: z.string() })),
      numbers,
      switches: switchesWish,
    })
    .partial(),
} satisfies Record<AccountKind, z.ZodType>

const KEYS = {
  smpp: { pattern: /^[\x21-\x7e]{1,15}$/, rule: 'a system_id has 1 to 15 printable characters' },
  mm7: { pattern: /^[^:\s]{1,64}$/, rule: 'a VASP user has 1 to 64 characters without colon or space' },
  twilio: { pattern: /^AC[0-9a-f]{32}$/, rule: 'an AccountSid is AC and 32 lower-case hex digits' },
} satisfies Record<AccountKind, object>

export const listAccounts: Handler = (world, { params }) => {
  const kind = kindOf(params.kind)
  if (isProblem(kind)) return kind
  return { body: { accounts: world.read.accounts(kind).map((account) => view(world, account)) } }
}

export const getAccount: Handler = (world, { params }) => {
  const kind = kindOf(params.kind)
  if (isProblem(kind)) return kind
  const account = world.read.account(kind, String(params.key))
  return account ? { body: view(world, account) } : notFound(`${kind} account ${params.key}`)
}

export const putAccount: Handler = async (world, { params, body }) => {
  const kind = kindOf(params.kind)
  if (isProblem(kind)) return kind
  const key = String(params.key)
  if (!KEYS[kind].pattern.test(key)) return invalid('key', KEYS[kind].rule)
  const wish = checked(accountWishes[kind], body)
  if (isProblem(wish)) return wish
  const { numbers: wanted, ...fields } = wish.value
  const owned = wanted === undefined ? undefined : readNumbers(world, { kind, account: key }, wanted)
  if (owned && isProblem(owned)) return owned
  const before = world.read.account(kind, key)
  const account = changed(before ?? fresh(kind, key), fields)
  await world.carrier.run((unit) => {
    unit.put({ layer: 'core', put: 'account', value: account })
    if (owned)
      for (const number of numbersOf(world, account)) unit.put({ layer: 'core', remove: 'number', key: number })
    for (const value of owned ?? []) unit.put({ layer: 'core', put: 'number', value })
  })
  await world.carrier.wake({ kind, key })
  return { status: before ? 200 : 201, body: view(world, account) }
}

export const deleteAccount: Handler = async (world, { params }) => {
  const kind = kindOf(params.kind)
  if (isProblem(kind)) return kind
  const account = world.read.account(kind, String(params.key))
  if (!account) return notFound(`${kind} account ${params.key}`)
  await world.carrier.run((unit) => {
    for (const key of numbersOf(world, account)) unit.put({ layer: 'core', remove: 'number', key })
    unit.put({ layer: 'core', remove: 'account', kind, key: String(params.key) })
  })
  if (kind === 'smpp') closeSessions(world, String(params.key))
  // What waits for its URL has nobody to go to any more.
  if (kind === 'mm7') await world.carrier.wake({ kind, key: String(params.key) })
  return { status: 204 }
}

function closeSessions({ smpp }: ControlWorld, systemId: string): void {
  for (const session of smpp.list()) if (session.systemId === systemId) smpp.close(session.id)
}

function kindOf(text: unknown): AccountKind | Problem {
  return text === 'smpp' || text === 'mm7' || text === 'twilio' ? text : notFound(`kind of account ${text}`)
}

function fresh(kind: AccountKind, key: string): Account {
  switch (kind) {
    case 'smpp':
      return newSmppAccount(key, 'secret')
    case 'mm7':
      return newMm7Account(key, 'secret')
    case 'twilio':
      return newTwilioAccount(key, 'partyline')
  }
}

/** The fields were checked by the schema of the account's own kind; a nested receipt changes field by field. */
function changed(account: Account, fields: object): Account {
  const receipt =
    'receipt' in account && 'receipt' in fields
      ? { receipt: { ...account.receipt, ...(fields.receipt as object) } }
      : {}
  return { ...account, ...fields, ...receipt } as Account
}

function readNumbers(
  world: ControlWorld,
  owner: OwnedNumber['owner'],
  wanted: readonly string[],
): OwnedNumber[] | Problem {
  const owned: OwnedNumber[] = []
  for (const text of wanted) {
    const number = parseAddress(text)
    if (!number || !mayBeOwned(number)) return invalid('numbers', `${text} is no number that can be dialled`)
    const other = world.read.number(number)
    const isElsewhere = other && (other.owner.kind !== owner.kind || other.owner.account !== owner.account)
    if (isElsewhere) {
      return problem(409, 'Number in use', `${number} belongs to ${other.owner.kind} account ${other.owner.account}`)
    }
    if (world.read.phone(number)) return phoneHas(number)
    owned.push(other ?? ownedNumber(number, owner))
  }
  return owned
}

function numbersOf({ read }: ControlWorld, account: Account): readonly Address[] {
  const key = account.kind === 'smpp' ? account.systemId : account.kind === 'mm7' ? account.user : account.sid
  return read
    .numbers()
    .filter(({ owner }) => owner.kind === account.kind && owner.account === key)
    .map(({ number }) => number)
}

function view(world: ControlWorld, account: Account): object {
  return { ...account, numbers: numbersOf(world, account) }
}
