import { opensAccount } from '../conversations/index.ts'
import type { AccountKind, AccountOf, Address, ClockSetting, Ids, Inventory, WorldRecord } from '../core/index.ts'
import { type PartylineDatabase, UnfitDump, type WorldDump } from '../store/index.ts'
import type { AccountIndex } from './account-index.ts'
import { asWorld, recordIn } from './archive.ts'
import { mainInventory, worldInventory } from './inventory.ts'
import { World, type WorldParts } from './world.ts'

export type RegistryParts = {
  readonly database: PartylineDatabase
  readonly ids: Ids
  /** Clock, seed and auto-phones of the world `main` at its first start, and of worlds that do not say. */
  readonly defaults: { readonly clock: ClockSetting; readonly seed: number; readonly autoPhones: boolean }
  readonly worldParts: Omit<WorldParts, 'record'>
  /** Kept up to date by the store. */
  readonly logins: AccountIndex
  /** A world has come. */
  readonly onOpen?: (world: World) => void
}

export type WorldWish = {
  readonly name?: string
  readonly phones?: readonly { readonly name: string; readonly number?: Address }[]
  readonly clock?: ClockSetting
  readonly seed?: number
}

export type Login<K extends AccountKind> = { readonly world: World; readonly account: AccountOf<K> }

/** Every world of the process; peers find theirs by what they log in as. */
export class Worlds {
  private readonly parts: RegistryParts
  private readonly byName = new Map<string, World>()
  private readonly byId = new Map<number, World>()
  /** Names of worlds that are being made. */
  private readonly reserved = new Set<string>()
  private nextIndex = 1

  constructor(parts: RegistryParts) {
    this.parts = parts
  }

  /** Opens what earlier runs left, and makes `main` at the first start. */
  async open(): Promise<void> {
    for (const record of this.parts.database.worlds()) {
      this.nextIndex = Math.max(this.nextIndex, record.id + 1)
      this.opened(record)
    }
    if (!this.byName.has('main')) await this.make({ name: 'main', inventory: mainInventory() })
  }

  find(name: string): World | undefined {
    return this.byName.get(name)
  }

  list(): readonly World[] {
    return [...this.byName.values()]
  }

  /** The world that a delivery belongs to; a handset outside knows nothing else of its world. */
  ofDelivery(id: number | undefined): World | undefined {
    return id === undefined ? undefined : this.list().find(({ read }) => read.delivery(id) !== undefined)
  }

  /** The world and account that a peer logs in as. */
  findAccount<K extends AccountKind>(kind: K, key: string, name?: string): Login<K> | undefined {
    for (const world of this.worldsOf(kind, key)) {
      if (name !== undefined && world.name !== name) continue
      const account = world.read.account(kind, key)
      if (account) return { world, account }
    }
    return undefined
  }

  /** Whose credentials these are: an AccountSid with its token, or an API key with its secret. */
  authenticateTwilio(user: string, password: string) {
    const found = this.findTwilio(user)
    if (!found || !opensAccount(found.account, { user, password })) return undefined
    return { account: found.account, conversations: found.world.conversations }
  }

  /** Whose AccountSid this is, for what is served without credentials. */
  tenant(sid: string) {
    const found = this.findAccount('twilio', sid)
    return found && { account: found.account, conversations: found.world.conversations }
  }

  /** The world and Twilio account of an AccountSid or API key SID. */
  findTwilio(sid: string): Login<'twilio'> | undefined {
    if (sid.startsWith('AC')) return this.findAccount('twilio', sid)
    for (const world of this.worldsOf('api-key', sid)) {
      const account = world.read.accounts('twilio').find(({ apiKeys }) => apiKeys.some((key) => key.sid === sid))
      if (account) return { world, account }
    }
    return undefined
  }

  /** Undefined when there is a world of this name already. */
  async create({ name, phones, clock, seed }: WorldWish): Promise<World | undefined> {
    if (name !== undefined && this.isTaken(name)) return undefined
    const { ids } = this.parts
    const hex = ids.hex()
    while (this.isTaken(`w${this.nextIndex}`)) this.nextIndex += 1
    const index = this.nextIndex
    const wanted = phones ?? ['Ana', 'Ben', 'Cleo'].map((phone) => ({ name: phone }))
    return this.make({
      name: name ?? `w${index}`,
      inventory: worldInventory({ index, hex, secrets: [ids.hex(), ids.hex()], phones: wanted }),
      ...(clock && { clock }),
      ...(seed !== undefined && { seed }),
    })
  }

  /** Opens an archive as a world of its own; a string says why it cannot. */
  restore(dump: WorldDump, wanted?: string): World | { readonly refused: string } {
    const original = recordIn(dump)
    if (!original) return { refused: 'it holds no world' }
    const name = wanted ?? `${original.name}-imported`
    if (this.isTaken(name)) return { refused: `there is a world ${name} already` }
    const record = { ...original, id: this.nextIndex++, name, epoch: this.parts.ids.hex() }
    try {
      this.parts.database.restoreWorld(record, asWorld(dump, record))
    } catch (error) {
      if (error instanceof UnfitDump) return { refused: error.message }
      throw error
    }
    return this.opened(record)
  }

  async remove(name: string): Promise<boolean> {
    const world = this.byName.get(name)
    if (!world) return false
    this.byName.delete(name)
    this.byId.delete(world.id)
    this.parts.worldParts.onClose(name)
    world.close()
    this.parts.database.removeWorld(world.id)
    this.parts.logins.forget(world.id)
    world.journal.end()
    return true
  }

  async close(): Promise<void> {
    await Promise.all(this.list().map((world) => world.keepFaults()))
    for (const world of this.byName.values()) world.stop()
  }

  private async make(wish: {
    name: string
    inventory: Inventory
    clock?: ClockSetting
    seed?: number
  }): Promise<World> {
    const { clock, seed, autoPhones } = this.parts.defaults
    const id = this.nextIndex++
    const record: WorldRecord = {
      id,
      name: wish.name,
      epoch: this.parts.ids.hex(),
      settings: { autoPhones, seed: wish.seed ?? seed },
      clock: wish.clock ?? clock,
      inventory: wish.inventory,
      firstClock: wish.clock ?? clock,
    }
    this.reserved.add(wish.name)
    try {
      const world = new World({ ...this.parts.worldParts, record })
      await world.begin()
      return this.add(world)
    } finally {
      this.reserved.delete(wish.name)
    }
  }

  /** A world whose rows are there. */
  private opened(record: WorldRecord): World {
    const world = this.add(new World({ ...this.parts.worldParts, record }))
    for (const kind of ['smpp', 'mm7', 'twilio'] as const)
      for (const account of world.read.accounts(kind)) this.parts.logins.note(world.id, account)
    return world
  }

  private isTaken(name: string): boolean {
    return this.byName.has(name) || this.reserved.has(name)
  }

  private *worldsOf(kind: AccountKind | 'api-key', key: string): Iterable<World> {
    for (const id of this.parts.logins.worldsOf(kind, key)) {
      const world = this.byId.get(id)
      if (world) yield world
    }
  }

  private add(world: World): World {
    this.byName.set(world.name, world)
    this.byId.set(world.id, world)
    this.parts.onOpen?.(world)
    return world
  }
}
