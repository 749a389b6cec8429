import type { Decoded } from '../octets/index.ts'
import { alphabetOf, type DefaultAlphabet, decodeText, encodingOf } from '../text/index.ts'
import { decodeUserData, type UserData } from './user-data-header.ts'

export type ShortMessage = UserData & {
  /** The text, or null when the data_coding says the data are not text. */
  readonly text: string | null
}

/** User data with its text, read with the shift tables that the header asks for. [23.040 9.2.3.24.15] */
export function decodeShortMessage(message: {
  octets: Uint8Array
  hasHeader: boolean
  dataCoding: number
  defaultAlphabet?: DefaultAlphabet
}): Decoded<ShortMessage> {
  const userData = decodeUserData(message.octets, message.hasHeader)
  if (!userData.ok) return userData
  const { header, data } = userData.value
  const alphabet = alphabetOf(header.shiftTables?.locking, header.shiftTables?.single)
  const text = decodeText(encodingOf(message.dataCoding, message.defaultAlphabet), data, alphabet)
  return { ok: true, value: { header, data, text } }
}
