import { request, responseTo } from './definition.ts'

/** [SMPP34 4.2] */
export const unbind = request('unbind', 0x00000006, {})
export const unbindResp = responseTo(unbind, {})
