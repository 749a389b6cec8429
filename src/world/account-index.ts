import { type Account, accountKey } from '../core/index.ts'

/**
 * Which worlds may know a login: system_id, VASP user, AccountSid or API key. It hears of every account that is written
 * and forgets none until the world goes, so that an entry may be out of date but none is missing; who looks asks the world.
 */
export class AccountIndex {
  private readonly worldsOfLogin = new Map<string, Set<number>>()
  private readonly loginsOfWorld = new Map<number, Set<string>>()

  note(world: number, account: Account): void {
    for (const login of loginsOf(account)) {
      entry(this.worldsOfLogin, login).add(world)
      entry(this.loginsOfWorld, world).add(login)
    }
  }

  /** Oldest world first. */
  worldsOf(kind: Account['kind'] | 'api-key', key: string): readonly number[] {
    const worlds = this.worldsOfLogin.get(`${kind} ${key}`)
    return worlds ? [...worlds].sort((a, b) => a - b) : []
  }

  forget(world: number): void {
    for (const login of this.loginsOfWorld.get(world) ?? []) {
      const worlds = this.worldsOfLogin.get(login)
      worlds?.delete(world)
      if (worlds?.size === 0) this.worldsOfLogin.delete(login)
    }
    this.loginsOfWorld.delete(world)
  }
}

function loginsOf(account: Account): readonly string[] {
  const own = `${account.kind} ${accountKey(account)}`
  return account.kind === 'twilio' ? [own, ...account.apiKeys.map(({ sid }) => `api-key ${sid}`)] : [own]
}

function entry<K, V>(map: Map<K, Set<V>>, key: K): Set<V> {
  const found = map.get(key) ?? new Set<V>()
  map.set(key, found)
  return found
}
