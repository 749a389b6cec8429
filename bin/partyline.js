#!/usr/bin/env node
// The command of the published package. Plain JavaScript for old Nodes: it checks before anything modern is loaded.
var MINIMUM = [22, 22]
var version = process.versions.node.split('.').map(Number)

if (version[0] > MINIMUM[0] || (version[0] === MINIMUM[0] && version[1] >= MINIMUM[1])) {
  import('../lib/src/main.js')
} else {
  console.error(
    'Partyline needs Node ' +
      MINIMUM.join('.') +
      ' or newer (this is ' +
      process.version +
      '): install it from https://nodejs.org',
  )
  process.exit(1)
}
