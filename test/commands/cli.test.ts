import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { loadVerbs } from '../../src/cli.ts'
import type { CommandContext } from '../../src/commands/shared/context.ts'
import { makeFolder } from '../folder.ts'
import { pod } from '../pod.ts'
import { acr } from './in-process.ts'

const verbs = await loadVerbs()

const map = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: map\n'
const broken = 'kind: Pod\nspec: [contoso.azurecr.io/web\n'

const linesOf = (text: string): string[] => text.split('\n')
/** The lines that came in between, without their indentation, which another room decides and tests. */
const added = (before: string, after: string): string[] => {
  const rest = linesOf(before)
  return linesOf(after)
    .filter(line => (line === rest[0] ? rest.shift() === undefined : true))
    .map(line => line.trim())
}
const insertion = ['imagePullSecrets:', '- name: acr-secret']

test('the help begins with what the program does, and ends with where to read on', async () => {
  for (const line of ['', 'help', '-h', '--help', 'help help', 'help --help']) {
    const { code, stdout, stderr } = await acr(line)
    assert.is(code, 0)
    assert.match(stdout, /^Make workloads able to pull images from Azure Container Registry/)
    assert.match(stdout, / {2}inject +Add pull secrets/)
    assert.match(stdout, /Type "kubectl acr COMMAND --help" .+\n$/)
    assert.is(stderr, '')
  }
})

test('its example works', async () => {
  const { stdout } = await acr('help', { env: { COLUMNS: '200' } })
  const [, example = ''] = /Example:\n {2}(.+)\n/.exec(stdout) ?? []
  const [image = ''] = /\S+azurecr\S+/.exec(example) ?? []
  assert.match(example, /^kubectl create deployment .+ \| kubectl acr inject$/)
  const injected = await acr('inject', {
    input: pod.replace('contoso.azurecr.io/web:v1', image.replace(/.*=/, '')),
  })
  assert.match(injected.stdout, 'acr-secret')
})

test('each verb has help', async () => {
  for (const verb of verbs) {
    const { code, stdout } = await acr(`${verb.name} --help`)
    assert.is(code, 0)
    assert.ok(stdout.startsWith(verb.summary.split(' ').slice(0, 8).join(' ')))
    assert.match(stdout, `\nUsage:\n  kubectl acr ${verb.name} [`)
    assert.match(stdout, /-h, --help +show this help/)
    assert.equal((await acr(`help ${verb.name}`)).stdout, stdout)
    assert.equal((await acr(`${verb.name} -h`)).stdout, stdout)
    assert.equal((await acr(`--help ${verb.name}`)).stdout, stdout)
  }
})

test('a command line of the help that is broken can be copied', async () => {
  for (const verb of verbs) {
    const { stdout } = await acr(`${verb.name} --help`, { env: { COLUMNS: '50' } })
    const joined = stdout.replaceAll(/ \\\n +/g, ' ')
    for (const [, command] of verb.examples) assert.ok(joined.includes(`  ${command}\n`), command)
  }
})

test('the words of each flag make sense alone, as completion shows them', () => {
  for (const flag of verbs.flatMap(({ flags }) => flags)) {
    assert.not.match(
      flag.description,
      /^(?:its|their|these|those|as kubectl)\b|\b(?:the same|next|previous)\b|:$/,
      flag.description,
    )
    assert.ok(flag.description.length <= 125, flag.description)
  }
})

test('the version is that of the package', async () => {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
  const stdout = `kubectl-acr v${version} (commit unknown, Node.js 20.20.2, linux/amd64)\n`
  assert.equal(await acr('version'), { code: 0, stdout, stderr: '' })
  assert.equal(await acr('--version'), await acr('version'))
})

test('-o json tells a program the version, the commit, the runtime and the platform', async () => {
  const runtime = { platform: 'win32', arch: 'x64', parent: 1, versions: { node: '24.3.0', bun: '1.4.5' } }
  const { code, stdout } = await acr('version -o json', { runtime })
  assert.is(code, 0)
  const { version, ...rest } = JSON.parse(stdout)
  assert.match(version, /^v\d+\.\d+\.\d+/)
  assert.equal(rest, { commit: 'unknown', runtime: 'Bun 1.4.5', platform: 'windows/amd64' })
  assert.is((await acr('version -o yaml')).code, 2)
})

