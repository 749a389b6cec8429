import {
  type Address,
  type Inventory,
  type NumberKind,
  newMm7Account,
  newPhone,
  newSmppAccount,
  newTwilioAccount,
  type OwnedNumber,
  type Phone,
} from '../core/index.ts'

/** AccountSid of the world `main`; `SK` with the same digits is its API key. */
export const MAIN_TWILIO_SID = `AC${'a'.repeat(32)}`

const MAIN_PHONES = [
  ['Ana', '+12025550101'],
  ['Ben', '+12025550102'],
  ['Cleo', '+12025550103'],
] as const

/** What the world `main` has at its first start: product.md section 2. */
export function mainInventory(): Inventory {
  const phones = MAIN_PHONES.map(([name, number]) => newPhone(number as Address, name))
  return {
    accounts: [
      {
        ...newTwilioAccount(MAIN_TWILIO_SID, 'partyline'),
        apiKeys: [{ sid: `SK${'a'.repeat(32)}`, secret: 'partyline' }],
      },
      newSmppAccount('esme', 'secret'),
      { ...newMm7Account('vasp', 'secret'), vaspId: 'vasp', vasId: 'demo' },
    ],
    numbers: [
      owned('+15017122661', 'long-code', ['twilio', MAIN_TWILIO_SID]),
      owned('+15017122662', 'long-code', ['twilio', MAIN_TWILIO_SID]),
      owned('+12025550150', 'long-code', ['smpp', 'esme']),
      owned('55225', 'short-code', ['smpp', 'esme']),
      owned('+12025550160', 'long-code', ['mm7', 'vasp']),
    ],
    phones: withContacts(phones),
  }
}

export type WorldWish = {
  /** Unique in the process; credentials are made from it. */
  readonly index: number
  readonly hex: string
  /** Nothing that is shown tells them: the AuthToken and the API key's secret. */
  readonly secrets: readonly [string, string]
  readonly phones: readonly { readonly name: string; readonly number?: Address }[]
}

/** Accounts, numbers and phones of one more world; numbers repeat from world to world, credentials do not. */
export function worldInventory({ index, hex, secrets, phones }: WorldWish): Inventory {
  const [authToken, apiSecret] = secrets
  const sid = `AC${hex}`
  const systemId = `esme${index}`
  const user = `vasp${index}`
  return {
    accounts: [
      { ...newTwilioAccount(sid, authToken), apiKeys: [{ sid: `SK${hex}`, secret: apiSecret }] },
      newSmppAccount(systemId, authToken.slice(-8)),
      { ...newMm7Account(user, apiSecret.slice(-8)), vaspId: user },
    ],
    numbers: [
      owned('+15017122661', 'long-code', ['twilio', sid]),
      owned('+15017122662', 'long-code', ['twilio', sid]),
      owned('+12025550150', 'long-code', ['smpp', systemId]),
      owned('55225', 'short-code', ['smpp', systemId]),
      owned('+12025550160', 'long-code', ['mm7', user]),
    ],
    phones: withContacts(phonesOf(phones)),
  }
}

/** A phone without a wish for its number gets the next one that nobody wished for. */
function phonesOf(wishes: WorldWish['phones']): Phone[] {
  const taken = new Set(wishes.map(({ number }) => number))
  let at = 0
  const nextFree = (): Address => {
    const number = phoneNumber(at++)
    return taken.has(number) ? nextFree() : number
  }
  return wishes.map(({ name, number }) => newPhone(number ?? nextFree(), name))
}

const FIRST_PHONE = 2_025_550_101

function phoneNumber(at: number): Address {
  // Documentation numbers run from 0100 to 0199; past them any NXX-NXXX will do.
  return `+1${at < 49 ? FIRST_PHONE + at : 2_025_560_000 + at}` as Address
}

function owned(
  number: string,
  kind: NumberKind,
  [ownerKind, account]: readonly ['twilio' | 'smpp' | 'mm7', string],
): OwnedNumber {
  return {
    number: number as Address,
    kind,
    owner: { kind: ownerKind, account },
    capabilities: { sms: true, mms: kind !== 'short-code' },
  }
}

/** Friends have each other's names. */
function withContacts(phones: readonly Phone[]): Phone[] {
  const names = Object.fromEntries(phones.filter(({ name }) => name).map(({ number, name }) => [number, name]))
  return phones.map((phone) => {
    const { [phone.number]: _self, ...contacts } = names
    return { ...phone, contacts }
  })
}
