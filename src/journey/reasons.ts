import type { FailureReason, WaitReason } from '../core/index.ts'

/** Why something waits, in words for people. */
export const WAITING: Readonly<Record<WaitReason, string>> = {
  'absent-subscriber': 'the phone is off, in airplane mode or without signal',
  'memory-full': "the phone's memory is full",
  'not-bound': 'no session of the ESME that receives is bound',
  'no-callback-url': 'the VASP has no deliverUrl: PUT one at /carrier/accounts/mm7/{user}',
  'peer-busy': 'the peer asked to try again later',
  'peer-unreachable': 'the peer did not answer',
  'not-retrieved': 'the phone has not fetched the message yet',
  'network-delay': 'a rule or a magic number holds it back',
  scheduled: 'it is scheduled for later',
}

/** Why something failed for good. */
export const FAILED: Readonly<Record<FailureReason, string>> = {
  expired: 'its validity period ended',
  unreachable: 'the phone is unreachable',
  landline: 'the number is a landline',
  'unknown-number': 'nobody has this number',
  'mms-not-supported': 'the endpoint takes no MMS',
  'content-too-large': "it is larger than the recipient's carrier takes",
  'memory-full': "the phone's memory is full",
  filtered: 'the carrier filtered it',
  blocked: 'the carrier blocked it',
  'rejected-by-recipient': 'the recipient rejected it',
  'rejected-by-peer': 'the peer rejected it',
  cancelled: 'the sender cancelled it',
  replaced: 'a newer message replaced it',
  'unknown-error': 'the carrier reported an unknown error',
}
