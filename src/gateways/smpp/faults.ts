import type { Pdu } from '../../../protocols/smpp/index.ts'
import { type Address, type FaultBoard, type FaultEffect, type SmppAccount, textOf } from '../../core/index.ts'
import type { BindRequest } from './binding.ts'
import type { OperationContext, SmppWorld } from './operations/index.ts'
import { contentOf } from './submission.ts'

/** The rule that strikes a bind, if any: `from:` is its system_id. */
export function faultOfBind(faults: FaultBoard | undefined, { systemId }: BindRequest): FaultEffect | undefined {
  if (!faults?.watches('smpp.bind')) return undefined
  return faults.strike('smpp.bind', { from: systemId, to: [], text: '', transport: 'sms', account: systemId })
}

/** The rule that strikes a submission, if any. */
export function faultOfSubmit(context: OperationContext, request: Pdu): FaultEffect | undefined {
  const { faults } = context.world
  if (!faults?.watches('smpp.submit')) return undefined
  return faults.strike('smpp.submit', {
    ...partiesOf(request, context.parseAddress),
    text: textIn(context, request),
    transport: 'sms',
    account: context.account.systemId,
  })
}

type Linked = { readonly world: SmppWorld; readonly account: SmppAccount }

/** The rule that strikes a PDU of ours on its way out, if any. */
export function faultOfLink({ world, account }: Linked, parse: Parse, pdu: Pdu): FaultEffect | undefined {
  if (!world.faults?.watches('smpp.link')) return undefined
  return world.faults.strike('smpp.link', {
    ...partiesOf(pdu, parse),
    text: '',
    transport: 'sms',
    account: account.systemId,
  })
}

type Parse = (text: string) => Address | undefined

function partiesOf(pdu: Pdu, parse: Parse): { readonly from: string; readonly to: readonly string[] } {
  const known = (text: string) => parse(text) ?? text
  const from = 'sourceAddr' in pdu ? known(pdu.sourceAddr) : ''
  if ('destinationAddr' in pdu) return { from, to: [known(pdu.destinationAddr)] }
  if (!('destAddress' in pdu)) return { from, to: [] }
  const to = pdu.destAddress.flatMap((one) => ('destinationAddr' in one ? [known(one.destinationAddr)] : []))
  return { from, to }
}

function textIn(context: OperationContext, request: Pdu): string {
  if (!('dataCoding' in request)) return ''
  const content = contentOf(context, { esmClass: 0, ...request })
  return 'rejected' in content ? '' : textOf(content)
}
