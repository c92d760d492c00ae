import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { INPUTS } from './inputs.ts'
import { mismatches } from './rows.ts'
import type { Row } from './rows.ts'

/** Seconds that a row may take; the slowest timers of the program are longer. */
const TIMEOUT = 30

export interface RowContext {
  readonly env: Readonly<Record<string, string>>
  /** Of the server on loopback. */
  readonly address: string
}

/** Makes a working directory for a row. */
export function makeInputs(folder: string, address: string): void {
  for (const [name, content] of Object.entries(INPUTS)) {
    const path = join(folder, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, name.endsWith('.kubeconfig') ? String(content).replace('URL', address) : content)
  }
}

/** Runs a row in a directory of its own, by bash, and gives what is wrong with it. */
export async function runRow(row: Row, { env, address }: RowContext): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'kubectl-acr-row-'))
  try {
    makeInputs(folder, address)
    const command = `acr() { kubectl-acr "$@"; }; ${row.command}`
    const isTerminal = row.place === 'terminal'
    const [program, args] = isTerminal
      ? ['script', ['-qec', `bash -c ${quoted(command)}`, '/dev/null']]
      : ['bash', ['-c', command]]
    const child = spawn(program, args, {
      cwd: folder,
      env: { ...env, HOME: folder, URL: address },
      stdio: [row.typed === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
      detached: true,
    })
    if (row.typed !== undefined) typeAtQuestion(row.typed, child)
    const outputs = [child.stdout, child.stderr].map(stream => {
      let text = ''
      stream?.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
      return () => text
    })
    let isLate = false
    const timer = setTimeout(() => {
      isLate = true
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
    }, TIMEOUT * 1000)
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject)
      child.once('close', resolve)
    })
    clearTimeout(timer)
    if (isLate) return [`it did not end within ${TIMEOUT} s`]
    const [stdout = '', stderr = ''] = outputs.map(text => text())
    return compare(row, { code, stdout, stderr })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export interface Outcome {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export function compare(row: Row, { code, stdout, stderr }: Outcome): readonly string[] {
  return [
    ...(code === row.exitCode
      ? []
      : [`exit code ${code}, not ${row.exitCode}; stderr: ${stderr.slice(0, 300)}`]),
    ...mismatches('stdout', stdout, row.stdout),
    ...mismatches('stderr', stderr, row.stderr),
  ]
}

/** Types a line when a question stands at the end of what is shown. */
function typeAtQuestion(line: string, { stdin, stdout }: ChildProcess): void {
  let shown = ''
  stdout?.on('data', (chunk: Buffer) => {
    shown += chunk.toString()
    if (!shown.endsWith(': ')) return
    shown = ''
    stdin?.write(`${line}\r`)
  })
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
