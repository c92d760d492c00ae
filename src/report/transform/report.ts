import type { Transformation } from '../../inject/outcome.ts'
import type { SarifTool } from '../sarif-log.ts'
import { renderText } from './text.ts'
import type { TextOptions } from './text.ts'

export const REPORT_FORMATS = ['text', 'json', 'sarif', 'github', 'junit'] as const
export type ReportFormat = (typeof REPORT_FORMATS)[number]

/**
 * `level` affects the reports for people, `text` and `github`. `json`, `sarif` and `junit` always contain everything.
 */
export interface ReportOptions extends TextOptions {
  readonly format: ReportFormat
  readonly tool: SarifTool
  readonly now: Date
  /** Whether `json` is indented, for people. */
  readonly isIndented: boolean
}

type Renderer = (transformation: Transformation, options: ReportOptions) => string

/** Few runs use other formats than text: each renderer is loaded on demand. */
const RENDERERS: Readonly<Record<Exclude<ReportFormat, 'text'>, () => Promise<Renderer>>> = {
  json: async () => (await import('./json.ts')).renderJson,
  sarif: async () => (await import('./sarif.ts')).renderSarif,
  github: async () => (await import('./github.ts')).renderGithub,
  junit: async () => (await import('./junit.ts')).renderTransformJunit,
}

/** Renders the report in the requested format: `''` or whole lines. */
export async function renderReport(transformation: Transformation, options: ReportOptions): Promise<string> {
  const { format } = options
  if (format === 'text') return renderText(transformation, options)
  const render = await RENDERERS[format]()
  return render(transformation, options)
}
