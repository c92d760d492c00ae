import type { Access } from './access.ts'

/** One login for all requests. It is renewed when it expires or a server refuses it. */
export class Session {
  readonly #open: () => Promise<Access>
  readonly #now: () => Date
  readonly #successors = new WeakMap<Access, Promise<Access>>()
  #current: Promise<Access> | undefined

  constructor(open: () => Promise<Access>, now: () => Date) {
    this.#open = open
    this.#now = now
  }

  async access(): Promise<Access> {
    this.#current ??= this.#open()
    const access = await this.#current
    const { expires } = access
    if (expires === undefined || expires > this.#now()) return access
    return this.renew(access)
  }

  /** Returns the access that replaces `refused`. It is opened once for all requests that used the refused one. */
  renew(refused: Access): Promise<Access> {
    const known = this.#successors.get(refused)
    if (known !== undefined) return known
    this.#current = this.#open()
    this.#successors.set(refused, this.#current)
    return this.#current
  }
}
