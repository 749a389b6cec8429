import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { concat } from '../../protocols/octets/index.ts'

export const hasTshark = ['tshark', 'text2pcap'].every((program) => spawnSync(program, ['--version']).status === 0)

/** What tshark says when it finds something wrong with a PDU. */
export const COMPLAINT = /malformed|unknown|undecoded|expert info|exception/i

/** The octets as the body of an HTTP response in a capture of one segment, dissected in full. */
export function readByTshark(pdu: Uint8Array): string {
  const head = `HTTP/1.1 200 OK\r\nContent-Type: application/vnd.wap.mms-message\r\nContent-Length: ${pdu.length}\r\n\r\n`
  const folder = mkdtempSync(join(tmpdir(), 'partyline-tshark-'))
  try {
    const hex = join(folder, 'pdu.hex')
    const capture = join(folder, 'pdu.pcap')
    writeFileSync(hex, hexDump(concat([new TextEncoder().encode(head), pdu])))
    execFileSync('text2pcap', ['-q', '-T', '80,40000', hex, capture], { stdio: 'ignore' })
    return execFileSync('tshark', ['-r', capture, '-V', '-O', 'mmse,wsp,data-text-lines,_ws.malformed'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, LC_ALL: 'C.UTF-8' },
    })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function hexDump(octets: Uint8Array): string {
  const rows: string[] = []
  for (let offset = 0; offset < octets.length; offset += 16) {
    const row = [...octets.subarray(offset, offset + 16)].map((octet) => octet.toString(16).padStart(2, '0'))
    rows.push(`${offset.toString(16).padStart(6, '0')} ${row.join(' ')}\n`)
  }
  return rows.join('')
}
