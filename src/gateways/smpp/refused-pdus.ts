import { type CommandName, genericNack, type Pdu, respond, responseName } from '../../../protocols/smpp/index.ts'

/** A PDU that is not as it should be, in words for the log. */
export type Mistake = {
  readonly command: string
  readonly sequenceNumber: number
  readonly explanation: string
}

/** Its own response where the request has one, else generic_nack. [SMPP34 4.3] */
export function negativeResponse({ command, sequenceNumber }: Mistake, commandStatus: number): Pdu {
  if (!hasResponse(command)) return genericNack(sequenceNumber, commandStatus)
  // Only a command we know has a response, and all of them are answered alike: by the header alone.
  return respond({ command: command as 'submit_sm', sequenceNumber }, commandStatus)
}

export function hasResponse(command: string): boolean {
  return responseName(command as CommandName) !== undefined // looked up by name: one that is none finds nothing
}
