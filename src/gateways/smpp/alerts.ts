import { makePdu, makeTlv, type Pdu, tlvNumber } from '../../../protocols/smpp/index.ts'
import type { Address, CarrierReader } from '../../core/index.ts'
import { unsettledMessages } from './operations/pending.ts'
import { parseReference } from './submission-reference.ts'
import { wireAddress } from './wire-address.ts'

/** Who wants to hear that a phone is back, and as which of its numbers. */
export type Alert = { readonly systemId: string; readonly esmeAddress: Address }

/** Flags of messages that ended without reaching their phone; more are forgotten, oldest first. */
const FLAGS_MAX = 10_000

/**
 * Delivery pending flags of messages that nothing else remembers, because their only attempt was over. They do not
 * outlive the process; those of messages that wait are read from the messages.
 */
export class AlertBook {
  private readonly flags = new Map<string, { readonly place: string; readonly alert: Alert }>()

  add(worldName: string, phone: Address, alert: Alert): void {
    const place = placeOf(worldName, phone)
    this.flags.set(`${place}\n${alertKey(alert)}`, { place, alert })
    const [oldest] = this.flags.keys()
    if (this.flags.size > FLAGS_MAX && oldest !== undefined) this.flags.delete(oldest)
  }

  /** Takes out who wants to hear of this phone. */
  take(worldName: string, phone: Address): readonly Alert[] {
    const own = [...this.flags].filter(([, { place }]) => place === placeOf(worldName, phone))
    for (const [key] of own) this.flags.delete(key)
    return own.map(([, { alert }]) => alert)
  }
}

function placeOf(worldName: string, phone: Address): string {
  return `${worldName}\n${phone}`
}

/** [SMPP34 5.3.2.30] */
const AVAILABLE = 0

/** Accounts whose messages wait for this phone and asked for the delivery pending flag, each once. [SMPP34 5.3.2.28] */
export function alertsFor(read: CarrierReader, phone: Address, flagged: readonly Alert[]): readonly Alert[] {
  const alerts = new Map(flagged.map((alert) => [alertKey(alert), alert]))
  for (const { delivery, message } of unsettledMessages(read, { kind: 'handset', key: phone })) {
    const wasTried = 'attempts' in delivery.progress && delivery.progress.attempts > 0
    if (message.origin.kind !== 'smpp' || !wasTried || !wantsAlert(message.reference)) continue
    const alert = { systemId: message.origin.key, esmeAddress: message.from }
    alerts.set(alertKey(alert), alert)
  }
  return [...alerts.values()]
}

function alertKey({ systemId, esmeAddress }: Alert): string {
  return `${systemId}\n${esmeAddress}`
}

/** [SMPP34 4.12] */
export function alertNotification(phone: Address, { esmeAddress }: Alert): Pdu {
  const source = wireAddress(phone)
  const esme = wireAddress(esmeAddress)
  return makePdu('alert_notification', {
    sourceAddrTon: source.ton,
    sourceAddrNpi: source.npi,
    sourceAddr: source.digits,
    esmeAddrTon: esme.ton,
    esmeAddrNpi: esme.npi,
    esmeAddr: esme.digits,
    tlvs: [makeTlv('ms_availability_status', AVAILABLE)],
  })
}

function wantsAlert(reference: string | null): boolean {
  return tlvNumber(parseReference(reference).tlvs, 'set_dpf') === 1
}
