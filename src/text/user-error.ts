/**
 * Why a call cannot be done, in words for the user, and what to do next: `message` and `remedy`, which is `''` where the
 * message says it all. It is shown without a stack, so that neither may hold a secret. Every error that is no bug is one.
 */
export class UserError extends Error {
  readonly remedy: string

  constructor(message: string, remedy: string, options?: ErrorOptions) {
    super(message, options)
    this.remedy = remedy
  }
}

/** Several reasons at once, each with its own next step. */
export class UserErrors extends UserError {
  readonly all: readonly UserError[]

  constructor(all: readonly UserError[]) {
    super(all.map(({ message }) => message).join('; '), '')
    this.all = all
  }
}

/** What is wrong with the flags and arguments of a call. Without a remedy it points to the help of the verb. */
export class UsageError extends UserError {
  readonly pointsToHelp: boolean

  constructor(message: string, remedy?: string) {
    super(message, remedy ?? '')
    this.pointsToHelp = remedy === undefined
  }
}
