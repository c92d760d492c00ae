/** The clock. Tests pass their own, so that no test waits. */
export interface Clock {
  readonly now: () => Date
  /** The part of `node:timers/promises.setTimeout` that is used: rejects when the signal aborts. */
  readonly sleep: (
    milliseconds: number,
    value?: undefined,
    options?: { readonly signal?: AbortSignal },
  ) => Promise<unknown>
}
