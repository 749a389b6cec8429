import fc from 'fast-check'

// A failing property says its seed and path at once; shrinking hundreds of PDUs would take minutes.
fc.configureGlobal({ endOnFailure: true })
