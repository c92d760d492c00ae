/**
 * Runs work that signals must not interrupt. During the work, SIGINT, SIGTERM and SIGHUP only make `isStopped` return
 * true. The work must call it often, and return to the event loop before each call.
 */
export type HoldSignals = <T>(work: (isStopped: () => boolean) => Promise<T>) => Promise<T>

/**
 * Calls a function before a signal ends the process, until the returned function is called. Only for work that
 * pauses, because a signal waits for a pause.
 */
export type BeforeSignal = (work: () => void) => () => void

/** Ctrl-C in raw mode, where the terminal sends no signal. The run ends as with SIGINT. */
export class InterruptedError extends Error {}
