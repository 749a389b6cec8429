import type { Address, FailureReason } from '../model/index.ts'

/** The number is the code: blocks of numbers whose digits say what happens to a message. */
export const MAGIC_NUMBERS = [
  { block: '+1 500 555 1nnn', example: '+15005551007', effect: 'accepted, later undelivered with error 30nnn' },
  { block: '+1 500 555 2nnn', example: '+15005552088', effect: 'submit_sm_resp with command_status nnn (decimal)' },
  { block: '+1 500 556 nnnn', example: '+15005562002', effect: 'MM7 StatusCode nnnn' },
  { block: '+1 500 557 ssss', example: '+15005570060', effect: "delivered after ssss seconds on the world's clock" },
] as const

/** The block that a number belongs to, if its digits say what happens to a message. */
export function magicNumber(number: string): (typeof MAGIC_NUMBERS)[number] | undefined {
  return MAGIC_NUMBERS.find(({ block }) => patternOf(block).test(number))
}

function patternOf(block: string): RegExp {
  const digits = block.replaceAll(' ', '').replace('+', '\\+')
  return new RegExp(`^${digits.replace(/[a-z]/g, '\\d')}$`)
}

const LATER_FAILURE = /^\+15005551(\d{3})$/
const SUBMIT_STATUS = /^\+15005552(\d{3})$/
const DELAY = /^\+1500557(\d{4})$/

const REASON_BY_CODE: Readonly<Record<number, FailureReason>> = {
  30003: 'unreachable',
  30004: 'blocked',
  30005: 'unknown-number',
  30006: 'landline',
  30007: 'filtered',
  30011: 'mms-not-supported',
}

/** The failure that a number of the block +1 500 555 1nnn stands for. */
export function magicFailure(number: Address): { readonly reason: FailureReason; readonly code: number } | undefined {
  const digits = LATER_FAILURE.exec(number)?.[1]
  if (digits === undefined) return undefined
  const code = 30_000 + Number(digits)
  return { reason: REASON_BY_CODE[code] ?? 'unknown-error', code }
}

/** The command_status that a number of the block +1 500 555 2nnn stands for; the SMPP gateway answers it. */
export function magicSubmitStatus(number: Address): number | undefined {
  const digits = SUBMIT_STATUS.exec(number)?.[1]
  return digits === undefined ? undefined : Number(digits)
}

/** How long the network holds a message to this number back, in milliseconds. */
export function magicDelayMs(number: Address): number {
  const digits = DELAY.exec(number)?.[1]
  return digits === undefined ? 0 : Number(digits) * 1_000
}
