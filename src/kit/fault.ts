import type { ControlClient } from './control-client.ts'

type Posted = { readonly id: string; readonly seen: number; readonly fired: number }

/** A posted fault rule, or the rules of a preset. Taken away by `remove` or at the end of an `await using`. */
export class Fault {
  readonly ids: readonly string[]
  private readonly control: ControlClient
  private readonly base: string

  constructor(control: ControlClient, base: string, ids: readonly string[]) {
    this.control = control
    this.base = base
    this.ids = ids
  }

  /** How often it has struck. */
  async fired(): Promise<number> {
    const { faults } = await this.control.call<{ faults: Posted[] }>({ path: `${this.base}/faults` })
    return faults.filter(({ id }) => this.ids.includes(id)).reduce((sum, { fired }) => sum + fired, 0)
  }

  async remove(): Promise<void> {
    for (const id of this.ids) await this.control.call({ method: 'DELETE', path: `${this.base}/faults/${id}` })
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.remove()
  }
}
