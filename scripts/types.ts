// Type-checks every TypeScript project of the tree: protocols and core alone first (no Node, no DOM), then the rest.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..')
const projects = ['protocols', 'src/core', '.', 'src/viewer'].filter((folder) =>
  existsSync(resolve(root, folder, 'tsconfig.json')),
)
const failed = projects.filter((project) => {
  const tsc = resolve(root, 'node_modules/typescript/bin/tsc')
  return spawnSync(process.execPath, [tsc, '-p', resolve(root, project)], { stdio: 'inherit', cwd: root }).status !== 0
})
if (failed.length > 0) {
  console.error(`types: errors in ${failed.join(', ')}`)
  process.exit(1)
}
console.log(`types: ${projects.join(', ')} checked`)
