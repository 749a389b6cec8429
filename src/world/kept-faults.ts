import { parseRuleQuery } from '../../protocols/search/index.ts'
import type { CarrierReader, FaultBoard, FaultStruck, Unit } from '../core/index.ts'
import { struckEvent } from './fault-news.ts'

/** Rules that an earlier run left, or that came with an archive, are in force again and count on. */
export function restoreFaults(faults: FaultBoard, read: CarrierReader): void {
  for (const { seen, fired, ...rule } of read.faults()) {
    const query = parseRuleQuery(rule.query)
    // It was parsed before it was kept.
    if (query.ok) faults.post({ ...rule, matches: query.matches }, { seen, fired })
  }
}

/** Writes down that a rule has struck: how often by now, and which message. */
export function writeStrike(unit: Unit, faults: FaultBoard, struck: FaultStruck): void {
  const kept = faults.kept(struck.rule.id)
  if (kept) unit.put({ layer: 'core', put: 'fault', value: kept })
  const event = struckEvent(struck)
  if (event) unit.emit(event)
}