const refused: Record<string, string> = {
  injct: 'error: unknown command "injct" for "kubectl acr"\nDid you mean this? kubectl acr inject --help\n',
  bogus: 'error: unknown command "bogus" for "kubectl acr"\nSee \'kubectl acr --help\' for usage.\n',
  'help bogus': 'error: unknown command "bogus" for "kubectl acr"\nSee \'kubectl acr --help\' for usage.\n',
  '-f x inject': 'error: unknown flag: -f\nFlags follow the command: kubectl acr inject -f x\n',
  'inject --bogus': "error: unknown flag: --bogus\nSee 'kubectl acr inject --help' for usage.\n",
  'inject -f': "error: flag needs an argument: 'f' in -f\nSee 'kubectl acr inject --help' for usage.\n",
  'version x': 'error: unexpected argument "x"\nSee \'kubectl acr version --help\' for usage.\n',
  'inject -f - -f -':
    "error: standard input cannot be used for multiple arguments\nSee 'kubectl acr inject --help' for usage.\n",
  'inject -k x -f y':
    "error: only one of -f or -k can be specified\nSee 'kubectl acr inject --help' for usage.\n",
  'inject -k x -R':
    "error: the -k flag can't be used with -f or -R\nSee 'kubectl acr inject --help' for usage.\n",
  'inject --filename=':
    "error: -f and -k need the name of a file or directory\nSee 'kubectl acr inject --help' for usage.\n",
  'inject --via x':
    'error: --via "x": must be one of pod, serviceaccount\nSee \'kubectl acr inject --help\' for usage.\n',
  'inject --report x':
    'error: --report "x": must be one of text, json, sarif, github, junit\nSee \'kubectl acr inject --help\' for usage.\n',
  'inject --in-place --check -f x':
    "error: --in-place cannot be used with --check\nSee 'kubectl acr inject --help' for usage.\n",
  'inject --in-place --diff -f x':
    "error: --in-place cannot be used with --diff\nSee 'kubectl acr inject --help' for usage.\n",
  'inject -q -v':
    "error: only one of -q and -v can be specified\nSee 'kubectl acr inject --help' for usage.\n",
  'inject --in-place':
    "error: --in-place changes files, and standard input is not a file: name files or directories with -f\nSee 'kubectl acr inject --help' for usage.\n",
  'inject --in-place -k overlay':
    "error: --in-place changes files, and overlay is not a file: name files or directories with -f\nSee 'kubectl acr inject --help' for usage.\n",
  'uninject --secret a.azurecr.io=b':
    "error: --secret a.azurecr.io=b: uninject takes the name of a secret alone\nSee 'kubectl acr uninject --help' for usage.\n",
  'inject -f none.yaml -f nothing.yaml':
    'error: none.yaml: no such file or directory; check the path\nerror: nothing.yaml: no such file or directory; check the path\nnothing was written: 2 errors\n',
}
for (const [line, stderr] of Object.entries(refused)) {
  test(`refused: ${line}`, async () => assert.equal(await acr(line), { code: 2, stdout: '', stderr }))
}

