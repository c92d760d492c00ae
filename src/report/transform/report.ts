import type { Transformation } from '../../inject/outcome.ts'
import type { SarifTool } from '../sarif-log.ts'
import { renderText } from './text.ts'
import type { TextOptions } from './text.ts'

export const REPORT_FORMATS = ['text', 'json', 'sarif', 'github', 'junit'] as const
export type ReportFormat = (typeof REPORT_FORMATS)[number]

/** `level` shapes what people read, `text` and `github`; `json`, `sarif` and `junit` always hold everything. */
export interface ReportOptions extends TextOptions {
  readonly format: ReportFormat
  readonly tool: SarifTool
  readonly now: Date
  /** Whether a person reads `json`, so that it has lines. */
  readonly isIndented: boolean
}

type Renderer = (transformation: Transformation, options: ReportOptions) => string

/** All but text are for few runs: each is loaded when it is wanted. */
const RENDERERS: Readonly<Record<Exclude<ReportFormat, 'text'>, () => Promise<Renderer>>> = {
  json: async () => (await import('./json.ts')).renderJson,
  sarif: async () => (await import('./sarif.ts')).renderSarif,
  github: async () => (await import('./github.ts')).renderGithub,
  junit: async () => (await import('./junit.ts')).renderTransformJunit,
}

/** What was done and found, in the format asked for: `''` or whole lines. */
export async function renderReport(transformation: Transformation, options: ReportOptions): Promise<string> {
  const { format } = options
  if (format === 'text') return renderText(transformation, options)
  const render = await RENDERERS[format]()
  return render(transformation, options)
}
