/** `isQuiet` leaves out what is well, for people: `table`, `wide` and `github`. */
export interface CheckReportOptions {
  readonly isQuiet: boolean
  /** ANSI colours. */
  readonly color: boolean
}
