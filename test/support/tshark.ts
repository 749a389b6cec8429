import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const tsharkInstalled = ['tshark', 'text2pcap'].every(
  (program) => spawnSync(program, ['--version']).status === 0,
)

/** What tshark shows of a packet: every occurrence of each field that was asked for. */
export type Dissection = Readonly<Record<string, readonly string[]>>

/** Stands between the occurrences of a field; no PDU of ours has it. */
const BETWEEN = '\u0001'

/** Runs PDUs through a made-up TCP stream, one packet each. */
export function dissect(pdus: readonly Uint8Array[], fields: readonly string[]): readonly Dissection[] {
  const folder = mkdtempSync(join(tmpdir(), 'partyline-'))
  const hex = join(folder, 'pdus.hex')
  const pcap = join(folder, 'pdus.pcap')
  const written = pdus.map((octets) => `0000 ${Buffer.from(octets).toString('hex').replace(/../g, '$& ')}\n`)
  writeFileSync(hex, written.join('\n'))
  spawnSync('text2pcap', ['-q', '-T', '2775,40000', hex, pcap])
  const asked = fields.flatMap((field) => ['-e', field])
  const shown = ['-T', 'fields', '-E', 'occurrence=a', '-E', `aggregator=${BETWEEN}`, ...asked]
  const { stdout } = spawnSync('tshark', ['-r', pcap, '-d', 'tcp.port==2775,smpp', '-Y', 'smpp', ...shown], {
    encoding: 'utf8',
  })
  rmSync(folder, { recursive: true, force: true })
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const values = line.split('\t').map((value) => (value === '' ? [] : value.split(BETWEEN)))
      return Object.fromEntries(fields.map((field, i) => [field, values[i] ?? []]))
    })
}
