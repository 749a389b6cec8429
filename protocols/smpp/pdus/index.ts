import { alertNotification } from './alert-notification.ts'
import {
  bindReceiver,
  bindReceiverResp,
  bindTransceiver,
  bindTransceiverResp,
  bindTransmitter,
  bindTransmitterResp,
} from './bind.ts'
import { broadcastSm, broadcastSmResp } from './broadcast-sm.ts'
import { cancelBroadcastSm, cancelBroadcastSmResp } from './cancel-broadcast-sm.ts'
import { cancelSm, cancelSmResp } from './cancel-sm.ts'
import { dataSm, dataSmResp } from './data-sm.ts'
import type { PduOf } from './definition.ts'
import { deliverSm, deliverSmResp } from './deliver-sm.ts'
import { enquireLink, enquireLinkResp } from './enquire-link.ts'
import { genericNack } from './generic-nack.ts'
import { outbind } from './outbind.ts'
import { queryBroadcastSm, queryBroadcastSmResp } from './query-broadcast-sm.ts'
import { querySm, querySmResp } from './query-sm.ts'
import { replaceSm, replaceSmResp } from './replace-sm.ts'
import { submitMulti, submitMultiResp } from './submit-multi.ts'
import { submitSm, submitSmResp } from './submit-sm.ts'
import { unbind, unbindResp } from './unbind.ts'

/** Every PDU we know. Ids, types, decoder and encoder derive from this list. [SMPP34 5.1.2.1, SMPP50 4.7.5] */
export const PDUS = [
  genericNack,
  bindReceiver,
  bindReceiverResp,
  bindTransmitter,
  bindTransmitterResp,
  bindTransceiver,
  bindTransceiverResp,
  outbind,
  unbind,
  unbindResp,
  enquireLink,
  enquireLinkResp,
  submitSm,
  submitSmResp,
  submitMulti,
  submitMultiResp,
  deliverSm,
  deliverSmResp,
  dataSm,
  dataSmResp,
  querySm,
  querySmResp,
  cancelSm,
  cancelSmResp,
  replaceSm,
  replaceSmResp,
  alertNotification,
  broadcastSm,
  broadcastSmResp,
  queryBroadcastSm,
  queryBroadcastSmResp,
  cancelBroadcastSm,
  cancelBroadcastSmResp,
] as const

/** A PDU, told apart by `command`. */
export type Pdu = PduOf<(typeof PDUS)[number]>
export type CommandName = Pdu['command']

/** The PDU of one command, for example `PduNamed<'submit_sm'>`. */
export type PduNamed<Name extends CommandName> = Extract<Pdu, { readonly command: Name }>

/** Requests that have a response. */
export type RequestName = { [N in CommandName]: `${N}_resp` extends CommandName ? N : never }[CommandName]
