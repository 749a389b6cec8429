import { uint8 } from '../fields.ts'
import { request, responseTo } from './definition.ts'
import { addressRange, password, systemId, systemType } from './field-sizes.ts'

const bindFields = {
  systemId,
  password,
  systemType,
  interfaceVersion: uint8(),
  addrTon: uint8(),
  addrNpi: uint8(),
  addressRange,
} as const

/** [SMPP34 4.1.1, 4.1.2] */
export const bindTransmitter = request('bind_transmitter', 0x00000002, bindFields)
export const bindTransmitterResp = responseTo(bindTransmitter, { systemId })

/** [SMPP34 4.1.3, 4.1.4] */
export const bindReceiver = request('bind_receiver', 0x00000001, bindFields)
export const bindReceiverResp = responseTo(bindReceiver, { systemId })

/** [SMPP34 4.1.5, 4.1.6] */
export const bindTransceiver = request('bind_transceiver', 0x00000009, bindFields)
export const bindTransceiverResp = responseTo(bindTransceiver, { systemId })
