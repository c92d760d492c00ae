import type { Readable, Writable } from 'node:stream'
import { InterruptedError } from '../signals.ts'
import { CredentialError } from '../../pull-secret/credential.ts'

/** A terminal: input and output. */
export interface Terminal {
  readonly stdin: Readable
  readonly stderr: Writable
}

/**
 * Asks for a password on stderr, and does not show the typed characters. Throws InterruptedError for Ctrl-C, and
 * CredentialError if typing is impossible or nothing is typed. Always restores the terminal.
 */
export async function askPassword(question: string, { stdin, stderr }: Terminal): Promise<string> {
  const setRawMode = rawModeOf(stdin)
  if (setRawMode === undefined)
    throw new CredentialError(
      'the password cannot be asked for here',
      'use --password-file or --password-env',
    )
  const line = new HiddenLine()
  // Raw mode comes first, because a program may answer immediately.
  setRawMode(true)
  try {
    stderr.write(question)
    return await readLine(stdin, line)
  } finally {
    setRawMode(false)
    stdin.pause()
    stderr.write('\n')
  }
}

function readLine(stdin: Readable, line: HiddenLine): Promise<string> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      stdin.off('data', take).off('end', end).off('error', fail)
    }
    const take = (chunk: Buffer | string): void => {
      const typed = line.type(chunk)
      if (typed === 'more') return
      stop()
      if (typed === 'interrupted') reject(new InterruptedError())
      else if (line.text === '') reject(nothingTyped())
      else resolve(line.text)
    }
    const end = (): void => {
      stop()
      reject(nothingTyped())
    }
    const fail = (error: Error): void => {
      stop()
      reject(error)
    }
    stdin.on('data', take).on('end', end).on('error', fail)
    stdin.resume()
  })
}

function nothingTyped(): CredentialError {
  return new CredentialError('no password was typed', 'type it, or use --password-file or --password-env')
}

/** Raw mode passes each key to the program and shows none (Node.js `tty.ReadStream`). */
function rawModeOf(stdin: Readable): ((isRaw: boolean) => void) | undefined {
  if (!('setRawMode' in stdin) || typeof stdin.setRawMode !== 'function') return undefined
  const set = stdin.setRawMode.bind(stdin)
  return isRaw => {
    set(isRaw)
  }
}

const [CTRL_C, CTRL_D, BACKSPACE, ENTER, CTRL_U, CTRL_W, ESCAPE, DELETE] = [3, 4, 8, 13, 21, 23, 27, 127]
const LINE_FEED = 10
/** The kernel's replacement for a Ctrl-D that came before raw mode (Linux `n_tty.c`). */
const EARLY_CTRL_D = 0

/** A line being typed, with the editing keys that a terminal handles outside raw mode. */
export class HiddenLine {
  #text = ''
  readonly #decoder = new TextDecoder()
  /** The state of an escape sequence, such as that of an arrow key. */
  #sequence: 'none' | 'begun' | 'open' = 'none'

  get text(): string {
    return this.#text
  }

  /** Adds typed characters. Characters after the end of the line are dropped. */
  type(chunk: Buffer | string): 'more' | 'done' | 'interrupted' {
    const typed = typeof chunk === 'string' ? chunk : this.#decoder.decode(chunk, { stream: true })
    for (const character of typed) {
      const code = character.codePointAt(0) ?? 0
      if (this.#isOfSequence(character, code)) continue
      if (code === CTRL_C) return 'interrupted'
      if ([ENTER, LINE_FEED, CTRL_D, EARLY_CTRL_D].includes(code)) return 'done'
      if (code === BACKSPACE || code === DELETE) this.#text = Array.from(this.#text).slice(0, -1).join('')
      else if (code === CTRL_U || code === CTRL_W) this.#text = ''
      else if (code >= 32) this.#text += character
    }
    return 'more'
  }

  /**
   * Escape sequences (ECMA-48): `ESC [`, parameters and a final character; `ESC O` and a letter; `ESC` and a key with
   * Alt.
   */
  #isOfSequence(character: string, code: number): boolean {
    if (this.#sequence === 'open') {
      if (code >= 64 && code <= 126) this.#sequence = 'none'
      return true
    }
    if (this.#sequence === 'begun' && code >= 32) {
      this.#sequence = character === '[' || character === 'O' ? 'open' : 'none'
      return true
    }
    this.#sequence = code === ESCAPE ? 'begun' : 'none'
    return code === ESCAPE
  }
}
