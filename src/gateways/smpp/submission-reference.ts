/** What a receipt needs to know of the submission it answers: kept as the message's reference. */
export type SubmissionReference = {
  readonly sessionId: string
  /** user_message_reference, given back with receipts. [SMPP34 5.3.2.17] */
  readonly userMessageReference?: number | undefined
  readonly serviceType?: string | undefined
}

export function formatReference({ sessionId, userMessageReference, serviceType }: SubmissionReference): string {
  if (userMessageReference === undefined && !serviceType) return sessionId
  return `${sessionId};${userMessageReference ?? ''};${serviceType ?? ''}`
}

export function parseReference(reference: string | null): SubmissionReference {
  const [sessionId = '', userMessageReference = '', serviceType = ''] = (reference ?? '').split(';')
  return {
    sessionId,
    userMessageReference: userMessageReference === '' ? undefined : Number(userMessageReference),
    serviceType,
  }
}
