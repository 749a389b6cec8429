import { type CommandName, INTERFACE_VERSION, type Pdu } from '../../../../protocols/smpp/index.ts'
import { broadcastSm } from './broadcast-sm.ts'
import { cancelBroadcastSm } from './cancel-broadcast-sm.ts'
import { cancelSm } from './cancel-sm.ts'
import { dataSm } from './data-sm.ts'
import type { Answer, Operation, OperationContext } from './operation.ts'
import { queryBroadcastSm } from './query-broadcast-sm.ts'
import { querySm } from './query-sm.ts'
import { replaceSm } from './replace-sm.ts'
import { submitMulti } from './submit-multi.ts'
import { submitSm } from './submit-sm.ts'

export type { Answer, OperationContext, SmppWorld } from './operation.ts'

type Operations = { readonly [Name in CommandName]?: Operation<Name> }

/** What an ESME may have us do. A request that is missing here is answered as an unknown command. */
const OPERATIONS: Operations = {
  submit_sm: submitSm,
  submit_multi: submitMulti,
  data_sm: dataSm,
  query_sm: querySm,
  cancel_sm: cancelSm,
  replace_sm: replaceSm,
  broadcast_sm: broadcastSm,
  query_broadcast_sm: queryBroadcastSm,
  cancel_broadcast_sm: cancelBroadcastSm,
}

/** Unknown to an ESME, and from an ESME, of an earlier version. [SMPP50 2.8] */
const SINCE_50: ReadonlySet<CommandName> = new Set(['broadcast_sm', 'query_broadcast_sm', 'cancel_broadcast_sm'])

/** Requests that count against the rate of an account. */
const SUBMISSIONS: ReadonlySet<CommandName> = new Set(['submit_sm', 'submit_multi', 'data_sm', 'broadcast_sm'])

export function isSubmission(command: CommandName): boolean {
  return SUBMISSIONS.has(command)
}

/** The answer to a request; undefined when we have no such operation. */
export function perform(context: OperationContext, request: Pdu): Answer | Promise<Answer> | undefined {
  if (SINCE_50.has(request.command) && context.interfaceVersion < INTERFACE_VERSION.v50) return undefined
  // The table pairs every name with an operation on the PDU of that name.
  const operation = OPERATIONS[request.command] as ((context: OperationContext, request: Pdu) => Answer) | undefined
  return operation?.(context, request)
}
