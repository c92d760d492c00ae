/**
 * Does some work that no signal may cut through: SIGINT, SIGTERM and SIGHUP, which otherwise end the process at any
 * moment, only make `isStopped` true. The work must ask for that often, and give the event loop its turn before.
 */
export type HoldSignals = <T>(work: (isStopped: () => boolean) => Promise<T>) => Promise<T>

/** Ctrl-C where the terminal hands keys over and makes no signal of them. The run ends as by SIGINT. */
export class InterruptedError extends Error {}
