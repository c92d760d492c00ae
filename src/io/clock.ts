/** The time, which a test hands in so that nobody has to wait. */
export interface Clock {
  readonly now: () => Date
  /** `node:timers/promises.setTimeout`, as far as it is used: rejects when the signal aborts. */
  readonly sleep: (
    milliseconds: number,
    value?: undefined,
    options?: { readonly signal?: AbortSignal },
  ) => Promise<unknown>
}
