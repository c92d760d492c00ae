import { cpSync } from 'node:fs'
import { delimiter } from 'node:path'
import { fileURLToPath } from 'node:url'
import { makeFolder } from '../folder.ts'
import { answeringPlugin } from '../plugin/answering-plugin.ts'
import { runProgram } from '../plugin/built-plugin.ts'
import { fencedBlocks } from './blocks.ts'

/** What a command line writes to stdout and stderr, in the order in which it came. */
export type RunCommand = (command: string) => Promise<string>

/**
 * A document whose `console` blocks show what their commands print now. A line that begins with `$ ` is a command, and
 * what follows it is its output. The commands of one block run one after the other in a directory of their own, with a
 * copy of `examples`.
 */
export async function renewConsoles(markdown: string, open: () => RunCommand): Promise<string> {
  let renewed = ''
  let at = 0
  for (const { info, text, start, end } of fencedBlocks(markdown)) {
    if (info !== 'console') continue
    renewed += markdown.slice(at, start) + (await renewBlock(text, open()))
    at = end
  }
  return renewed + markdown.slice(at)
}

async function renewBlock(text: string, run: RunCommand): Promise<string> {
  let renewed = ''
  for (const [, command = '', shown = ''] of text.matchAll(/^\$ (.+)\n((?:(?!\$ ).*\n)*)/gm)) {
    const printed = await run(command)
    renewed += `$ ${command}\n${isSame(printed, shown, command) ? shown : printed}`
  }
  return renewed
}

/** Behind a pipe, the lines of the report and those of the next program come in no fixed order. */
function isSame(one: string, other: string, command: string): boolean {
  if (!command.includes('|')) return one === other
  return one.split('\n').toSorted().join('\n') === other.split('\n').toSorted().join('\n')
}

/** `kubectl acr` without the start of kubectl, which then becomes the plugin; the picture and test/plugin go by kubectl itself. */
export const DIRECTLY =
  'kubectl() { if [ "$1" = acr ]; then kubectl-acr "${@:2}"; else command kubectl "$@"; fi; }'

/**
 * Runs commands in a new directory with a copy of `examples`: from the sources, or by an executable under test. Throws where
 * one cannot be used.
 */
export function openDirectory(): RunCommand {
  const directory = makeFolder()
  cpSync(fileURLToPath(new URL('../../examples', import.meta.url)), `${directory}/examples`, {
    recursive: true,
  })
  return async command => {
    const env = { ...process.env, PATH: [await answeringPlugin(), process.env['PATH']].join(delimiter) }
    const lines = `set -o pipefail; ${DIRECTLY}; cd '${directory}'; { ${command} ; } 2>&1`
    const { code, stdout } = await runProgram('bash', ['-c', lines], '', env)
    // 2 is for a call or an input that cannot be used: a document that means it says so with `; echo $?`.
    if (code !== 0 && code !== 1) throw new Error(`$ ${command}\nexit code ${code}\n${stdout}`)
    return stdout.endsWith('\n') || stdout === '' ? stdout : `${stdout}\n`
  }
}
