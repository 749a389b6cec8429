/** [SMPP34 5.2.12] esm_class: mode in bits 1-0, type in bits 5-2, features in bits 7-6. */
export const ESM_CLASS = {
  modeMask: 0x03,
  defaultMode: 0x00,
  datagramMode: 0x01,
  /** Transaction mode: the response tells how the delivery went. */
  forwardMode: 0x02,
  storeAndForwardMode: 0x03,
  typeMask: 0x3c,
  deliveryReceipt: 0x04,
  deliveryAcknowledgement: 0x08,
  userAcknowledgement: 0x10,
  conversationAbort: 0x18,
  intermediateNotification: 0x20,
  userDataHeader: 0x40,
  replyPath: 0x80,
} as const

/** Message types an ESME may use towards the centre. [SMPP34 5.2.12] */
const TYPES_FROM_ESME: readonly number[] = [0, ESM_CLASS.deliveryAcknowledgement, ESM_CLASS.userAcknowledgement]

export function isValidEsmClassFromEsme(esmClass: number): boolean {
  return TYPES_FROM_ESME.includes(esmClass & ESM_CLASS.typeMask)
}

export function hasUserDataHeader(esmClass: number): boolean {
  return (esmClass & ESM_CLASS.userDataHeader) !== 0
}

/** [SMPP34 5.2.17, SMPP50 4.7.21] registered_delivery. */
export const REGISTERED_DELIVERY = {
  receiptMask: 0x03,
  none: 0x00,
  always: 0x01,
  onFailure: 0x02,
  /** Reserved before SMPP 5.0. */
  onSuccess: 0x03,
  deliveryAcknowledgement: 0x04,
  userAcknowledgement: 0x08,
  intermediateNotification: 0x10,
  reservedMask: 0xe0,
} as const

/** Whether a receipt is owed when a message ends this way. */
export function wantsReceipt(registeredDelivery: number, outcome: 'success' | 'failure'): boolean {
  const wish = registeredDelivery & REGISTERED_DELIVERY.receiptMask
  if (wish === REGISTERED_DELIVERY.always) return true
  return wish === (outcome === 'success' ? REGISTERED_DELIVERY.onSuccess : REGISTERED_DELIVERY.onFailure)
}

export function wantsIntermediateNotification(registeredDelivery: number): boolean {
  return (registeredDelivery & REGISTERED_DELIVERY.intermediateNotification) !== 0
}

/** interface_version. [SMPP34 5.2.4] Lower or unknown values mean 3.3. */
export const INTERFACE_VERSION = { v33: 0x33, v34: 0x34, v50: 0x50 } as const

/** What a peer's interface_version means for us: unknown values below 3.4 are 3.3, above are the next lower one. */
export function versionOf(interfaceVersion: number): (typeof INTERFACE_VERSION)[keyof typeof INTERFACE_VERSION] {
  if (interfaceVersion >= INTERFACE_VERSION.v50) return INTERFACE_VERSION.v50
  return interfaceVersion >= INTERFACE_VERSION.v34 ? INTERFACE_VERSION.v34 : INTERFACE_VERSION.v33
}

/** [SMPP34 5.2.5] */
export const TON = {
  unknown: 0,
  international: 1,
  national: 2,
  networkSpecific: 3,
  subscriberNumber: 4,
  alphanumeric: 5,
  abbreviated: 6,
} as const

/** [SMPP34 5.2.6] */
export const NPI = {
  unknown: 0,
  isdn: 1,
  data: 3,
  telex: 4,
  landMobile: 6,
  national: 8,
  private: 9,
  ermes: 10,
  internet: 14,
  wap: 18,
} as const
