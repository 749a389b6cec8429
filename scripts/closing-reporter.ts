import type { Reporter, TestModule, Vitest } from 'vitest/node'

/** Ends a run with what was left out and why, and the plain line `N passed, N failed`. With CI=true nothing may be left out. */
export default class ClosingReporter implements Reporter {
  private vitest: Vitest | undefined

  onInit(vitest: Vitest): void {
    this.vitest = vitest
  }

  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const count = { passed: 0, failed: errors.length, skipped: 0 }
    const leftOut = new Map<string, number>()
    for (const module of modules) {
      if (module.state() === 'failed' && [...module.children.allTests('failed')].length === 0) count.failed += 1
      for (const test of module.children.allTests()) {
        const state = test.result().state
        if (state === 'passed') count.passed += 1
        if (state === 'failed') count.failed += 1
        if (state !== 'skipped') continue
        count.skipped += 1
        const suite = test.parent.type === 'suite' ? test.parent.name : test.name
        const name = `${module.relativeModuleId}: ${suite}`
        leftOut.set(name, (leftOut.get(name) ?? 0) + 1)
      }
    }
    this.report(count, leftOut)
  }

  private report(
    count: { passed: number; failed: number; skipped: number },
    leftOut: ReadonlyMap<string, number>,
  ): void {
    const log = (line: string) => this.vitest?.logger.log(line)
    for (const [name, tests] of leftOut) log(`left out, ${tests} test(s): ${name}`)
    if (leftOut.size > 0) log('(what they need is missing on this machine; .ci/run installs it)')
    if (count.skipped > 0 && process.env.CI) {
      count.failed += count.skipped
      process.exitCode = 1
    }
    log(`${count.passed} passed, ${count.failed} failed`)
  }
}
