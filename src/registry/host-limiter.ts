import type { RegistryError } from './errors.ts'

/**
 * Ends an attempt; with `milliseconds` it waits before the next one may be made, and with `forAll` nobody else asks
 * that host meanwhile.
 */
export type Release = (milliseconds?: number, forAll?: boolean) => Promise<void>

/** Who asks next, where many want to. */
export interface HostLimiter {
  /** Waits until an attempt at a host may begin. Throws what `close` was told. */
  enter(host: string): Promise<Release>
}

export interface SharedHostLimiter extends HostLimiter {
  /** Nobody asks this host again: all who would, now or later, get the error. */
  close(host: string, error: RegistryError): void
}

interface HostQueue {
  running: number
  /** How many were told to come back later. */
  resting: number
  closed: RegistryError | undefined
  readonly waiting: { readonly start: () => void; readonly refuse: (error: RegistryError) => void }[]
}

/** A HostLimiter for a single caller. */
export function unlimitedHosts(sleep: (milliseconds: number) => Promise<unknown>): HostLimiter {
  const release: Release = async milliseconds => {
    if (milliseconds !== undefined) await sleep(milliseconds)
  }
  return { enter: async () => release }
}

/**
 * Lets `concurrency` attempts be under way at a time. Who waits for a later attempt holds no place, and a place goes to
 * the host with the fewest attempts under way, so that a slow or a throttled host leaves room for the others.
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
      // The last come is the first: who has a token already uses it before others get one.
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
