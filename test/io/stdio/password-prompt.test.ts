import { PassThrough } from 'node:stream'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { HiddenLine, askPassword } from '../../../src/io/stdio/password-prompt.ts'
import { InterruptedError } from '../../../src/io/signals.ts'
import { acr, collector } from '../../commands/in-process.ts'

const typed: Record<string, string> = {
  'pw\r': 'pw',
  'pw\n': 'pw',
  'pw\r\nmore': 'pw',
  'pw\u0004': 'pw',
  'pw\u0000': 'pw',
  'px\u007fw\r': 'pw',
  'px\bw\r': 'pw',
  '🔑x\u007f\u007fp\r': 'p',
  '\u007fp\r': 'p',
  'wrong\u0015pw\r': 'pw',
  'wrong\u0017pw\r': 'pw',
  'p\u001b[1;5Dw\r': 'pw',
  'p\u001bOAw\r': 'pw',
  '\u001b[200~pw\u001b[201~\r': 'pw',
  'p\tw\u001a\r': 'pw',
  'pä ß本\r': 'pä ß本',
}
for (const [keys, text] of Object.entries(typed)) {
  test(`typed: ${JSON.stringify(keys)}`, () => {
    for (const size of [1, 2, 100]) {
      const bytes = Buffer.from(keys)
      const line = new HiddenLine()
      let state = 'more'
      for (let at = 0; at < bytes.length && state === 'more'; at += size)
        state = line.type(bytes.subarray(at, at + size))
      assert.equal([state, line.text], ['done', text], `${size} at once`)
    }
  })
}

test('Ctrl-C interrupts, and a line without an end waits', () => {
  assert.is(new HiddenLine().type('pw\u0003'), 'interrupted')
  assert.is(new HiddenLine().type('pw'), 'more')
})

/** A terminal, and what was asked of its mode. */
function terminal(...keys: string[]) {
  const modes: boolean[] = []
  const stdin = Object.assign(new PassThrough(), { setRawMode: (isRaw: boolean) => modes.push(isRaw) })
  for (const chunk of keys) stdin.write(chunk)
  const [stderr, shown] = collector()
  return { stdin, stderr, shown, modes }
}

test('the question is on stderr, what is typed is nowhere, and the terminal is as before', async () => {
  const { shown, modes, ...streams } = terminal('p', 'w\r')
  assert.is(await askPassword('Password for x: ', streams), 'pw')
  assert.is(shown(), 'Password for x: \n')
  assert.equal(modes, [true, false])
  assert.is(streams.stdin.isPaused(), true)
  assert.is(streams.stdin.listenerCount('data'), 0)
})

const failures: [keys: string, error: RegExp | typeof InterruptedError][] = [
  ['p\u0003', InterruptedError],
  ['\r', /no password was typed/],
  ['\u0004', /no password was typed/],
]
for (const [keys, error] of failures) {
  test(`the terminal is as before after ${JSON.stringify(keys)}`, async () => {
    const { shown, modes, ...streams } = terminal(keys)
    const thrown = await askPassword('?', streams).then(
      () => undefined,
      (reason: unknown) => reason,
    )
    assert.ok(thrown instanceof Error)
    if (error instanceof RegExp) assert.match(thrown.message, error)
    else assert.ok(thrown instanceof error)
    assert.equal(modes, [true, false])
    assert.is(shown(), '?\n')
  })
}

test('a terminal that is gone, or fails, ends the question', async () => {
  const ended = terminal()
  ended.stdin.end()
  const error = await askPassword('?', ended).catch((reason: unknown) => reason)
  assert.match(String(error), 'no password was typed')
  const failing = terminal()
  setImmediate(() => failing.stdin.destroy(new Error('EIO')))
  assert.match(String(await askPassword('?', failing).catch((reason: unknown) => reason)), 'EIO')
  assert.equal(failing.modes, [true, false])
})

const AT_TERMINAL = { stdin: true, stdout: false, stderr: true }
const pod =
  'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{image: contoso.azurecr.io/web}]}\n'

for (const line of [
  'secret --registry contoso.azurecr.io --username pull',
  'secret --registry contoso.azurecr.io --username pull --password-stdin',
  'secret --docker-server contoso.azurecr.io --docker-username pull',
  'inject -q -f pod.yaml --with-secret --username pull',
]) {
  test(`at a terminal, the password is asked for: ${line}`, async () => {
    const { makeFolder } = await import('../../folder.ts')
    const { stdin } = terminal('hunter2\r')
    const cwd = makeFolder({ 'pod.yaml': pod })
    const { code, stdout, stderr } = await acr(line, { cwd, stdin, isTerminal: AT_TERMINAL })
    assert.is(code, 0, stderr)
    assert.match(stdout, 'kind: Secret')
    assert.match(stderr, /^Password for pull: \n/)
    assert.not.match(stderr + stdout, 'hunter2')
    const [, config = ''] = /\.dockerconfigjson: (\S+)/.exec(stdout) ?? []
    assert.match(Buffer.from(config, 'base64').toString(), '"password":"hunter2"')
  })
}

test('Ctrl-C at the question ends the run as a signal would', async () => {
  const { stdin } = terminal('hun\u0003')
  const ended = await acr('secret --registry contoso --username pull', { stdin, isTerminal: AT_TERMINAL })
  assert.equal(ended, { code: 130, stdout: '', stderr: 'Password for pull: \n' })
})

test('in a pipe, nobody is asked', async () => {
  for (const isTerminal of [
    { stdin: false, stdout: true, stderr: true },
    { stdin: true, stdout: true, stderr: false },
  ]) {
    const { stdin } = terminal('hunter2\r')
    const { code, stderr } = await acr('secret --registry contoso --username pull', {
      stdin,
      isTerminal,
      env: { NO_COLOR: '1' },
    })
    assert.is(code, 2)
    assert.is(
      stderr,
      'error: --username needs a password\nAdd --password-stdin, --password-file or --password-env.\n',
    )
  }
})

test('stdin that holds manifests cannot be asked for a password', async () => {
  for (const line of [
    'inject --with-secret --username u',
    'inject -f - --with-secret --username u --password-stdin',
  ]) {
    const { code, stderr } = await acr(line, {
      input: pod,
      isTerminal: { stdin: true, stdout: true, stderr: true },
    })
    assert.is(code, 2)
    assert.match(
      stderr,
      /stdin cannot contain both the manifests and the password\nUse --password-file or --password-env\.\n/,
    )
  }
})

test.run()
