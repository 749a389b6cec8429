/** Something was still under way in a world that has been removed or reset. Nobody's mistake: nothing is written. */
export class WorldClosed extends Error {
  /** What HTTP answers. */
  readonly status = 410

  constructor(world: string) {
    super(`the world ${world} is closed`)
    this.name = 'WorldClosed'
  }
}
