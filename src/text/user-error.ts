/**
 * An error that is not a bug: `message` says what is wrong, and `remedy` the next step. `remedy` is `''` if the
 * message says everything. Users see both without a stack trace, so neither may contain a secret.
 */
export class UserError extends Error {
  readonly remedy: string

  constructor(message: string, remedy: string, options?: ErrorOptions) {
    super(message, options)
    this.remedy = remedy
  }
}

/** An error with a code for programs. The codes of a class never change their meaning. */
export class CodedError<Code extends string> extends UserError {
  readonly code: Code

  constructor(code: Code, what: string, remedy: string) {
    super(what, remedy)
    this.code = code
  }
}

/** Several errors of one call, each with its own remedy. */
export class UserErrors extends UserError {
  readonly all: readonly UserError[]

  constructor(all: readonly UserError[]) {
    super(all.map(({ message }) => message).join('; '), '')
    this.all = all
  }
}

/** A fault in the flags or arguments of a call. Without a remedy, the error points to the help of the verb. */
export class UsageError extends UserError {
  readonly pointsToHelp: boolean

  constructor(message: string, remedy?: string) {
    super(message, remedy ?? '')
    this.pointsToHelp = remedy === undefined
  }
}
