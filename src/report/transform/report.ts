import type { Transformation } from '../../inject/outcome.ts'
import { renderGithub } from './github.ts'
import { renderJson } from './json.ts'
import { renderSarif } from './sarif.ts'
import { renderText } from './text.ts'
import type { TextOptions } from './text.ts'

/** `level` shapes what people read, `text` and `github`; `json` and `sarif` always hold everything. */
export interface ReportOptions extends TextOptions {
  readonly format: 'text' | 'json' | 'sarif' | 'github'
}

type Renderer = (transformation: Transformation, options: TextOptions) => string

const RENDERERS: Readonly<Record<ReportOptions['format'], Renderer>> = {
  text: renderText,
  json: renderJson,
  sarif: renderSarif,
  github: renderGithub,
}

/** What was done and found, in the format asked for: `''` or whole lines. */
export function renderReport(transformation: Transformation, options: ReportOptions): string {
  return RENDERERS[options.format](transformation, options)
}