/** Errors whose last line says what to type. */
const hinted: Record<string, string> = {
  'inject -o json': 'The output has the format of the input; --report sets that of the report.',
  'inject --output json': 'The output has the format of the input; --report sets that of the report.',
  'inject --dry-run': 'No file changes without --in-place; --diff shows the changes.',
  'inject -i': 'To write the result back to the files, use --in-place.',
  'inject -f a.yaml --with-secret --in-place': 'The Secret is written to stdout only.',
  'inject -f a.yaml --with-secret --docker-config c.json': 'Did you mean this? --docker-config=c.json',
  secret: 'Use one of --username, --service-principal, --azure-login and --docker-config.',
  'secret --username pull': 'Add --password-stdin, --password-file or --password-env.',
  'secret --password x': 'Add --username NAME.',
  'secret --service-principal --azure-login --registry contoso':
    'Use one of --username, --service-principal, --azure-login and --docker-config.',
  'secret --registry contoso --for external-secrets':
    'Use one of --workload-identity, --managed-identity and --principal-secret.',
  'check -f a.yaml --context prod': 'Add --cluster to check whether they would work there.',
}
for (const [line, hint] of Object.entries(hinted)) {
  test(`refused with a line on what to type: ${line}`, async () => {
    const { code, stdout, stderr } = await acr(line)
    assert.equal([code, stdout], [2, ''])
    assert.equal(linesOf(stderr).slice(1), [hint, ''])
  })
}

test('what stands behind -f are files, as a shell makes them of *.yaml', async () => {
  const cwd = makeFolder({ 'a.yaml': pod, 'b,c.yaml': pod, 'd.yaml': map })
  const expected = await acr('inject -f .', { cwd })
  assert.is(expected.code, 0)
  assert.equal(await acr('inject -f a.yaml b,c.yaml d.yaml', { cwd }), expected)
  assert.equal((await acr('inject -f a.yaml b,c.yaml -- d.yaml', { cwd })).stdout, expected.stdout)
  assert.is((await acr('inject --in-place -f a.yaml b,c.yaml d.yaml', { cwd })).code, 0)
  assert.is(await acr('inject --check -f a.yaml b,c.yaml', { cwd }).then(({ code }) => code), 0)
  assert.is((await acr('check -f a.yaml b,c.yaml', { cwd })).code, 0)
})

test('words without -f are files', async () => {
  const cwd = makeFolder({ 'a.yaml': pod, 'b,c.yaml': pod })
  const expected = await acr('inject -f .', { cwd })
  assert.equal(await acr('inject a.yaml b,c.yaml', { cwd }), expected)
  assert.equal(await acr('inject --secret acr-secret a.yaml b,c.yaml', { cwd }), expected)
  assert.equal(
    (await acr('inject -', { cwd, input: pod })).stdout,
    (await acr('inject', { input: pod })).stdout,
  )
  assert.is((await acr('check a.yaml', { cwd })).code, 1)
  assert.is((await acr('inject --in-place a.yaml b,c.yaml', { cwd })).code, 0)
  assert.is((await acr('check a.yaml', { cwd })).code, 0)
  assert.is((await acr('uninject --in-place a.yaml b,c.yaml', { cwd })).code, 0)
  assert.is(readFileSync(join(cwd, 'a.yaml'), 'utf8'), pod)
  const { code, stderr } = await acr('inject --with-secret --username u --password-stdin hunter2', { cwd })
  assert.is(code, 2)
  assert.is(stderr, 'error: --password-stdin takes no value\nName files with -f.\n')
})

test('a registry where the name of a Secret belongs is refused', async () => {
  for (const host of ['contoso.azurecr.io', 'contoso.azurecr.cn', 'contoso.eastus.geo.azurecr.io'])
    assert.equal(await acr(`inject --secret ${host}`, { input: pod }), {
      code: 2,
      stdout: '',
      stderr:
        `error: --secret ${host} names a registry, not a Secret\n` +
        `Did you mean this? --secret ${host}=acr-secret\n`,
    })
  const { code, stdout } = await acr('inject --secret contoso.azurecr.io=contoso.azurecr.io', { input: pod })
  assert.is(code, 0)
  assert.equal(await acr('uninject -q --secret contoso.azurecr.io', { input: stdout }), {
    code: 0,
    stdout: pod,
    stderr: '',
  })
})

test('a value that an option refuses is a usage error', async () => {
  const { code, stdout, stderr } = await acr('inject --secret Not_A_Name')
  assert.is(code, 2)
  assert.is(stdout, '')
  assert.match(stderr, /^error: --secret "Not_A_Name".+\nSee 'kubectl acr inject --help' for usage.\n$/)
})

