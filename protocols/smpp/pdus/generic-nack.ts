import { request } from './definition.ts'

/** [SMPP34 4.3.1] A response without a request of its own; its table is empty, so the form makes no difference. */
export const genericNack = request('generic_nack', 0x80000000, {})
