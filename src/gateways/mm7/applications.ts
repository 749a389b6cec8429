import type { Mm7Status } from '../../../protocols/mm7/index.ts'
import type { Address, CarrierReader, Message, Mm7Account, MmsTraits } from '../../core/index.ts'

type Applications = { readonly applicId?: string | undefined; readonly replyApplicId?: string | undefined }
type AuxiliaryInfo = { readonly auxApplicInfo?: string | undefined }

/** The applications that a SubmitReq goes from and to, as the message carries them. [23.140 8.4] */
export function applicationOf({ applicId, replyApplicId, auxApplicInfo }: Applications & AuxiliaryInfo): MmsTraits {
  if (applicId === undefined) return {}
  const application = {
    applicId,
    ...(replyApplicId !== undefined && { replyApplicId }),
    ...(auxApplicInfo !== undefined && { auxApplicInfo }),
  }
  return { application }
}

/** The VASP's own application is one of those its account knows. [23.140 8.7.8.3] */
export function unknownReplyApplication({ replyApplicId }: Applications, account: Mm7Account): Mm7Status | undefined {
  if (replyApplicId === undefined || knows(account, replyApplicId)) return undefined
  return { statusCode: 2009, details: `${account.user} has no application ${replyApplicId}` }
}

/** Whether this recipient is a VASP without the application that the message is for. */
export function lacksApplication(read: CarrierReader, recipient: Address, { applicId }: Applications): boolean {
  if (applicId === undefined) return false
  const owner = read.number(recipient)?.owner
  const account = owner?.kind === 'mm7' ? read.account('mm7', owner.account) : undefined
  return account !== undefined && !knows(account, applicId)
}

/** Where DeliverReq for this message goes; null where nobody knows yet, undefined where its application is not known. */
export function deliverUrlFor({ content }: Message, account: Mm7Account): string | null | undefined {
  const applicId = content.kind === 'mms' ? content.application?.applicId : undefined
  if (applicId === undefined || !account.applications) return account.deliverUrl
  return knows(account, applicId) ? account.applications[applicId]! : undefined
}

function knows({ applications }: Mm7Account, applicId: string): boolean {
  return !applications || Object.hasOwn(applications, applicId)
}
