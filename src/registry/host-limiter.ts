import type { RegistryError } from './registry-error.ts'

/**
 * Ends an attempt. With `milliseconds`, waits before the next attempt. With `forAll`, nobody else may use the host
 * while waiting.
 */
export type Release = (milliseconds?: number, forAll?: boolean) => Promise<void>

/** Decides whose request is next. */
export interface HostLimiter {
  /** Waits until an attempt at a host may begin. Throws the error given to `close`. */
  enter(host: string): Promise<Release>
}

export interface SharedHostLimiter extends HostLimiter {
  /** Closes a host: every waiting and later caller gets the error. */
  close(host: string, error: RegistryError): void
}

interface HostQueue {
  running: number
  /** Number of callers that wait before their next attempt. */
  resting: number
  closed: RegistryError | undefined
  readonly waiting: { readonly start: () => void; readonly refuse: (error: RegistryError) => void }[]
}

/** A limiter for a single caller: it never makes the caller wait for others. */
export function unlimitedHosts(sleep: (milliseconds: number) => Promise<unknown>): HostLimiter {
  const release: Release = async milliseconds => {
    if (milliseconds !== undefined) await sleep(milliseconds)
  }
  return { enter: async () => release }
}

/**
 * Limits attempts to `concurrency` at a time. A caller that waits to retry holds no slot. A free slot goes to the host
 * with the fewest running attempts, so that a slow or throttled host does not block others.
 */
export function limitHosts(
  concurrency: number,
  sleep: (milliseconds: number) => Promise<unknown>,
): SharedHostLimiter {
  const queues = new Map<string, HostQueue>()
  let free = concurrency

  function queueOf(host: string): HostQueue {
    const queue = queues.get(host) ?? { running: 0, resting: 0, closed: undefined, waiting: [] }
    queues.set(host, queue)
    return queue
  }

  function advance(): void {
    while (free > 0) {
      const ready = [...queues.values()].filter(({ waiting, resting }) => waiting.length > 0 && resting === 0)
      const [queue] = ready.sort((one, other) => one.running - other.running)
      // Last in, first out: a caller with a token uses it before others get theirs.
      const next = queue?.waiting.pop()
      if (queue === undefined || next === undefined) return
      free -= 1
      queue.running += 1
      next.start()
    }
  }

  function releaseOf(queue: HostQueue): Release {
    return async (milliseconds, forAll = false) => {
      free += 1
      queue.running -= 1
      if (forAll) queue.resting += 1
      advance()
      if (milliseconds === undefined) return
      try {
        await sleep(milliseconds)
      } finally {
        if (forAll) queue.resting -= 1
        advance()
      }
    }
  }

  return {
    enter(host) {
      const queue = queueOf(host)
      return new Promise((resolve, reject) => {
        if (queue.closed !== undefined) return reject(queue.closed)
        queue.waiting.push({ start: () => resolve(releaseOf(queue)), refuse: reject })
        return advance()
      })
    },
    close(host, error) {
      const queue = queueOf(host)
      queue.closed ??= error
      for (const { refuse } of queue.waiting.splice(0)) refuse(error)
    },
  }
}
