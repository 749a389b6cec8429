/** Rules that are posted together under one name. */
export const FAULT_PRESETS: Readonly<Record<string, readonly object[]>> = {
  'carrier-outage': [
    { at: 'smpp.submit', then: { status: 8 } },
    { at: 'mm7.submit', then: { status: 3000 } },
    { at: 'push', then: { drop: true } },
  ],
  'filtered-campaign': [{ at: 'receipt', then: { error: 30007 } }],
  'slow-mmsc': [
    { at: 'mm7.submit', then: { delayMs: 3_000, jitterMs: 2_000 } },
    { at: 'mm1.retrieve', then: { delayMs: 3_000, jitterMs: 2_000 } },
  ],
  'dlr-storm': [{ at: 'receipt', then: { duplicate: true } }],
  'flaky-bind': [{ at: 'smpp.bind', when: { every: 2 }, then: { status: 13 } }],
  'webhook-500s': [{ at: 'webhook', then: { status: 500 } }],
}
