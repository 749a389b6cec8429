import type { Fields, ValuesOf } from '../element-fields.ts'
import { cancelReq, cancelRsp } from './cancel.ts'
import { deliverReq, deliverRsp } from './deliver.ts'
import { deliveryReportReq, deliveryReportRsp } from './delivery-report.ts'
import { extendedCancelReq, extendedCancelRsp } from './extended-cancel.ts'
import { extendedReplaceReq, extendedReplaceRsp } from './extended-replace.ts'
import { readReplyReq, readReplyRsp } from './read-reply.ts'
import { replaceReq, replaceRsp } from './replace.ts'
import { submitReq, submitRsp } from './submit.ts'

/** Every request by the local name of its element, which is how a peer's request is recognised. */
export const REQUESTS = {
  SubmitReq: submitReq,
  CancelReq: cancelReq,
  ReplaceReq: replaceReq,
  extendedCancelReq,
  extendedReplaceReq,
  DeliverReq: deliverReq,
  DeliveryReportReq: deliveryReportReq,
  ReadReplyReq: readReplyReq,
} as const satisfies Readonly<Record<string, Fields>>

export const RESPONSES = {
  SubmitRsp: submitRsp,
  CancelRsp: cancelRsp,
  ReplaceRsp: replaceRsp,
  extendedCancelRsp,
  extendedReplaceRsp,
  DeliverRsp: deliverRsp,
  DeliveryReportRsp: deliveryReportRsp,
  ReadReplyRsp: readReplyRsp,
} as const satisfies Readonly<Record<string, Fields>>

export type RequestName = keyof typeof REQUESTS
export type ResponseName = keyof typeof RESPONSES
export type RequestBodies = { readonly [N in RequestName]: ValuesOf<(typeof REQUESTS)[N]> }
export type ResponseBodies = { readonly [N in ResponseName]: ValuesOf<(typeof RESPONSES)[N]> }

export const RESPONSE_TO = {
  SubmitReq: 'SubmitRsp',
  CancelReq: 'CancelRsp',
  ReplaceReq: 'ReplaceRsp',
  extendedCancelReq: 'extendedCancelRsp',
  extendedReplaceReq: 'extendedReplaceRsp',
  DeliverReq: 'DeliverRsp',
  DeliveryReportReq: 'DeliveryReportRsp',
  ReadReplyReq: 'ReadReplyRsp',
} as const satisfies Readonly<Record<RequestName, ResponseName>>

export function isRequestName(name: string): name is RequestName {
  return Object.hasOwn(REQUESTS, name)
}

export function isResponseName(name: string): name is ResponseName {
  return Object.hasOwn(RESPONSES, name)
}