test('a terminal without input gets an error and two lines on what to type', async () => {
  const isTerminal = { stdin: true, stdout: true, stderr: true }
  assert.equal(await acr('inject', { isTerminal, env: { NO_COLOR: '1' } }), {
    code: 2,
    stdout: '',
    stderr:
      'error: must specify one of -f and -k, or pipe manifests in\n' +
      'For example: kubectl acr inject -f deployment.yaml\n' +
      "See 'kubectl acr inject --help' for usage.\n",
  })
})

/** What stands behind "Did you mean this?" or the like. */
const meant: Record<string, string> = {
  'eject -f x.yaml': 'kubectl acr uninject -f x.yaml',
  'remove x.yaml --in-place': 'kubectl acr uninject x.yaml --in-place',
  unject: 'kubectl acr uninject --help',
  reinject: 'kubectl acr uninject --help',
  'Inject -f x.yaml': 'kubectl acr inject -f x.yaml',
  'add -f x.yaml': 'kubectl acr inject -f x.yaml',
  'list -n shop': 'kubectl acr check -n shop',
  'list pods': 'kubectl acr check --help',
  'status -A': 'kubectl acr check -A',
  'verify --bogus': 'kubectl acr check --help',
  'login --registry contoso --azure-login': 'kubectl acr secret --registry contoso --azure-login',
  'login contoso.azurecr.io': 'kubectl acr secret --help',
  'login --username u --password hunter2': 'kubectl acr secret --help',
  'login -u u -phunter2': 'kubectl acr secret --help',
  'secrets --registry contoso': 'kubectl acr secret --registry contoso',
  '-f x.yaml inject --diff': 'kubectl acr inject -f x.yaml --diff',
  '-n shop check': 'kubectl acr check -n shop',
  '--in-place': 'kubectl acr inject --in-place',
  '--password=hunter2 secret --username u': 'kubectl acr secret --help',
}
for (const [line, call] of Object.entries(meant)) {
  test(`what was meant: ${line}`, async () => {
    const { code, stdout, stderr } = await acr(line)
    assert.equal([code, stdout], [2, ''])
    const [, hint = ''] = linesOf(stderr)
    assert.is(hint.replace(/^.*?: |^.*\? /, ''), call)
    assert.not.match(stderr, 'hunter2')
  })
}

test('-v and -V alone are the version, and there is no script for a shell', async () => {
  for (const flag of ['-v', '-V']) assert.equal(await acr(flag), await acr('version'))
  assert.is((await acr('-v inject -f x')).code, 2)
  const { code, stderr } = await acr('completion bash')
  assert.is(code, 2)
  assert.match(stderr, /unexpected argument "bash"\n.+kubectl acr completion --install\n$/)
})

test('inject adds lines on stdout, and reports on stderr', async () => {
  for (const line of ['inject', 'inject -f -']) {
    const { code, stdout, stderr } = await acr(line, { input: pod })
    assert.is(code, 0)
    assert.equal(added(pod, stdout), insertion)
    assert.match(stderr, /acr-secret for contoso\.azurecr\.io\n1 workload changed\n$/)
  }
})

test('uninject takes them out again', async () => {
  const { stdout: input } = await acr('inject --secret pull', { input: pod })
  const { code, stdout } = await acr('uninject --secret pull', { input })
  assert.is(code, 0)
  assert.is(stdout, pod)
})

test('several files become one stream', async () => {
  const cwd = makeFolder({ 'a.yaml': map, 'b.yaml': pod })
  const { stdout } = await acr('inject -f .', { cwd })
  assert.equal(added(`${map}---\n${pod}`, stdout), insertion)
})

test('nothing in, nothing out', async () => {
  const { code, stdout } = await acr('inject')
  assert.equal([code, stdout], [0, ''])
})

