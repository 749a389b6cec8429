import type { CompiledField } from './fields.ts'
import { RESPONSE_BIT } from './pdus/definition.ts'
import { type CommandName, PDUS, type Pdu, type PduNamed, type RequestName } from './pdus/index.ts'

/** A definition without its type parameters, as the generic code sees it. */
export type AnyDefinition = {
  readonly command: CommandName
  readonly id: number
  readonly form: 'request' | 'response'
  readonly fields: readonly CompiledField[]
  readonly blank: Readonly<Record<string, unknown>>
}

const ALL: readonly AnyDefinition[] = PDUS

/** Keyed by the id as a signed integer: engines look those up faster than numbers above 2^31. */
const BY_ID: ReadonlyMap<number, AnyDefinition> = new Map(ALL.map((definition) => [definition.id | 0, definition]))
const BY_NAME: ReadonlyMap<string, AnyDefinition> = new Map(ALL.map((definition) => [definition.command, definition]))

/** Names of responses by their requests', so that none is put together while a message is answered. */
const RESPONSES: ReadonlyMap<string, CommandName> = new Map(
  ALL.flatMap(({ command, id }) => {
    const response = BY_ID.get((id + RESPONSE_BIT) | 0)
    return response?.form === 'response' && id < RESPONSE_BIT ? [[command, response.command] as const] : []
  }),
)

export function definitionById(commandId: number): AnyDefinition | undefined {
  return BY_ID.get(commandId | 0)
}

export function definitionByName(command: CommandName): AnyDefinition {
  return BY_NAME.get(command)! // every CommandName comes from the same list
}

export function commandId(command: CommandName): number {
  return definitionByName(command).id
}

/** The standard's name of a command_id, or undefined for one we do not know. */
export function commandName(id: number): CommandName | undefined {
  return definitionById(id)?.command
}

/** Whether a command_id is that of a response; generic_nack counts as one. [SMPP34 5.1.2] */
export function isResponseId(id: number): boolean {
  return id >= RESPONSE_BIT
}

/** The response that answers a command, or undefined: outbind, alert_notification and responses have none. */
export function responseName(command: CommandName): CommandName | undefined {
  return RESPONSES.get(command)
}

/** Fields of a PDU that may be left out when one is made: absent ones are zero or empty. */
export type PduFields<Name extends CommandName> = Partial<Omit<PduNamed<Name>, 'command'>>

/** A PDU with the given fields, all others zero or empty. */
export function makePdu<Name extends CommandName>(command: Name, fields: PduFields<Name>): PduNamed<Name> {
  return { ...definitionByName(command).blank, ...fields } as PduNamed<Name> // the blank has every field of the type
}

/** The positive or negative response to a request. Without fields it has no body, as refusals should. [SMPP34 4.4.2] */
export function respond<Name extends RequestName>(
  request: { readonly command: Name; readonly sequenceNumber: number },
  commandStatus: number,
  fields: PduFields<`${Name}_resp` & CommandName> = {} as PduFields<`${Name}_resp` & CommandName>,
): PduNamed<`${Name}_resp` & CommandName> {
  const { command, sequenceNumber } = request
  const { tlvs = [] } = fields
  const pdu = { ...fields, command: RESPONSES.get(command), commandStatus, sequenceNumber, tlvs }
  return pdu as unknown as PduNamed<`${Name}_resp` & CommandName> // fields of a response are optional
}

/** [SMPP34 4.3] The answer to what cannot be answered by a response of its own. */
export function genericNack(sequenceNumber: number, commandStatus: number): Pdu {
  return { command: 'generic_nack', commandStatus, sequenceNumber, tlvs: [] }
}
