/** What the search grammar looks at: a phone's message, a message of the network, or a PDU a fault rule may hit. */
export type Searchable = {
  readonly from: string
  readonly to: readonly string[]
  readonly cc: readonly string[]
  readonly subject: string | null
  readonly text: string
  readonly transport: string
  /** How many media it carries. */
  readonly media: readonly unknown[]
  readonly phone?: string
  readonly thread?: string
  readonly kind?: string
  readonly direction?: string
  readonly status?: string
  readonly error?: string | null
  readonly at?: string
}
