import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { referenceData } from './reference-data.ts'

const schema = `${referenceData}/mm7-schema/rel6-mm7-1-4.reconstructed.xsd`

export const hasValidator = existsSync(schema) && spawnSync('xmllint', ['--version']).status === 0

/** What a foreign validator says about the MM7 element of an envelope; empty when it is content. */
export function validateMm7(envelope: string): string {
  const inside = /<env:Body>(.*)<\/env:Body>/s.exec(envelope)![1]!
  const element = /<env:Fault>.*<detail>(.*)<\/detail>/s.exec(inside)?.[1] ?? inside
  const { stderr, status } = spawnSync('xmllint', ['--noout', '--schema', schema, '-'], {
    input: element,
    encoding: 'utf8',
  })
  return status === 0 ? '' : stderr
}
