import type { SarifTool } from '../sarif-log.ts'

export const CHECK_FORMATS = ['table', 'wide', 'json', 'sarif', 'github', 'junit'] as const
export type CheckFormat = (typeof CHECK_FORMATS)[number]

/** `isQuiet` leaves out what is well, for people: `table`, `wide` and `github`. */
export interface CheckReportOptions {
  readonly isQuiet: boolean
  /** ANSI colours. */
  readonly color: boolean
  /** Of the terminal; absent where lines may be of any length. */
  readonly columns?: number
  /** Whether a person reads `json`, so that it has lines. */
  readonly isIndented: boolean
  /** From which severity on a finding is a failure. */
  readonly failOn: 'error' | 'warning'
  readonly tool: SarifTool
  readonly now: Date
}
