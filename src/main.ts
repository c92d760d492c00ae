import process from 'node:process'
import type { Writable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { run } from './cli.ts'
import { heapControl } from './io/heap-control.ts'
import { isNeverTerminal } from './io/non-blocking-stdio.ts'
import type { BeforeSignal, HoldSignals } from './io/signals.ts'
import { openStdin } from './io/standard-input.ts'
import { openOutput } from './io/standard-output.ts'

/** The standard outputs that had to become streams of Node's. */
const streams: Writable[] = []

/**
 * A reader that goes away (`| head -1`, `2>&1 | grep -q`) must not end the process: ignore EPIPE here, the writers handle it.
 * The exit code stays that of the work, so that `pipefail` minds no `head`; programs that SIGPIPE ends, as kubectl and
 * cat, have 141 there. That stdout was closed (`>&-`) cannot be told: Node.js opens /dev/null in its place, for reading
 * and writing, as Python's `subprocess.DEVNULL` does.
 */
function heard(stream: Writable): Writable {
  streams.push(stream)
  return stream.on('error', () => {})
}

// A signal ends the process by itself, at any moment and with the exit status that a shell expects: a listener would have
// to wait until work that never pauses is done. So there is one only while files are rewritten,
// and during work on a network that shows its progress.
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
let heldSignal: keyof typeof EXIT_CODES | undefined

function hold(signal: NodeJS.Signals): void {
  heldSignal ??= SIGNALS.find(one => one === signal)
}

const holdSignals: HoldSignals = async work => {
  for (const signal of SIGNALS) process.on(signal, hold)
  try {
    return await work(() => heldSignal !== undefined)
  } finally {
    for (const signal of SIGNALS) process.off(signal, hold)
  }
}

const beforeSignal: BeforeSignal = work => {
  const end = (signal: NodeJS.Signals): void => {
    work()
    stop()
    process.kill(process.pid, signal)
  }
  const stop = (): void => {
    for (const signal of SIGNALS) process.off(signal, end)
  }
  for (const signal of SIGNALS) process.on(signal, end)
  return stop
}

// No await at the top: the bundle is CommonJS, which starts faster.
void run(process.argv.slice(2), {
  cwd: process.cwd(),
  env: process.env,
  stdin: openStdin(0, () => process.stdin),
  stdout: openOutput(1, () => heard(process.stdout)),
  stderr: openOutput(2, () => heard(process.stderr)),
  isTerminal: {
    stdin: !isNeverTerminal(0) && process.stdin.isTTY,
    stdout: !isNeverTerminal(1) && process.stdout.isTTY,
    stderr: !isNeverTerminal(2) && process.stderr.isTTY,
  },
  now: () => new Date(),
  sleep,
  holdSignals,
  beforeSignal,
  heap: heapControl(process.versions),
  runtime: {
    platform: process.platform,
    arch: process.arch,
    parent: process.ppid,
    versions: process.versions,
    userId: process.geteuid?.(),
  },
  fetch,
  // With child_process half of the network comes in, which most runs can do without.
  spawn: (program, args, options) =>
    process.getBuiltinModule('node:child_process').spawn(program, [...args], options),
}).then(code => {
  process.exitCode = heldSignal === undefined ? code : EXIT_CODES[heldSignal]
  // Where no stream can have anything left to write: to wait for the end, and take all down in order, takes longer.
  if (streams.length === 0) process.exit()
})
