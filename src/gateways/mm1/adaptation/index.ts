/** Messages that are larger than the recipient's carrier takes: pictures shrink, or the message is refused or passed. */
export { type ContentWithOctets, contentFor } from './adapted-content.ts'
export { sizeOf } from './budget.ts'
export {
  type AdaptationParts,
  type ImageAdapter,
  type Oversize,
  type Prepared,
  prepare,
  type Shrunk,
} from './prepare.ts'
