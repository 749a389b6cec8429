export {
  type DefaultAlphabet,
  dataCodingOf,
  decodeDataCoding,
  decodeText,
  type Encoding,
  encodingOf,
  type MessageClass,
  type MessageWaiting,
  messageClassOf,
  messageWaitingOf,
} from './data-coding.ts'
export { countSeptets, decodeGsm, encodeGsm, isGsm, packSeptets, unpackSeptets } from './gsm.ts'
export {
  alphabetOf,
  DEFAULT_ALPHABET,
  ESCAPE,
  type GsmAlphabet,
  NATIONAL_LANGUAGES,
  type NationalLanguage,
  nationalAlphabet,
} from './gsm-alphabet.ts'
export { decodeLatin1, encodeLatin1, isLatin1 } from './latin1.ts'
export { isMultibyte, type MultibyteEncoding, wholeMultibyte } from './multibyte.ts'
export { type Segment, type Segmentation, segment, USER_DATA_OCTETS } from './segment.ts'
export { decodeUcs2, encodeUcs2 } from './ucs2.ts'
