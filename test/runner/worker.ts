/** A process that runs test files, one after another, as its parent (`worker-process.ts`) names them. */
import { writeSync } from 'node:fs'
import { parseOptions } from './options.ts'
import { prepareTests } from './prepare-tests.ts'
import { END_OF_OUTPUT } from './worker-process.ts'
import type { Request } from './worker-process.ts'

const { folder, choices } = parseOptions(process.argv.slice(2))
prepareTests()
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

async function run(file: string): Promise<void> {
  isRunning = true
  process.channel?.unref() // so that the process ends where a test waits for what never comes
  const result = await runFile(folder, file, choices)
  process.channel?.ref()
  isRunning = false
  for (const stream of [process.stdout, process.stderr]) stream.write(END_OF_OUTPUT)
  process.send?.(result)
}
