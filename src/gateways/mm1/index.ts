export { createMm1Gateway, type Mm1Answer, Mm1Gateway, type Mm1GatewayParts, type Mm1Request } from './gateway.ts'
export type { Carried } from './push.ts'
