import { makePdu, makeTlv, type Pdu, tlvNumber } from '../../../protocols/smpp/index.ts'
import { type Address, type CarrierReader, type Phone, reachability, type Unit } from '../../core/index.ts'
import { unsettledMessages } from './operations/pending.ts'
import { parseReference } from './submission-reference.ts'
import { wireAddress } from './wire-address.ts'

/** Who wants to hear that a phone is back, and as which of its numbers. */
export type Alert = { readonly systemId: string; readonly esmeAddress: Address }

/** Flags of one phone; more are forgotten, oldest first. */
const FLAGS_MAX = 1_000

/** Sets the delivery pending flag of a message that nothing else remembers; false for what is no phone. [SMPP34 5.3.2.29] */
export function flagPhone(unit: Unit, number: Address, alert: Alert): boolean {
  const phone = unit.read.phone(number)
  if (!phone) return false
  const others = flagsOf(phone).filter((flag) => alertKey(flag) !== alertKey(alert))
  putFlags(unit, phone, [...others, alert].slice(-FLAGS_MAX))
  return true
}

/** Takes the flags of accounts that can hear now; the others stay until theirs can. */
function takeFlags(unit: Unit, number: Address, hears: (systemId: string) => boolean): readonly Alert[] {
  const phone = unit.read.phone(number)
  const flags = phone ? flagsOf(phone) : []
  const taken = flags.filter(({ systemId }) => hears(systemId))
  if (!phone || taken.length === 0) return []
  putFlags(
    unit,
    phone,
    flags.filter((flag) => !taken.includes(flag)),
  )
  return taken
}

/** Phones that came back while nobody of this account was there to hear of it. */
export function flaggedPhonesBack(read: CarrierReader, systemId: string): readonly Address[] {
  const isBack = (phone: Phone) =>
    flagsOf(phone).some((flag) => flag.systemId === systemId) && reachability(phone).kind === 'reachable'
  return read
    .phones()
    .filter(isBack)
    .map(({ number }) => number)
}

function flagsOf({ pendingFlags = [] }: Phone): readonly Alert[] {
  return pendingFlags.map(({ account, address }) => ({ systemId: account, esmeAddress: address }))
}

function putFlags(unit: Unit, phone: Phone, alerts: readonly Alert[]): void {
  const { pendingFlags: _, ...rest } = phone
  const flags = alerts.map(({ systemId, esmeAddress }) => ({ account: systemId, address: esmeAddress }))
  unit.put({ layer: 'core', put: 'phone', value: flags.length === 0 ? rest : { ...rest, pendingFlags: flags } })
}

/** [SMPP34 5.3.2.30] */
const AVAILABLE = 0

/** Accounts that set the delivery pending flag, or whose waiting messages ask for it, each once. [SMPP34 5.3.2.29] */
export function takeAlerts(unit: Unit, phone: Address, hears: (systemId: string) => boolean): readonly Alert[] {
  const alerts = new Map(takeFlags(unit, phone, hears).map((alert) => [alertKey(alert), alert]))
  for (const { delivery, message } of unsettledMessages(unit.read, { kind: 'handset', key: phone })) {
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
