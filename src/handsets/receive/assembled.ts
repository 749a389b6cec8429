import { concat } from '../../../protocols/octets/index.ts'
import type { UserData, UserDataHeader } from '../../../protocols/sms/index.ts'
import { alphabetOf, decodeText, encodingOf } from '../../../protocols/text/index.ts'
import type { Address, MessageId } from '../../core/index.ts'

/** A short message put together from its parts, in order; undefined where one is missing. */
export type Assembled = {
  readonly from: Address
  readonly dataCoding: number
  readonly messageId: MessageId
  readonly pieces: readonly (UserData | undefined)[]
}

/** The header of the first part that is there: ports and shift tables are the same in all. */
export function headerOf({ pieces }: Assembled): UserDataHeader {
  return pieces.find((piece) => piece !== undefined)?.header ?? { elements: [] }
}

/** The data without headers, or undefined when a part is missing. */
export function dataOf({ pieces }: Assembled): Uint8Array | undefined {
  const there = pieces.filter((piece) => piece !== undefined)
  if (there.length < pieces.length) return undefined
  return there.length === 1 ? there[0]!.data : concat(there.map(({ data }) => data))
}

/** What a person reads; missing parts show as gaps. Neighbours are decoded as one, as a peer may cut inside a character. */
export function textOf(assembled: Assembled): string {
  const { pieces, dataCoding } = assembled
  const { shiftTables } = headerOf(assembled)
  const alphabet = alphabetOf(shiftTables?.locking, shiftTables?.single)
  const decode = (run: readonly Uint8Array[]) =>
    decodeText(encodingOf(dataCoding), run.length === 1 ? run[0]! : concat(run), alphabet) ?? ''
  if (pieces.length === 1 && pieces[0]) return decode([pieces[0].data])
  let text = ''
  let run: Uint8Array[] = []
  pieces.forEach((piece, index) => {
    if (piece) {
      run.push(piece.data)
      return
    }
    text += `${run.length > 0 ? decode(run) : ''}[part ${index + 1} of ${pieces.length} is missing]`
    run = []
  })
  return run.length > 0 ? text + decode(run) : text
}
