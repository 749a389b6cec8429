import { request, responseTo } from './definition.ts'

/** [SMPP34 4.11] */
export const enquireLink = request('enquire_link', 0x00000015, {})
export const enquireLinkResp = responseTo(enquireLink, {})
