import type { FieldName, FieldValue } from './fields.ts'
import type { KeptField } from './kept-field.ts'
import type { Body } from './multipart.ts'

const M = 'mandatory'
const O = 'optional'
const NONE = 'none'

type Presence = typeof M | typeof O
type PduRow = {
  /** The value of X-Mms-Message-Type. */
  readonly code: number
  /** In the order we write them. */
  readonly fields: Readonly<Partial<Record<FieldName, Presence>>>
  readonly body: Presence | typeof NONE
}

/** [MMSENC 6] Every PDU type: its fields, which of them must be there, and whether a body follows. */
export const PDUS = {
  'm-send.req': {
    code: 0x80,
    fields: {
      transactionId: M,
      mmsVersion: M,
      date: O,
      from: M,
      to: O,
      cc: O,
      bcc: O,
      subject: O,
      messageClass: O,
      expiry: O,
      deliveryTime: O,
      priority: O,
      senderVisibility: O,
      deliveryReport: O,
      readReport: O,
      replyCharging: O,
      replyChargingDeadline: O,
      replyChargingSize: O,
      replyChargingId: O,
      applicId: O,
      replyApplicId: O,
      auxApplicInfo: O,
      contentClass: O,
      drmContent: O,
      adaptationAllowed: O,
    },
    body: M,
  },
  'm-send.conf': {
    code: 0x81,
    fields: {
      transactionId: M,
      mmsVersion: M,
      responseStatus: M,
      responseText: O,
      messageId: O,
      contentLocation: O,
    },
    body: NONE,
  },
  'm-notification.ind': {
    code: 0x82,
    fields: {
      transactionId: M,
      mmsVersion: M,
      from: O,
      subject: O,
      deliveryReport: O,
      messageClass: M,
      priority: O,
      messageSize: M,
      expiry: M,
      replyCharging: O,
      replyChargingDeadline: O,
      replyChargingSize: O,
      replyChargingId: O,
      distributionIndicator: O,
      recommendedRetrievalMode: O,
      recommendedRetrievalModeText: O,
      applicId: O,
      replyApplicId: O,
      auxApplicInfo: O,
      contentClass: O,
      drmContent: O,
      replaceId: O,
      contentLocation: M,
    },
    body: NONE,
  },
  'm-notifyresp.ind': {
    code: 0x83,
    fields: { transactionId: M, mmsVersion: M, status: M, reportAllowed: O },
    body: NONE,
  },
  'm-retrieve.conf': {
    code: 0x84,
    fields: {
      transactionId: O,
      mmsVersion: M,
      messageId: O,
      date: M,
      from: O,
      to: O,
      cc: O,
      subject: O,
      messageClass: O,
      priority: O,
      deliveryReport: O,
      readReport: O,
      retrieveStatus: O,
      retrieveText: O,
      replyCharging: O,
      replyChargingDeadline: O,
      replyChargingSize: O,
      replyChargingId: O,
      previouslySentBy: O,
      previouslySentDate: O,
      distributionIndicator: O,
      applicId: O,
      replyApplicId: O,
      auxApplicInfo: O,
      contentClass: O,
      drmContent: O,
      replaceId: O,
    },
    // Deviates: Content-Type is mandatory, but servers leave it out together with the body when the retrieval failed.
    body: O,
  },
  'm-acknowledge.ind': {
    code: 0x85,
    fields: { transactionId: M, mmsVersion: M, reportAllowed: O },
    body: NONE,
  },
  'm-delivery.ind': {
    code: 0x86,
    fields: {
      mmsVersion: M,
      messageId: M,
      to: M,
      date: M,
      status: M,
      statusText: O,
      applicId: O,
      replyApplicId: O,
      auxApplicInfo: O,
    },
    body: NONE,
  },
  'm-read-rec.ind': {
    code: 0x87,
    fields: {
      mmsVersion: M,
      messageId: M,
      to: M,
      from: M,
      date: O,
      readStatus: M,
      applicId: O,
      replyApplicId: O,
      auxApplicInfo: O,
    },
    body: NONE,
  },
  'm-read-orig.ind': {
    code: 0x88,
    fields: {
      mmsVersion: M,
      messageId: M,
      to: M,
      from: M,
      date: M,
      readStatus: M,
      applicId: O,
      replyApplicId: O,
      auxApplicInfo: O,
    },
    body: NONE,
  },
  'm-forward.req': {
    code: 0x89,
    fields: {
      transactionId: M,
      mmsVersion: M,
      date: O,
      from: M,
      to: O,
      cc: O,
      bcc: O,
      expiry: O,
      deliveryTime: O,
      reportAllowed: O,
      deliveryReport: O,
      readReport: O,
      contentLocation: M,
    },
    body: NONE,
  },
  'm-forward.conf': {
    code: 0x8a,
    fields: {
      transactionId: M,
      mmsVersion: M,
      responseStatus: M,
      responseText: O,
      messageId: O,
      contentLocation: O,
    },
    body: NONE,
  },
} as const satisfies Record<string, PduRow>

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
    readonly [Name in NamesThatAre<Type, typeof M>]: FieldValue<Name>
  } & {
    readonly [Name in NamesThatAre<Type, typeof O>]?: FieldValue<Name>
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