test('unless all could be read, nothing is written', async () => {
  const cwd = makeFolder({ 'a.yaml': pod, 'b.yaml': broken, 'c.yaml': broken })
  for (const flag of ['', ' --in-place', ' --diff', ' --check']) {
    const { code, stdout, stderr } = await acr(`inject -f .${flag}`, { cwd })
    assert.equal([code, stdout], [2, ''])
    assert.equal(linesOf(stderr).filter(line => line.startsWith('error: ')).length, 2, stderr)
  }
  assert.is(readFileSync(join(cwd, 'a.yaml'), 'utf8'), pod)
  const { code, stdout } = await acr('inject -f . -f missing.yaml', { cwd })
  assert.equal([code, stdout], [2, ''])
})

test('--check and --diff say whether anything would change', async () => {
  const cwd = makeFolder({ 'a.yaml': pod, 'b.yaml': map })
  const check = await acr('inject -f . --check', { cwd })
  assert.equal([check.code, check.stdout], [1, ''])
  const diff = await acr('inject -f . --diff', { cwd })
  assert.is(diff.code, 1)
  assert.match(diff.stdout, /^--- a\/a\.yaml\n\+\+\+ b\/a\.yaml\n@@ /)
  assert.equal(await acr('inject -f . --diff --check', { cwd }), diff)
  assert.is((await acr('inject -f b.yaml --check', { cwd })).code, 0)
  assert.equal(await acr('inject -f b.yaml --diff -q', { cwd }), { code: 0, stdout: '', stderr: '' })
  assert.is(readFileSync(join(cwd, 'a.yaml'), 'utf8'), pod)
})

test('what --check says to type does it, and then it finds nothing', async () => {
  const calls = [
    'inject -R -f . --secret pull --registry contoso --check -q',
    'inject -f a.yaml,b.yaml --service-account-secret default=own --report github --check',
    'inject -f a.yaml b.yaml --only pod/web --check --color never -v',
    'uninject -f a.yaml --secret regcred --check',
  ]
  for (const call of calls) {
    const cwd = makeFolder({ 'a.yaml': pod, 'b.yaml': map })
    if (call.startsWith('uninject')) await acr('inject -f a.yaml --secret regcred --in-place', { cwd })
    const found = await acr(call.replace(/ -q$/, ''), { cwd })
    assert.is(found.code, 1)
    const [line = ''] = /(?<=kubectl acr )(?:un)?inject .*--in-place$/m.exec(found.stderr) ?? []
    assert.not.match(line, /--check|--report|--color| -v/)
    assert.is((await acr(line, { cwd })).code, 0)
    assert.is((await acr(call, { cwd })).code, 0)
  }
})

async function twoPods(): Promise<Response> {
  return new Response(`${pod}---\n${pod.replace('name: web', 'name: b')}`)
}

test('a line to type repeats no credential of a URL', async () => {
  const url = 'https://user:hunter2@example.com/a.yaml?sig=hunter3'
  for (const call of [
    ['inject', '-f', url, '--check'],
    ['inject', '-f', url, '--check', '--report', 'sarif'],
    ['check', '-f', url],
  ]) {
    const { code, stdout, stderr } = await acr(call, { fetch: twoPods })
    assert.is(code, 1)
    assert.not.match(stdout + stderr, /hunter/)
    assert.match(stdout + stderr, 'https://example.com/a.yaml')
  }
})

test('--in-place writes the files that change, and no other', async () => {
  const cwd = makeFolder({ 'a.yaml': pod, 'b.yaml': map })
  const untouched = statSync(join(cwd, 'b.yaml'))
  const { code, stdout } = await acr('inject -f . --in-place', { cwd })
  assert.equal([code, stdout], [0, ''])
  assert.equal(added(pod, readFileSync(join(cwd, 'a.yaml'), 'utf8')), insertion)
  const { ino, mtimeMs } = statSync(join(cwd, 'b.yaml'))
  assert.equal([ino, mtimeMs], [untouched.ino, untouched.mtimeMs])
  await acr('uninject -f . --in-place', { cwd })
  assert.is(readFileSync(join(cwd, 'a.yaml'), 'utf8'), pod)
})

test('-q is silent but for errors', async () => {
  assert.is((await acr('inject -q', { input: pod })).stderr, '')
  assert.match((await acr('inject -q', { input: broken })).stderr, /^error: stdin:\d+: /)
})

