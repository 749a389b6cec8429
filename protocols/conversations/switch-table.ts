/** Behaviours on which documentation and reports disagree or are silent, with the value each has unless an account says otherwise. */
export const SWITCHES = {
  groupAutocreation: {
    values: ['on', 'configured'],
    usual: 'on',
    about:
      'a group text to a number of the account makes a conversation: always, or only where an address configuration asks for it',
  },
  classicWebhook: {
    values: ['number-level', 'never', 'always'],
    usual: 'number-level',
    about:
      'whether a message that a conversation took is told to the older webhooks too: to that of the number itself, to none, or to that of the messaging service as well',
  },
  optOutLeg: {
    values: ['none', 'receipt-21610'],
    usual: 'none',
    about:
      'what a group message leaves for a member who said STOP: neither leg nor receipt, or a receipt with error 21610',
  },
  inactiveMatching: {
    values: ['reactivate', 'ignore'],
    usual: 'reactivate',
    about:
      'a message to the numbers of an inactive conversation wakes it, or goes on to autocreation and the older webhook',
  },
  webhookScope: {
    values: ['service-overrides-global', 'both', 'service-delivery-only'],
    usual: 'service-overrides-global',
    about: "which of the account's and the service's webhooks hear of an event where both are set",
  },
  projectedSharing: {
    values: ['accept', 'refuse'],
    usual: 'accept',
    about: 'several identities behind one projected number of a conversation, or 50437',
  },
  identitySwap: {
    values: ['accept', 'refuse'],
    usual: 'accept',
    about: 'replacing the identity of a participant with a projected number, or 50444',
  },
  projectedTollFreeError: {
    values: ['50407', '50439'],
    usual: '50407',
    about: 'the code for a toll-free number or a short code as ProjectedAddress',
  },
  pairUniqueness: {
    values: ['on', 'off'],
    usual: 'on',
    about: 'whether one phone and one projected number may belong to one conversation only, as sets of three and more',
  },
  pairActivation: {
    values: ['sms', 'refuse'],
    usual: 'sms',
    about: 'a set of two works as one-to-one SMS, or posting to it is refused with 50435',
  },
  projectedCopies: {
    values: ['one', 'per-number'],
    usual: 'one',
    about: "a phone's message to several projected numbers of one conversation: one message, or one for each number",
  },
  groupLimit: {
    values: ['participants', 'addresses'],
    usual: 'participants',
    about: 'what is counted for 50436: 10 participants, or 20 addresses as older documentation says',
  },
  groupMms: {
    values: ['enabled', 'disabled'],
    usual: 'enabled',
    about: 'whether groups can be had at all; 50452 where not',
  },
  rolePermissions: {
    values: ['clients-only', 'author'],
    usual: 'clients-only',
    about:
      'REST acts as the account, whatever roles allow: or a message over REST needs sendMessage (with a file sendMediaMessage) in the role of its Author, else 50107',
  },
  legSid: {
    values: ['by-transport', 'SM'],
    usual: 'by-transport',
    about: 'SIDs of legs: MM for MMS and SM for SMS, or SM for all',
  },
} as const satisfies Readonly<Record<string, { values: readonly string[]; usual: string; about: string }>>
