/** A process that runs test files, one after another, as its parent (`worker-process.ts`) names them. */
import { writeSync } from 'node:fs'
import { setFlagsFromString } from 'node:v8'
import { parseOptions } from './options.ts'
import { prepareTests } from './prepare-tests.ts'
import type { Request } from './worker-process.ts'

// Most code runs for a moment only, so that much of what V8 optimizes by default (at 67,584) is never worth it: a tenth to a
// third of the processor's time.
setFlagsFromString('--interrupt-budget=500000')

const { folder, choices } = parseOptions(process.argv.slice(2))
await prepareTests(folder)
const { runFile } = await import('./run-file.ts')
const { runningTest } = await import('./uvu.ts')

let isRunning = false
process.on('message', (request: Request) => {
  if (request.kind === 'end') process.disconnect()
  else void run(request.file)
})
process.once('disconnect', () => {
  if (isRunning) process.exit(1) // the parent is gone
})
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1)) // so that folders go
process.once('exit', () => {
  // The IPC channel is closed by then, and what is left keeps the process from its end.
  if (isRunning) writeSync(1, `\n  ended during "${runningTest() ?? 'no test'}"\n`)
  else if (!process.connected) writeSync(1, process.getActiveResourcesInfo().join(' '))
})
process.send?.('ready')

async function run(file: string): Promise<void> {
  isRunning = true
  process.channel?.unref() // so that the process ends where a test waits for what never comes
  const result = await runFile(folder, file, choices)
  process.channel?.ref()
  isRunning = false
  process.send?.(result)
}
