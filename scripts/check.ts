// npm run check: format, lint, types, boundaries and tests. If it passes here, it passes everywhere.
import { runScript, runTool } from './run.ts'

const steps: readonly (readonly [string, () => number])[] = [
  ['format and lint', () => runTool('biome', ['check', '.'])],
  ['types', () => runScript('scripts/types.ts')],
  ['boundaries and tests', () => runScript('scripts/test.ts')],
]
for (const [name, step] of steps) {
  if (step() === 0) continue
  console.error(`check: ${name} failed`)
  process.exit(1)
}
