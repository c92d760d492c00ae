import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeFolder } from '../folder.ts'
import type { Row } from './rows.ts'
import { compare, makeInputs } from './run-row.ts'
import type { Outcome } from './run-row.ts'

/** Milliseconds that all rows may take. */
const TIMEOUT = 20 * 60_000

/** The path by which Windows knows a file of this machine, as wine has it. */
export function windowsPath(path: string): string {
  return `Z:${path.replaceAll('/', '\\')}`
}

/**
 * Runs rows by cmd in wine, one after another in one batch file, since a program that starts alone starts all of wine.
 * Standard streams are files, for Node.js takes no Unix pipe there. `acr` is the command line in front of the arguments.
 */
export async function runOnWindows(
  rows: readonly Row[],
  acr: string,
  address: string,
  report: (row: Row, problems: readonly string[]) => void,
): Promise<void> {
  const outcomes = await runBatchOf(rows, acr, address)
  // On a busy machine wine now and then does not find a program that is there.
  const notStarted = rows.filter(row => outcomes.get(row)?.code === NOT_STARTED)
  const again = await runBatchOf(notStarted, acr, address)
  for (const [row, outcome] of [...outcomes, ...again])
    if (outcome === (again.get(row) ?? outcome)) report(row, compare(row, outcome))
}

/** The exit code of cmd where it could start no such program. */
const NOT_STARTED = 9009

async function runBatchOf(
  rows: readonly Row[],
  acr: string,
  address: string,
): Promise<ReadonlyMap<Row, Outcome>> {
  if (rows.length === 0) return new Map()
  const folder = makeFolder()
  // A batch file for each row: wine's cmd redirects neither what is in brackets nor a pipe as a whole.
  const lines = rows.flatMap((row, at) => {
    const working = join(folder, `row-${at}`)
    mkdirSync(working)
    makeInputs(working, address)
    const command = row.command.replaceAll(/(^|\| |&& )acr /g, (_, before: string) => `${before}${acr} `)
    writeFileSync(join(folder, `${at}.bat`), `@echo off\r\n${command}\r\n`)
    return [
      `cd /d ${windowsPath(working)}`,
      `cmd /c ..\\${at}.bat < nul > ..\\${at}.stdout 2> ..\\${at}.stderr`,
      `> ..\\${at}.code echo %ERRORLEVEL%`,
    ]
  })
  writeFileSync(join(folder, 'rows.bat'), ['@echo off', ...lines, ''].join('\r\n'))
  await runBatch(join(folder, 'rows.bat'))
  const read = (name: string): string => {
    try {
      return readFileSync(join(folder, name), 'utf8')
    } catch {
      return ''
    }
  }
  return new Map(
    rows.map((row, at) => {
      const code = Number.parseInt(read(`${at}.code`), 10)
      return [row, { code, stdout: read(`${at}.stdout`), stderr: read(`${at}.stderr`) }]
    }),
  )
}

function runBatch(path: string): Promise<void> {
  const { PATH = '', WINEPREFIX = '' } = process.env
  const env = {
    PATH,
    WINEPREFIX,
    WINEDEBUG: '-all',
    // Of Node.js, which does not know the Windows that wine says it is.
    NODE_SKIP_PLATFORM_CHECK: '1',
    HTTPS_PROXY: 'http://127.0.0.1:9',
    NO_PROXY: '127.0.0.1',
  }
  const wine = process.env['WINE'] ?? 'wine64'
  const child = spawn(wine, ['cmd', '/c', windowsPath(path)], { env, stdio: 'ignore' })
  const timer = setTimeout(() => child.kill('SIGKILL'), TIMEOUT)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
