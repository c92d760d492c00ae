import type { CheckResult } from '../../check/check-result.ts'
import type { CheckFormat, CheckReportOptions } from './options.ts'
import { renderCheckGithub } from './github.ts'
import { renderCheckJson } from './json.ts'
import { renderCheckJunit } from './junit.ts'
import { renderCheckSarif } from './sarif.ts'
import { renderCheckTable } from './table.ts'
import { renderCheckWide } from './wide.ts'
import { painter } from '../paint.ts'
import { Places, problemLine } from '../places.ts'
import { joinLines } from '../wording.ts'

type Renderer = (result: CheckResult, options: CheckReportOptions) => string

const RENDERERS: Readonly<Record<CheckFormat, Renderer>> = {
  table: renderCheckTable,
  wide: renderCheckWide,
  json: renderCheckJson,
  sarif: renderCheckSarif,
  github: renderCheckGithub,
  junit: renderCheckJunit,
}

/**
 * Renders a check in a format: `''` or whole lines. No format shows the content of a Secret except the hosts of its
 * entries.
 */
export function renderCheck(result: CheckResult, format: CheckFormat, options: CheckReportOptions): string {
  return RENDERERS[format](result, options)
}

/** The problems of the input, one per line. */
export function renderProblems({ problems, sources }: CheckResult, color: boolean): string {
  const [paint, places] = [painter(color), new Places(sources)]
  return joinLines(problems.map(problem => problemLine(problem, places, paint)))
}
