import { run } from './cli.ts'

// A reader that goes away (`| head -1`, `2>&1 | grep -q`) must not end the process: whoever writes decides.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})

// Files are replaced between two turns of the event loop, so that none is half done when a signal is heard.
process.once('SIGINT', () => process.exit(130))
process.once('SIGTERM', () => process.exit(143))

// No await at the top: the bundle is CommonJS, which starts faster.
void run(process.argv.slice(2), {
  cwd: process.cwd(),
  env: process.env,
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  colorDepth: 1,
  isTerminal: {
    stdin: process.stdin.isTTY,
    stdout: process.stdout.isTTY,
    stderr: process.stderr.isTTY,
  },
  now: () => new Date(),
  runtime: { platform: process.platform, arch: process.arch, versions: process.versions },
  fetch,
  // With child_process half of the network comes in, which most runs can do without.
  spawn: (program, args, options) =>
    process.getBuiltinModule('node:child_process').spawn(program, [...args], options),
}).then(code => {
  process.exitCode = code
})
