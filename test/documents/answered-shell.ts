import { spawn } from 'node:child_process'
import { Readable, Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import * as assert from 'uvu/assert'
import { acr } from '../commands/in-process.ts'

/**
 * `kubectl-acr` in a shell whose parent answers for it. It reads its whole input first, so that the commands of a pipe ask one
 * after the other. The answer is a script, which writes to both outputs in the order in which the program did.
 */
const ASKING = String.raw`kubectl-acr() {
  local input name answer
  IFS= read -rd '' input
  printf '=%s\0' "$PWD" "$#" "$@" "$input" >&3
  for name in $(compgen -e); do printf '=%s\0' "$name=${'$'}{!name}" >&3; done
  printf '\0' >&3
  IFS= read -rd '' answer <&4
  eval "$answer"
}`

export interface Typed {
  readonly code: number | null
  readonly stdout: string
}

/** Runs lines of bash, in which the program runs in this process, from the sources. Rejects where it throws. */
export function typeInAnsweredShell(lines: string): Promise<Typed> {
  const child = spawn('bash', ['-c', `${ASKING}\n${lines}`], {
    stdio: ['ignore', 'pipe', 'inherit', 'pipe', 'pipe'],
  })
  const [, printed, , questions, answers] = child.stdio
  assert.ok(printed instanceof Readable && questions instanceof Readable && answers instanceof Writable)
  const stdout = text(printed)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', code => void stdout.then(all => resolve({ code, stdout: all }), reject))
    answerAll(questions, answers).catch((error: unknown) => {
      child.kill()
      reject(error)
    })
  })
}

async function answerAll(questions: Readable, answers: Writable): Promise<void> {
  let asked = ''
  for await (const chunk of questions.setEncoding('utf8')) {
    asked += chunk
    if (!asked.endsWith('\0\0')) continue
    answers.write(`${await answerTo(asked)}\0`)
    asked = ''
  }
  answers.destroy()
}

/** `asked`: the working directory, the number of arguments, these, the input, and the environment, each behind `=`. */
async function answerTo(asked: string): Promise<string> {
  const [cwd = '', count, ...fields] = asked
    .slice(0, -2)
    .split('\0')
    .map(field => field.slice(1))
  const args = fields.splice(0, Number(count))
  const [input = '', ...variables] = fields
  const env = Object.fromEntries(variables.map(variable => variable.split(/=(.*)/s).slice(0, 2)))
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
  const prints = written.map(({ to, bytes }) => `printf %s ${quoted(Buffer.concat(bytes).toString())}${to}\n`)
  return `${prints.join('')}return ${code}`
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`
}
