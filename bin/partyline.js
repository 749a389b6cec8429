#!/usr/bin/env node
// The command of the published package. Plain JavaScript for old Nodes: it checks before anything modern is loaded.
import { existsSync } from 'node:fs'

var MINIMUM = [22, 22]
var version = process.versions.node.split('.').map(Number)

if (version[0] > MINIMUM[0] || (version[0] === MINIMUM[0] && version[1] >= MINIMUM[1])) {
  if (existsSync(new URL('../lib/src/main.js', import.meta.url))) import('../lib/src/main.js')
  else stopWith('Partyline was packed without lib/, which one of its scripts builds: pack it with npm run pack')
} else {
  stopWith(
    'Partyline needs Node ' +
      MINIMUM.join('.') +
      ' or newer (this is ' +
      process.version +
      '): install it from https://nodejs.org',
  )
}

function stopWith(reason) {
  console.error(reason)
  process.exit(1)
}
