import { UsageError } from '../../text/user-error.ts'

/** The call names no input, and nothing is piped in. */
export class NoInputError extends UsageError {
  constructor() {
    super('must specify one of -f and -k, or pipe manifests in')
  }
}
