import { FIELDS, type FieldItem, type FieldName, type FieldValue } from './fields.ts'
import type { KeptField } from './kept-field.ts'
import { MAILBOX_PDUS } from './mailbox-pdus.ts'
import { MESSAGE_PDUS } from './message-pdus.ts'
import type { Body } from './multipart.ts'
import type { Presence } from './pdu-row.ts'

/** [MMSENC 6] Every PDU type: its fields, which of them must be there, and whether a body follows. */
export const PDUS = { ...MESSAGE_PDUS, ...MAILBOX_PDUS }

export type PduType = keyof typeof PDUS

type Rows = typeof PDUS
type NamesThatAre<Type extends PduType, Wanted extends Presence> = {
  [Name in keyof Rows[Type]['fields']]: Rows[Type]['fields'][Name] extends Wanted ? Name : never
}[keyof Rows[Type]['fields']] &
  FieldName
type BodyOf<Type extends PduType> = {
  [P in Rows[Type]['body']]: {
    mandatory: { readonly body: Body }
    optional: { readonly body?: Body }
    none: unknown
  }[P]
}[Rows[Type]['body']]
type Flat<T> = { [Key in keyof T]: T[Key] }

/** One PDU: its own fields, and the header fields that are none of its own. */
export type PduOf<Type extends PduType> = Flat<
  { readonly type: Type } & {
    readonly [Name in NamesThatAre<Type, 'mandatory'>]: FieldValue<Name>
  } & {
    readonly [Name in NamesThatAre<Type, 'optional'>]?: FieldValue<Name>
  } & {
    readonly [Name in NamesThatAre<Type, 'some'>]: readonly FieldItem<Name>[]
  } & {
    readonly [Name in NamesThatAre<Type, 'any'>]?: readonly FieldItem<Name>[]
  } & BodyOf<Type> & { readonly kept?: readonly KeptField[] }
>

export type MmsPdu = { [Type in PduType]: PduOf<Type> }[PduType]

export type SendReq = PduOf<'m-send.req'>
export type SendConf = PduOf<'m-send.conf'>
export type NotificationInd = PduOf<'m-notification.ind'>
export type NotifyRespInd = PduOf<'m-notifyresp.ind'>
export type RetrieveConf = PduOf<'m-retrieve.conf'>
export type AcknowledgeInd = PduOf<'m-acknowledge.ind'>
export type DeliveryInd = PduOf<'m-delivery.ind'>
export type ReadRecInd = PduOf<'m-read-rec.ind'>
export type ReadOrigInd = PduOf<'m-read-orig.ind'>
export type ForwardReq = PduOf<'m-forward.req'>
export type ForwardConf = PduOf<'m-forward.conf'>
export type DeleteReq = PduOf<'m-delete.req'>

/** Whether a PDU holds several values of a field: everywhere, or in PDUs of this type. */
export function repeatsIn(type: PduType, name: FieldName): boolean {
  const presences: Readonly<Partial<Record<FieldName, Presence>>> = PDUS[type].fields
  const presence = presences[name]
  return FIELDS[name].repeats || presence === 'some' || presence === 'any'
}
