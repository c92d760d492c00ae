import type { Writable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { run } from './cli.ts'
import { heapControl } from './io/heap-control.ts'
import { isNeverTerminal } from './io/stdio/non-blocking-stdio.ts'
import type { BeforeSignal, HoldSignals } from './io/signals.ts'
import { openStdin } from './io/stdio/standard-input.ts'
import { openOutput } from './io/stdio/standard-output.ts'

// Not imported: a bundle would copy all properties of the module, which takes Bun four milliseconds.
const { process } = globalThis

/** The standard outputs that are Node.js streams. */
const streams: Writable[] = []

/**
 * Ignores errors of a stream. A reader that stops early (`| head -1`, `2>&1 | grep -q`) must not end the process; the
 * writers handle EPIPE. The exit code stays that of the work, so `pipefail` does not fail because of `head`. Programs
 * that end by SIGPIPE, such as kubectl and cat, exit with 141 there. A closed stdout (`>&-`) cannot be detected:
 * Node.js opens /dev/null in its place, for reading and writing, as Python's `subprocess.DEVNULL` does.
 */
function withoutErrors(stream: Writable): Writable {
  streams.push(stream)
  return stream.on('error', () => {})
}

// By default a signal ends the process at any moment, with the exit status that a shell expects. A listener would run
// only after synchronous work is done. So listeners exist only while files are rewritten, and during network work that
// shows progress.
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

// No top-level await: the bundle is CommonJS, which starts faster.
void run(process.argv.slice(2), {
  cwd: process.cwd(),
  env: process.env,
  stdin: openStdin(0, () => process.stdin),
  stdout: openOutput(1, () => withoutErrors(process.stdout)),
  stderr: openOutput(2, () => withoutErrors(process.stderr)),
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
  // Loaded on demand: `child_process` loads half of Node.js's network code, which most runs do not need.
  spawn: (program, args, options) =>
    process.getBuiltinModule('node:child_process').spawn(program, [...args], options),
}).then(code => {
  process.exitCode = heldSignal === undefined ? code : EXIT_CODES[heldSignal]
  // Without streams nothing is left to write. Exiting here is faster than an orderly end.
  if (streams.length === 0) process.exit()
})
