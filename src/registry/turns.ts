import type { RegistryError } from './errors.ts'

/**
 * Ends an attempt; with `milliseconds` it waits before the next one may be made, and with `forAll` nobody else asks
 * that host meanwhile.
 */
export type Leave = (milliseconds?: number, forAll?: boolean) => Promise<void>

/** Who asks next, where many want to. */
export interface Turns {
  /** Waits until an attempt at a host may begin. Throws what `close` was told. */
  enter(host: string): Promise<Leave>
}

export interface SharedTurns extends Turns {
  /** Nobody asks this host again: all who would, now or later, get the error. */
  close(host: string, error: RegistryError): void
}

interface Lane {
  running: number
  /** How many were told to come back later. */
  resting: number
  closed: RegistryError | undefined
  readonly waiting: { readonly start: () => void; readonly refuse: (error: RegistryError) => void }[]
}

/** Turns of somebody who is alone. */
export function takeTurnsAlone(sleep: (milliseconds: number) => Promise<unknown>): Turns {
  const leave: Leave = async milliseconds => {
    if (milliseconds !== undefined) await sleep(milliseconds)
  }
  return { enter: async () => leave }
}

/**
 * Lets `concurrency` attempts be under way at a time. Who waits for a later attempt holds no place, and a place goes to
 * the host with the fewest attempts under way, so that a slow or a throttled host leaves room for the others.
 */
export function shareTurns(
  concurrency: number,
  sleep: (milliseconds: number) => Promise<unknown>,
): SharedTurns {
  const lanes = new Map<string, Lane>()
  let free = concurrency

  function laneOf(host: string): Lane {
    const lane = lanes.get(host) ?? { running: 0, resting: 0, closed: undefined, waiting: [] }
    lanes.set(host, lane)
    return lane
  }

  function advance(): void {
    while (free > 0) {
      const ready = [...lanes.values()].filter(({ waiting, resting }) => waiting.length > 0 && resting === 0)
      const [lane] = ready.sort((one, other) => one.running - other.running)
      // The last come is the first: who has a token already uses it before others get one.
      const next = lane?.waiting.pop()
      if (lane === undefined || next === undefined) return
      free -= 1
      lane.running += 1
      next.start()
    }
  }

  function leaveOf(lane: Lane): Leave {
    return async (milliseconds, forAll = false) => {
      free += 1
      lane.running -= 1
      if (forAll) lane.resting += 1
      advance()
      if (milliseconds === undefined) return
      try {
        await sleep(milliseconds)
      } finally {
        if (forAll) lane.resting -= 1
        advance()
      }
    }
  }

  return {
    enter(host) {
      const lane = laneOf(host)
      return new Promise((resolve, reject) => {
        if (lane.closed !== undefined) return reject(lane.closed)
        lane.waiting.push({ start: () => resolve(leaveOf(lane)), refuse: reject })
        return advance()
      })
    },
    close(host, error) {
      const lane = laneOf(host)
      lane.closed ??= error
      for (const { refuse } of lane.waiting.splice(0)) refuse(error)
    },
  }
}
