// Takes lib/ away when it is packed (postpack): packed without scripts, a package has none rather than an old one, and its
// command says so.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './run.ts'

rmSync(join(root, 'lib'), { recursive: true, force: true })