test('--report shapes the report, --report-file keeps it', async () => {
  const { stderr } = await acr('inject --report=json', { input: pod })
  assert.type(JSON.parse(stderr), 'object')
  const cwd = makeFolder({ 'a.yaml': pod })
  const kept = await acr('inject -f a.yaml --check --report json --report-file report.json', { cwd })
  assert.is(kept.code, 1)
  assert.match(
    kept.stderr,
    /\n1 workload would change\nto change the files, type:\n {2}kubectl acr inject -f a\.yaml --in-place\n$/,
  )
  assert.type(JSON.parse(readFileSync(join(cwd, 'report.json'), 'utf8')), 'object')
  const failed = await acr('inject -f a.yaml --check --report-file none/report.json', { cwd })
  assert.is(failed.code, 2)
  assert.match(
    failed.stderr,
    /error: none\/report\.json: cannot be written: no such file or directory; create the directory first\n$/,
  )
})

test('--report-file is made sure of before anything is written', async () => {
  const cwd = makeFolder({ 'a.yaml': pod })
  const lost = await acr('inject -f a.yaml --report-file none/report.json', { cwd })
  assert.equal([lost.code, lost.stdout], [2, ''])
  const inPlace = await acr('inject -f a.yaml --in-place --report-file none/report.json', { cwd })
  assert.is(inPlace.code, 2)
  const itself = await acr('inject -f a.yaml --report-file ./a.yaml', { cwd })
  assert.equal([itself.code, itself.stdout], [2, ''])
  assert.match(itself.stderr, 'error: ./a.yaml: is also an input')
  assert.is(readFileSync(join(cwd, 'a.yaml'), 'utf8'), pod)
})

test('flags of kubectl that have no place here get a word on what to do', async () => {
  for (const [call, words] of [
    ['inject -o yaml', '--report sets that of the report'],
    ['inject --dry-run=client', '--diff shows the changes'],
  ] as const) {
    const { code, stdout, stderr } = await acr(call, { input: pod })
    assert.equal([code, stdout], [2, ''])
    assert.match(stderr, words)
  }
})

const isColored = async (more: Partial<CommandContext>, flags = ''): Promise<boolean> => {
  const { stdout, stderr } = await acr(`inject --diff ${flags}`, { input: pod, ...more })
  assert.is(stdout.includes('\u001b'), stderr.includes('\u001b'))
  return stderr.includes('\u001b')
}

const PIPES = { stdin: false, stdout: false, stderr: false }
const TERMINAL = { stdin: false, stdout: true, stderr: true }
/** From the strongest to the weakest: what decides stands at the front. */
const colors: [isTerminal: typeof PIPES, env: Record<string, string>, isColored: boolean][] = [
  [TERMINAL, {}, true],
  [PIPES, {}, false],
  [TERMINAL, { NO_COLOR: '1' }, false],
  [TERMINAL, { NO_COLOR: '' }, true],
  [TERMINAL, { NO_COLOR: '1', FORCE_COLOR: '1' }, false],
  [PIPES, { FORCE_COLOR: '1' }, true],
  [PIPES, { FORCE_COLOR: '3' }, true],
  [TERMINAL, { FORCE_COLOR: '0' }, false],
  [PIPES, { CLICOLOR_FORCE: '1' }, true],
  [PIPES, { CLICOLOR_FORCE: '1', CLICOLOR: '0', TERM: 'dumb' }, true],
  [TERMINAL, { CLICOLOR: '0' }, false],
  [PIPES, { CLICOLOR: '1' }, false],
  [TERMINAL, { TERM: 'dumb' }, false],
]
for (const [isTerminal, env, expected] of colors) {
  test(`colors: ${isTerminal === PIPES ? 'in a pipe' : 'at a terminal'} with ${JSON.stringify(env)}`, async () => {
    assert.is(await isColored({ isTerminal, env }), expected)
    assert.ok(await isColored({ isTerminal, env }, '--color always'))
    assert.ok(await isColored({ isTerminal, env }, '--color=never --color=always'))
    assert.not(await isColored({ isTerminal, env }, '--color never'))
    assert.is(await isColored({ isTerminal, env }, '--color=auto'), expected)
  })
}

