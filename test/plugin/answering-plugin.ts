import { chmodSync } from 'node:fs'
import { createServer } from 'node:net'
import type { Socket } from 'node:net'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { acr } from '../commands/in-process.ts'
import { makeFolder } from '../folder.ts'
import { listen } from '../registry/loopback.ts'
import { builtPlugin, isAnsweredFromSources, pluginCommand, runProgram } from './built-plugin.ts'
import type { Ended } from './built-plugin.ts'

let answering: Promise<string> | undefined

/**
 * A folder for PATH whose `kubectl-acr` asks this process, which runs the program from its sources. It is for what surrounds the
 * plugin: a shell, a hook, a script. Where the executable or the bundle itself is under test, it is the folder with that.
 */
export function answeringPlugin(): Promise<string> {
  if (!isAnsweredFromSources) return Promise.resolve(builtPlugin())
  answering ??= startAnswering()
  return answering
}

/** Runs the program from its sources, or what is under test in their place. */
export function runFromSources(
  args: readonly string[],
  input: string,
  env: NodeJS.ProcessEnv,
): Promise<Ended> {
  if (isAnsweredFromSources) return acr(args, { input, env })
  const [program, ...first] = pluginCommand()
  return runProgram(program, [...first, ...args], input, env)
}

async function startAnswering(): Promise<string> {
  const server = createServer(socket => void answer(socket))
  server.unref()
  const folder = makeFolder({ 'kubectl-acr': asking(await listen(server)) })
  chmodSync(join(folder, 'kubectl-acr'), 0o755)
  return folder
}

/**
 * It sends its working directory and its arguments, its environment, and its input: each text with a NUL behind it, and an empty
 * one between the three. What comes back is a script that prints.
 */
function asking(port: number): string {
  return String.raw`#!/bin/bash
IFS= read -rd '' input
exec 3<>/dev/tcp/127.0.0.1/${port}
{
  printf '=%s\0' "$PWD" "$@"
  printf '\0'
  for name in $(compgen -e); do printf '=%s\0' "$name=${'$'}{!name}"; done
  printf '\0'
  printf '%s\0' "$input"
} >&3
eval "$(cat <&3)"
`
}

async function answer(socket: Socket): Promise<void> {
  let asked = ''
  for await (const chunk of socket.setEncoding('utf8')) {
    asked += String(chunk)
    const texts = asked.split('\0')
    const [call, environment] = [texts.indexOf(''), texts.indexOf('', texts.indexOf('') + 1)]
    if (call < 0 || environment < 0 || texts.length < environment + 3) continue
    const [cwd = '', ...args] = texts.slice(0, call).map(text => text.slice(1))
    const variables = texts
      .slice(call + 1, environment)
      .map(text => text.slice(1).split(/=(.*)/s).slice(0, 2))
    const input = texts[environment + 1] ?? ''
    socket.end(await answerTo(args, cwd, Object.fromEntries(variables), input).catch(scriptOfError))
  }
}

const scriptOfError = (error: unknown): string => `${print(String(error), ' >&2')}exit 70\n`

/** A script that writes to both outputs in the order in which the program did. */
async function answerTo(
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
  input: string,
): Promise<string> {
  // Joined where one output follows itself, since a character may be cut in two.
  const written: { readonly to: string; readonly bytes: Buffer[] }[] = []
  const output = (to: string): Writable =>
    new Writable({
      write(chunk: Buffer, _, done) {
        if (written.at(-1)?.to !== to) written.push({ to, bytes: [] })
        written.at(-1)?.bytes.push(Buffer.from(chunk))
        done()
      },
    })
  const { code } = await acr(args, { cwd, env, input, stdout: output(''), stderr: output(' >&2') })
  const prints = written.map(({ to, bytes }) => print(Buffer.concat(bytes).toString(), to))
  return `${prints.join('')}exit ${code}`
}

function print(text: string, to: string): string {
  return `printf %s '${text.replaceAll("'", String.raw`'\''`)}'${to}\n`
}
