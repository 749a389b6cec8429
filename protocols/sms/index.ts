export { decodeShortMessage, type ShortMessage } from './short-message.ts'
export { PARTS_MAX, type SmsPart, splitBinary, splitText } from './split.ts'
export {
  type Concatenation,
  decodeUserData,
  ELEMENT,
  encodeUserDataHeader,
  type InformationElement,
  type Ports,
  type ShiftTables,
  type UserData,
  type UserDataHeader,
  userDataHeader,
} from './user-data-header.ts'
