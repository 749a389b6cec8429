import type { Mm7Request } from '../../../protocols/mm7/index.ts'

/** What reports to the VASP need of its request; kept with the message as its reference. */
export type SubmitReference = {
  /** The caller's own schema: reports speak it. */
  readonly namespace?: string
  readonly version?: string
  readonly linkedId?: string
  readonly serviceCode?: string
  readonly chargedParty?: string
  readonly chargedPartyId?: string
  readonly applicId?: string
  readonly replyApplicId?: string
  readonly auxApplicInfo?: string
}

export function referenceOf({ namespace, version, body }: Mm7Request<'SubmitReq'>): string {
  const { linkedId, serviceCode, chargedParty, chargedPartyId, applicId, replyApplicId, auxApplicInfo } = body
  const application = { applicId, replyApplicId, auxApplicInfo }
  // undefined fields vanish in JSON
  return JSON.stringify({
    namespace,
    version,
    linkedId,
    serviceCode,
    chargedParty,
    chargedPartyId,
    ...application,
  } satisfies { [K in keyof SubmitReference]: string | undefined })
}

/** The reference of a message that came by MM7. */
export function parseReference(reference: string | null): SubmitReference {
  return reference === null ? {} : (JSON.parse(reference) as SubmitReference) // written by referenceOf
}
