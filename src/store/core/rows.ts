import type { Database } from 'better-sqlite3'
import {
  type Account,
  type AccountKind,
  type AccountOf,
  type Address,
  accountKey,
  type CarrierReader,
  type CoreChange,
  deliveryIdAt,
  type KeptFault,
  MAX_RECIPIENTS,
  type OwnedNumber,
  type Phone,
  type RepeatedBroadcast,
  type WorldRecord,
} from '../../core/index.ts'
import { type LayerRows, whereWorld } from '../layer.ts'
import { openContentRows } from './content-rows.ts'
import { openDeliveries } from './deliveries.ts'
import { openEntityRows } from './entity-rows.ts'
import { eventsOfCarrier } from './events.ts'
import { openMessageRows } from './message-rows.ts'

/** The carrier's rows: worlds, accounts, numbers, phones, messages, deliveries and media octets. */
export function openCoreRows(
  db: Database,
  onAccount: (world: number, account: Account) => void = () => {},
): LayerRows<CarrierReader, CoreChange> {
  const entities = openEntityRows(db)
  const messages = openMessageRows(db)
  const deliveries = openDeliveries(db, messages)
  const putWorld = db.prepare('INSERT OR REPLACE INTO world (id, name, doc) VALUES (?, ?, ?)')
  const content = openContentRows(db)

  function put(world: number, change: Extract<CoreChange, { put: string }>): void {
    switch (change.put) {
      case 'world':
        putWorld.run(change.value.id, change.value.name, JSON.stringify(change.value))
        entities.put(world, 'world', 'self', change.value)
        return
      case 'account':
        onAccount(world, change.value)
        return entities.put(world, change.value.kind, accountKey(change.value), change.value)
      case 'number':
        return entities.put(world, 'number', change.value.number, change.value)
      case 'phone':
        return entities.put(world, 'phone', change.value.number, change.value)
      case 'broadcast':
        return entities.put(world, 'broadcast', String(change.value.id), change.value)
      case 'fault':
        return entities.put(world, 'fault', change.value.id, change.value)
      case 'message':
        return putMessage(world, change)
      case 'delivery':
        return deliveries.of(world).put(change.value, change.owes ?? null)
      case 'content':
        return content.put(world, change.hash, change.octets)
    }
  }

  function putMessage(world: number, { value, evidence, deliveries: copies }: MessagePut): void {
    if (!copies) return messages.replace(world, value, evidence)
    messages.add(world, value, { evidence, deliveries: copies })
    deliveries.of(world).add(value.id, value.acceptedAt, copies)
  }

  function remove(world: number, change: Extract<CoreChange, { remove: string }>): void {
    if (change.remove === 'message') {
      deliveries.of(world).removeOf(change.key)
      messages.remove(world, change.key)
      return
    }
    entities.remove(world, change.remove === 'account' ? change.kind : change.remove, String(change.key))
  }

  function forget(): void {
    messages.forget()
    content.forget()
  }

  return {
    events: eventsOfCarrier({ message: messages.get, delivery: (world, id) => deliveries.of(world).delivery(id) }),
    reader: (world) => ({
      world: () => entities.get<WorldRecord>(world, 'world', 'self') ?? missingWorld(world),
      phone: (number) => entities.get<Phone>(world, 'phone', number),
      phones: () => entities.all<Phone>(world, 'phone'),
      number: (number: Address) => entities.get<OwnedNumber>(world, 'number', number),
      numbers: () => entities.all<OwnedNumber>(world, 'number'),
      broadcasts: () => entities.all<RepeatedBroadcast>(world, 'broadcast'),
      faults: () => entities.all<KeptFault>(world, 'fault'),
      account: <K extends AccountKind>(kind: K, key: string) => entities.get<AccountOf<K>>(world, kind, key),
      accounts: <K extends AccountKind>(kind: K) => entities.all<Account>(world, kind) as AccountOf<K>[],
      message: (id) => messages.get(world, id),
      messages: ({ before, limit }) => messages.page(world, before ?? Number.MAX_SAFE_INTEGER, limit),
      handedIn: (origin, reference) => messages.handedIn(world, origin, reference),
      evidence: (id) => messages.evidence(world, id),
      delivery: (id) => deliveries.of(world).delivery(id),
      deliveriesOf: (id) => deliveries.of(world).deliveriesOf(id),
      due: (now, limit) => deliveries.of(world).due(now, limit),
      unsettled: (endpoint, page) => deliveries.of(world).unsettled(endpoint, page),
      nextDueAt: (after) => deliveries.of(world).nextDueAt(after),
      content: (hash) => content.get(world, hash),
    }),
    apply: (world, change) => ('put' in change ? put(world, change) : remove(world, change)),
    // A message's ids are taken as far as its last delivery's reports.
    lastId: () => Math.max(deliveryIdAt(messages.lastId(), MAX_RECIPIENTS), deliveries.lastId()),
    beforeCommit(world) {
      messages.beforeCommit(world)
      deliveries.of(world).record()
      content.beforeCommit()
    },
    committed(world) {
      deliveries.of(world).committed()
      content.committed()
    },
    release: content.close,
    close: (world) => deliveries.of(world).close(),
    forget,
    clear(world) {
      for (const table of ['entity', 'delivery', 'settled', 'content', 'journal']) {
        db.prepare(`DELETE FROM ${table} WHERE ${whereWorld(world)}`).run(world)
      }
      db.prepare('DELETE FROM world WHERE id = ?').run(world)
      messages.clear(world)
      deliveries.clearMark(world)
      deliveries.forget(world)
      entities.forget(world)
      forget()
    },
    rolledBack(world) {
      deliveries.of(world).rolledBack()
      messages.rolledBack(world)
      entities.forget(world)
      content.rolledBack()
    },
  }
}

type MessagePut = Extract<CoreChange, { put: 'message' }>

function missingWorld(world: number): never {
  throw new Error(`world ${world} has no record`)
}