test('every error begins alike, in red', async () => {
  const cwd = makeFolder({ 'broken.yaml': broken, 'empty.yaml': '' })
  for (const line of [
    'bogus',
    'inject --bogus',
    'inject --color always -f none.yaml',
    'inject -f broken.yaml',
    'inject -f . -f empty.yaml --check --exclude broken.yaml',
    'check -f none.yaml',
    'secret --registry contoso --service-principal',
    'kinds Bogus',
  ]) {
    const { code, stderr } = await acr(line, { cwd, isTerminal: TERMINAL })
    assert.is(code, 2)
    assert.ok(stderr.startsWith('\u001b[31merror:\u001b[0m '), line)
  }
  const { stderr } = await acr('inject -f empty.yaml', { cwd, isTerminal: TERMINAL })
  assert.ok(stderr.startsWith('\u001b[33mwarning:\u001b[0m '))
})

test('a diff has the colors of git', async () => {
  const { stdout } = await acr('inject --diff --color always', { input: pod })
  const lines = linesOf(stdout.replaceAll('\u001b', '^'))
  for (const header of lines.slice(0, 2)) assert.match(header, /^\^\[1m(?:---|\+\+\+) .+\^\[0m$/)
  assert.match(lines[2] ?? '', /^\^\[36m@@ .+ @@\^\[0m$/)
  assert.ok(lines.some(line => /^\^\[32m\+ +imagePullSecrets:\^\[0m$/.test(line)))
})

test('a mode that there is not is refused', async () => {
  const { code, stderr } = await acr('version --color sometimes')
  assert.is(code, 2)
  assert.match(stderr, 'error: --color "sometimes": must be one of auto, always, never\n')
})

test('reading and writing many files stands on a terminal, if it takes long, and is gone before the report', async () => {
  const files = Object.fromEntries(Array.from({ length: 200 }, (_, at) => [`${100 + at}.yaml`, pod]))
  let time = 0
  /** A machine that takes so many milliseconds from each look at the clock to the next. */
  const screenOf = async (pace: number, more: Partial<CommandContext> = {}): Promise<string> => {
    const now = (): Date => new Date((time += pace))
    const call = { cwd: makeFolder(files), isTerminal: TERMINAL, now, ...more }
    const { code, stderr } = await acr('inject -f . --in-place', call)
    assert.is(code, 0)
    return stderr
  }
  const line = '\r\u001b[K'
  const shown = (await screenOf(300)).split(line)
  assert.is(shown[0], '', 'nothing before')
  assert.match(shown[1] ?? '', /^reading (?:[1-9]|\d\d) of 200 files…$/)
  assert.ok(shown.some(text => /^writing \d+ of 200 files…$/.test(text)))
  assert.match(shown.at(-1) ?? '', /^100\.yaml/, 'the report')
  assert.is.not(shown.length, 0)
  assert.not.match(await screenOf(0), line)
  assert.not.match(await screenOf(300, { env: { TERM: 'dumb' } }), line)
  assert.not.match(await screenOf(300, { isTerminal: PIPES }), line)
})

const failing = (error: Error): Readable =>
  new Readable({
    read() {
      this.destroy(error)
    },
  })

test('a standard input that cannot be read is named', async () => {
  const stdin = failing(Object.assign(new Error('EIO: i/o error, read'), { code: 'EIO' }))
  assert.equal(await acr('inject', { stdin }), {
    code: 2,
    stdout: '',
    stderr: 'error: standard input: i/o error; check that it can be read\nnothing was written: 1 error\n',
  })
})

test('an error that is a bug keeps its stack', async () => {
  const { code, stdout, stderr } = await acr('inject', { stdin: failing(new TypeError('x is no y')) })
  assert.equal([code, stdout], [2, ''])
  assert.match(stderr, /^error: this is a bug of kubectl acr, please report it: TypeError: x is no y\n +at /)
})

test.run()
