/** How much a session has carried, and how much of late. */
export class PduRates {
  received = 0
  private sentBefore = 0
  private receivedBefore = 0
  private measuredAt: number
  private perSecond = { received: 0, sent: 0 }

  constructor(now: number) {
    this.measuredAt = now
  }

  /** Called now and then with what has been sent altogether. */
  measure(now: number, sent: number): void {
    const seconds = (now - this.measuredAt) / 1_000
    if (seconds <= 0) return
    this.perSecond = {
      received: Math.round((this.received - this.receivedBefore) / seconds),
      sent: Math.round((sent - this.sentBefore) / seconds),
    }
    this.receivedBefore = this.received
    this.sentBefore = sent
    this.measuredAt = now
  }

  /** PDUs a second between the last two measurements. */
  get rates(): { readonly received: number; readonly sent: number } {
    return this.perSecond
  }
}
