import type { SarifTool } from '../sarif-log.ts'

export const CHECK_FORMATS = ['table', 'wide', 'json', 'sarif', 'github', 'junit'] as const
export type CheckFormat = (typeof CHECK_FORMATS)[number]

/**
 * `isQuiet` leaves out images and findings without problems, in the formats for people: `table`, `wide` and `github`.
 */
export interface CheckReportOptions {
  readonly isQuiet: boolean
  /** Whether to use ANSI colors. */
  readonly color: boolean
  /** The width of the terminal; absent if lines may have any length. */
  readonly columns?: number
  /** Whether `json` is indented, for a person to read. */
  readonly isIndented: boolean
  /** The lowest severity that makes a finding a failure. */
  readonly failOn: 'error' | 'warning'
  readonly tool: SarifTool
  readonly now: Date
}
