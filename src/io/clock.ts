/** The time. Tests hand in their own, so that no test waits. */
export interface Clock {
  readonly now: () => Date
  /** `node:timers/promises.setTimeout`, as far as it is used: rejects when the signal aborts. */
  readonly sleep: (
    milliseconds: number,
    value?: undefined,
    options?: { readonly signal?: AbortSignal },
  ) => Promise<unknown>
}
