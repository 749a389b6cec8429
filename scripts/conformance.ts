// npm run conformance: writes docs/conformance.md from the clause tags, and docs/faults.md from the tables of faults.
// Tests say when they are no longer current.
import { writeFileSync } from 'node:fs'
import { conformanceDocument } from './conformance/document.ts'
import { faultsDocument } from './conformance/faults-document.ts'

const write = (name: string, text: string) => writeFileSync(new URL(`../docs/${name}`, import.meta.url), text)
write('conformance.md', conformanceDocument())
write('faults.md', faultsDocument())
