/**
 * Runs work that signals must not interrupt. SIGINT, SIGTERM and SIGHUP then only make `isStopped` return true. The
 * work must call it often, and yield to the event loop before.
 */
export type HoldSignals = <T>(work: (isStopped: () => boolean) => Promise<T>) => Promise<T>

/**
 * Does something before a signal ends the process, until the function that it gives is called. Only for work that pauses:
 * a signal waits until then.
 */
export type BeforeSignal = (work: () => void) => () => void

/** Ctrl-C in raw mode, where the terminal sends no signal. The run ends as with SIGINT. */
export class InterruptedError extends Error {}
