export { concat, fromHex, toHex } from './hex.ts'
export { type Decoded, decoded, describeMalformed, EncodeError, type Malformed, malformed } from './malformed.ts'
export { Reader } from './reader.ts'
export { Writer } from './writer.ts'
