import { STATUS } from '../../../protocols/smpp/index.ts'
import type { FaultEffect, SmppAccount } from '../../core/index.ts'
import type { BindRequest, BindVerdict } from './binding.ts'
import type { SmppWorld } from './operations/index.ts'

export type Found = { readonly account: SmppAccount; readonly world: SmppWorld }

/** Whether an ESME may bind. system_type, address range and the addresses' types are free. [SMPP34 4.1] */
export function authenticate(request: BindRequest, found: Found | undefined, sessionCount: number): BindVerdict {
  if (!found) return refuse(STATUS.ESME_RINVSYSID, `nobody is known as "${request.systemId}"`)
  const { account } = found
  if (request.password !== account.password) return refuse(STATUS.ESME_RINVPASWD, 'the password is wrong')
  if (sessionCount >= account.maxSessions) {
    return refuse(STATUS.ESME_RBINDFAIL, `the account has all of its ${account.maxSessions} sessions`)
  }
  return { kind: 'bound', window: account.window }
}

/** The verdict of a fault rule that names a status. */
export function refusedByRule(fault: FaultEffect | undefined): BindVerdict | undefined {
  return fault?.status ? refuse(fault.status, 'a fault rule answers so') : undefined
}

function refuse(commandStatus: number, explanation: string): BindVerdict {
  return { kind: 'refused', commandStatus, explanation }
}
