/** The MMSC's face to handsets: MM1 over whatever carries the requests, in process or HTTP. */
export type { ImageAdapter, Oversize, Prepared } from './adaptation/index.ts'
export {
  createMm1Gateway,
  type Mm1Answer,
  Mm1Gateway,
  type Mm1GatewayParts,
  type Mm1Reply,
  type Mm1Request,
} from './gateway.ts'
export { createMm1Http, type Mm1HttpParts } from './http.ts'
export type { SendLimits } from './operations/send.ts'
export type { Carried } from './push.ts'
