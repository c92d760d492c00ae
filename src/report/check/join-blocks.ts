import type { CheckResult } from '../../check/check-result.ts'
import type { Severity } from '../../check/finding.ts'
import type { Layout } from '../text-layout.ts'
import { joinLines } from '../wording.ts'
import { remarkLines, unseenLines } from './cluster-notes.ts'
import { findingLines } from './findings.ts'
import { summarizeCheck } from './summary.ts'

/**
 * The report for people: blocks of lines about images, then the findings of the given severities, the notes about the
 * cluster, and the summary. Blocks are separated by an empty line.
 */
export function joinBlocks(
  result: CheckResult,
  images: readonly (readonly string[])[],
  severities: readonly Severity[],
  isQuiet: boolean,
  layout: Layout,
): string {
  const findings = findingLines(result, severities, layout)
  const remarks = isQuiet ? [] : remarkLines(result.cluster?.remarks ?? [], layout)
  const unseen = unseenLines(result.cluster?.unseen ?? [], layout)
  const all = [...images, findings, remarks, unseen].filter(block => block.length > 0)
  const summary = isQuiet && all.length === 0 ? [] : [summarizeCheck(result)]
  return joinLines([...all.flatMap(block => [...block, '']), ...summary])
}
