// How what is being written will travel, and what it will cost. Pure; the segments are those of protocols/text.
import { segment } from '../../protocols/text/index.ts'
import { count, writtenSize } from './wording.ts'

export type Writing = {
  readonly text: string
  readonly subject: string
  readonly mediaSize: number
  readonly mediaCount: number
  readonly recipientCount: number
  readonly massText: boolean
}

export type ComposeMode = { readonly transport: 'SMS' | 'MMS'; readonly facts: readonly string[] }

export function composeMode(writing: Writing): ComposeMode {
  const { recipientCount, massText } = writing
  const isGroup = recipientCount > 1 && !massText
  if (!isGroup && writing.mediaCount === 0 && writing.subject === '') return smsMode(writing)
  const size = writing.mediaSize > 0 ? [`${count(writing.mediaCount, 'file')}, ${writtenSize(writing.mediaSize)}`] : []
  const whom = isGroup ? [`group of ${recipientCount + 1}`] : massWords(recipientCount, 'MMS')
  return { transport: 'MMS', facts: [...whom, ...size] }
}

function smsMode(writing: Writing): ComposeMode {
  const { encoding, segments, remaining } = segment(writing.text)
  const alphabet = encoding === 'gsm7' ? 'GSM-7' : 'UCS-2'
  const facts = [count(segments.length, 'segment'), `${remaining} left`, alphabet]
  return { transport: 'SMS', facts: [...massWords(writing.recipientCount, 'text'), ...facts] }
}

function massWords(recipientCount: number, noun: string): string[] {
  return recipientCount > 1 ? [`${recipientCount} single ${noun === 'text' ? 'texts' : noun}`] : []
}
