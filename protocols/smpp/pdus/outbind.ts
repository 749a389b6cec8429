import { request } from './definition.ts'
import { password, systemId } from './field-sizes.ts'

/** [SMPP34 4.1.7.1] Has no response: the ESME answers by binding. */
export const outbind = request('outbind', 0x0000000b, { systemId, password })
