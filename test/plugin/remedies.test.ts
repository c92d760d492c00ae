import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { FindingCode } from '../../src/check/finding.ts'
import { NOW } from '../check/looking.ts'
import { acr, collector } from '../commands/in-process.ts'
import { allFixtures } from '../fixtures.ts'
import { makeFolder } from '../folder.ts'
import { listen } from '../registry/loopback.ts'
import { skipPart } from '../skipped.ts'
import { answeringPlugin } from './answering-plugin.ts'
import { builtPlugin } from './built-plugin.ts'

/**
 * The lines that a check prints are typed on a copy of the files; then the finding is gone, and nothing else has changed. All are
 * typed in this process. bash says whether it takes the same words from each of them. One line for each flag and each way in which
 * commands are joined is typed in bash, too, with the same result. That the built program knows each flag is shown by the
 * acceptance runs. kubectl reads all that is applied.
 *
 * `typed`: at least one fixture prints a line for it; `words`: none does. `asks`: it only looks. `cluster`: it is found in a cluster
 * or by asking a registry, whose lines ask for more (kubectl describe, az) or are those of the other codes.
 */
const CODES = {
  'invalid-image': 'words',
  'image-placeholder': 'words',
  'kustomization-not-built': 'asks',
  'no-pull-secret': 'typed',
  'misplaced-list': 'typed',
  'misspelt-key': 'typed',
  'mounted-secret': 'typed',
  'list-placeholder': 'words',
  'malformed-list': 'words',
  'invalid-name': 'words',
  'empty-entry': 'words',
  'duplicate-entry': 'words',
  'shadowed-service-account': 'words',
  'not-mountable': 'words',
  'secret-missing': 'typed',
  'secret-in-other-namespace': 'typed',
  'secret-without-namespace': 'words',
  'secret-denied': 'cluster',
  'secret-not-configured': 'typed',
  'secret-not-in-input': 'words',
  'secret-made-in-cluster': 'words',
  'secret-encrypted': 'words',
  'service-account-not-in-input': 'words',
  'wrong-type': 'typed',
  'wrong-key': 'typed',
  'unreadable-secret': 'typed',
  'double-base64': 'typed',
  'no-entry-for-host': 'typed',
  'identity-token': 'typed',
  'empty-credential': 'typed',
  'stray-characters': 'typed',
  'placeholder-credential': 'typed',
  'foreign-token': 'typed',
  'secret-id': 'typed',
  'no-token': 'typed',
  'hidden-pair': 'typed',
  'renewed-too-late': 'words',
  'token-expired': 'typed',
  'token-expiring': 'typed',
  'wildcard-entry': 'words',
  'doubtful-host': 'words',
  'image-of-docker-hub': 'words',
  'guessed-place': 'words',
  'unplaced-image': 'words',
  'credential-refused': 'cluster',
  'credential-denied': 'cluster',
  'image-missing': 'cluster',
  'anonymous-pull': 'cluster',
  'no-answer': 'cluster',
  'image-not-asked': 'cluster',
  'secret-unread': 'cluster',
  'service-account-denied': 'cluster',
  'pull-without-credential': 'cluster',
  'pull-refused': 'cluster',
  'pull-without-secret': 'cluster',
  'pull-blocked': 'cluster',
  'pull-not-found': 'cluster',
  'pull-failing': 'cluster',
  'pull-denied': 'cluster',
  'pull-unreadable-secret': 'cluster',
  'pull-wrong-platform': 'cluster',
  'pull-incomplete': 'cluster',
  'pull-unsupported': 'cluster',
  'pull-unreachable': 'cluster',
  'pull-throttled': 'cluster',
  'pull-unavailable': 'cluster',
  'pull-unsigned': 'cluster',
  'pull-never': 'cluster',
  'pull-invalid-name': 'cluster',
  'pull-on-node': 'cluster',
  'runs-without-pull-secret': 'cluster',
  'nodes-may-pull': 'cluster',
  'rides-on-cached-image': 'typed',
  'service-account-missing': 'cluster',
} as const satisfies Readonly<Record<FindingCode, 'typed' | 'words' | 'asks' | 'cluster'>>

interface Printed {
  readonly code: FindingCode
  readonly source: string | null
  readonly line: number
  readonly kind: string
  readonly namespace: string | null
  readonly name: string
  readonly what: string
  readonly remedy: string
  readonly command: string | null
}

type Files = Readonly<Record<string, string>>
type Layout = 'all documents in one file' | 'a file for each document'

const SEPARATOR = /^---\n/m
const PASSWORD = 'a-password-that-works\n'
/** Where instead of a cluster goes what is applied. */
const APPLIED = 'applied.yaml'

interface CheckResult {
  readonly findings: readonly Printed[]
  /** What keeps files from being read. */
  readonly problems: readonly { readonly source: string | null; readonly line: number }[]
}

async function check(cwd: string, args: readonly string[]): Promise<CheckResult> {
  const { stdout, stderr } = await acr(['check', '-f', '.', ...args, '-o', 'json'], {
    cwd,
    now: () => new Date(NOW),
  })
  assert.is(stderr, '')
  return JSON.parse(stdout)
}

function filesIn(folder: string): Files {
  return Object.fromEntries(
    readdirSync(folder)
      .toSorted()
      .map(name => [name, readFileSync(join(folder, name), 'utf8')]),
  )
}

const realKubectl = (process.env['PATH'] ?? '')
  .split(delimiter)
  .map(folder => join(folder, 'kubectl'))
  .find(path => existsSync(path))

/** A folder for PATH with a kubectl that runs the plugin under test, and that writes what is applied to a file. */
function kubectl(): string {
  const folder = makeFolder({
    kubectl: `#!/bin/sh
set -eu
case $1 in
acr) shift; exec kubectl-acr "$@" ;;
kustomize) exec '${realKubectl ?? 'kubectl'}' "$@" ;;
apply | replace) exec cat > ${APPLIED} ;;
*) echo "no such cluster: $*" >&2; exit 1 ;;
esac
`,
  })
  chmodSync(join(folder, 'kubectl'), 0o755)
  return folder
}

/** All that a line would apply to a cluster. */
const applied = new Set<string>()

/** What the remedy asks of the user besides the line: to take lines out, or to name the new Secret instead of the other one. */
function prepared(text: string, { remedy, what, line, command }: Printed): string {
  if (remedy.endsWith(' and name that one')) {
    const [, name = ''] = /acr secret (\S+)/.exec(command ?? '') ?? []
    const old = what.split(' ')[0] ?? ''
    return text
      .split('\n')
      .map((row, at) => (Math.abs(at + 1 - line) < 6 ? row.replace(`name: ${old}`, `name: ${name}`) : row))
      .join('\n')
  }
  const [, first, last = first] = /\(lines? (\d+)(?: to (\d+))?\)/.exec(remedy) ?? []
  if (first === undefined) return text
  return text
    .split('\n')
    .filter((_, at) => at + 1 < Number(first) || at + 1 > Number(last))
    .join('\n')
}

/** Types a line in bash, where `kubectl` is found on `path`. Gives what it prints. */
async function typeInShell(line: string, cwd: string, path: string): Promise<string> {
  const shell = spawn('bash', ['-c', `set -o pipefail; ${line}`], {
    cwd,
    env: { ...process.env, PATH: path },
  })
  const [[stdout, out], [stderr, err]] = [collector(), collector()]
  shell.stdout.pipe(stdout)
  shell.stderr.pipe(stderr)
  shell.stdin.on('error', () => {}) // a line that reads no input may end before it is written
  shell.stdin.end(PASSWORD)
  const [status] = await once(shell, 'close')
  assert.is(status, 0, `${line}\n${err()}`)
  return out()
}

interface Step {
  /** What joins it to the step before; the first has `&&`. */
  readonly joint: string
  readonly words: readonly string[]
}

/** The steps of a line by the little of a shell's language that is in these lines. */
function stepsOf(line: string): readonly Step[] {
  const parts = `&& ${line}`.split(/(?:^| )(\||&&|>) /).slice(1)
  return parts.flatMap((joint, at) => {
    if (at % 2 === 1) return []
    const words = (parts[at + 1] ?? '').match(/(?:'[^']*'|[^\s'])+/g) ?? []
    return [{ joint, words: words.map(word => word.replaceAll("'", '')) }]
  })
}

/** Types a line in this process; it must end with `expected`. */
async function typeInProcess(line: string, cwd: string, expected = 0): Promise<string> {
  let [printed, input] = ['', PASSWORD]
  for (const { joint, words } of stepsOf(line)) {
    if (joint === '|') [input, printed] = [printed, '']
    const [program, verb, ...args] = words
    if (joint === '>') {
      writeFileSync(join(cwd, words.join(' ')), printed)
      printed = ''
    } else if (program === 'kubectl' && verb === 'acr') {
      const { code, stdout, stderr } = await acr(args, { cwd, input, now: () => new Date(NOW) })
      assert.is(code, expected, `${line}\n${stderr}`)
      printed += stdout
    } else {
      assert.match(words.join(' '), /^kubectl (?:apply|replace) (?:\S+ )*-f -$/)
      writeFileSync(join(cwd, APPLIED), input)
      applied.add(input)
    }
  }
  linesTyped.add(line)
  return printed
}

const linesTyped = new Set<string>()

async function tryLine(
  files: Files,
  args: readonly string[],
  finding: Printed,
  path?: string,
): Promise<void> {
  const { command, source, remedy, code, what, name } = finding
  if (command === null || source === null) return
  assert.not.match(command, /\.\.\.|[A-Z]+_FILE|MANIFEST/)
  const [, standing = source, row = String(finding.line)] =
    /; replace (.+):(\d+) with what this prints/.exec(remedy) ?? / > (\S+)$/.exec(command) ?? []
  const place = standing.replace(/^\.\//, '')
  const start = { ...files, [place]: prepared(files[place] ?? '', finding) }
  const cwd = makeFolder(start)
  const before = filesIn(cwd)
  const line = command.replace('--username USER', '--username puller')
  const printed = await typeInProcess(line, cwd)
  if (path !== undefined) {
    const other = makeFolder(start)
    assert.is(await typeInShell(line, other, path), printed)
    assert.equal(filesIn(other), filesIn(cwd))
  }
  if (remedy.endsWith(' with what this prints')) {
    const documents = (before[place] ?? '').split(SEPARATOR)
    const above = (before[place] ?? '').split('\n').slice(0, Number(row))
    const document = above.filter((text, at) => text === '---' && at + 1 < Number(row)).length
    writeFileSync(
      join(cwd, place),
      documents.map((text, index) => (index === document ? printed : text)).join('---\n'),
    )
  }
  const after = filesIn(cwd)
  const changed = Object.keys(after).filter(file => file !== APPLIED && after[file] !== before[file])
  assert.ok(
    changed.every(file => file === place),
    `${command} changes ${changed.join(', ')}`,
  )
  const [was, is] = [before, after].map(all => (all[place] ?? '').split(SEPARATOR))
  assert.is(is?.length, was?.length)
  const touched = is?.flatMap((text, at) => (text === was?.[at] ? [] : [at + 1])) ?? []
  assert.ok(touched.length <= 1, `${command} touches documents ${touched.join(', ')}`)
  const left = (await check(cwd, args)).findings.filter(
    one => one.code === code && one.name === name && one.what === what,
  )
  assert.equal(left, [], `${command} leaves it`)
}

const LAYOUTS: readonly Layout[] = ['all documents in one file', 'a file for each document']

function laidOut(input: string, layout: Layout): Files {
  if (layout === 'all documents in one file') return { 'input.yaml': input }
  return Object.fromEntries(input.split(SEPARATOR).map((text, at) => [`doc-${at}.yaml`, text]))
}

/** What a configuration of a fixture is named from. */
const fixtures = fileURLToPath(new URL('../../fixtures', import.meta.url))

/** What of a line only a process shows: how its commands are joined, and that the program knows each flag. */
function seamsOf(line: string): readonly string[] {
  const steps = stepsOf(line)
  const joined = steps.map(({ joint, words }) =>
    joint === '>' ? joint : [joint, ...words.slice(0, 3)].join(' '),
  )
  const flags = steps.flatMap(({ words }) => words.filter(word => word.startsWith('--')))
  return [joined.join(' '), ...flags]
}

const typed = new Set<string>()
const seams = new Set<string>()
if (process.platform === 'win32') skipPart('the lines that a check prints (they are for a POSIX shell)')
else {
  const path = [kubectl(), await answeringPlugin(), process.env['PATH']].join(delimiter)
  for (const { verb, name, args, input } of allFixtures()) {
    if (verb !== 'check' || input.length === 0 || name.endsWith('/no-document')) continue
    const own = args
      .filter(
        (arg, at) =>
          !/^(?:-o|--output|-q|--quiet|-f|-)$|^(?:-o|--output)=/.test(arg) &&
          !/^(?:-o|--output)$/.test(args[at - 1] ?? ''),
      )
      .map((arg, at, all) => (all[at - 1] === '--config' ? join(fixtures, arg) : arg))
    const isOne = input.toString().split(SEPARATOR).length === 1 // then both layouts are the same
    for (const layout of isOne ? LAYOUTS.slice(0, 1) : LAYOUTS)
      test(`${name}: ${layout}`, async () => {
        const files = laidOut(input.toString(), layout)
        const { findings, problems } = await check(makeFolder(files), own)
        for (const finding of findings) {
          if (finding.command === null) continue
          if (problems.some(({ source }) => source === finding.source)) {
            // What else is wrong with the file comes first, and nothing is written before.
            const cwd = makeFolder(files)
            await typeInProcess(finding.command, cwd, 2)
            assert.equal(filesIn(cwd), files)
            continue
          }
          if (CODES[finding.code] === 'asks') {
            assert.match(finding.command, /^kubectl acr check /)
            continue
          }
          assert.is(CODES[finding.code], 'typed', `${finding.code} has a line: ${finding.command}`)
          typed.add(finding.code)
          const isNew = seamsOf(finding.command).some(seam => !seams.has(seam))
          await tryLine(files, own, finding, isNew ? path : undefined)
          for (const seam of seamsOf(finding.command)) seams.add(seam)
        }
      })
  }

  test('bash takes the same words from each line', async () => {
    const lines = [...linesTyped]
    // Each command tells its words once its input has ended, so that those of a pipe come in order.
    const tell = 'kubectl() { while read -r; do :; done; printf "%s\\0" kubectl "$@" "" >&3; }'
    const script = [tell, ...lines.map(line => `{ ${line}; } </dev/null; printf '\\n\\0' >&3`)].join('\n')
    const told = await typeInShell(`exec 3>&1; ${script}`, makeFolder(), process.env['PATH'] ?? '')
    const taken = told.split('\n\0')
    for (const [at, line] of lines.entries()) {
      const commands = stepsOf(line).filter(({ joint }) => joint !== '>')
      assert.is(taken[at], commands.map(({ words }) => `${words.join('\0')}\0\0`).join(''), line)
    }
    assert.ok(lines.length > 0)
  })

  test('each code that is said to have a line has one that was typed', () => {
    const claimed = Object.entries(CODES).filter(([, sort]) => sort === 'typed')
    assert.equal(
      claimed.map(([code]) => code).filter(code => !typed.has(code)),
      [],
    )
  })
}

function pod(name: string, image: string, list = ''): string {
  return `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}, namespace: n${name.length}}\nspec:\n${list}  containers:\n  - image: ${image}\n`
}

test('one line does for many files, and touches no others', async () => {
  const cwd = makeFolder(
    Object.fromEntries(
      Array.from({ length: 40 }, (_, at) => [
        `dir/${at % 4}/p${at}.yaml`,
        pod(`p${at}`, 'contoso.azurecr.io/a'),
      ]),
    ),
  )
  writeFileSync(join(cwd, 'public.yaml'), pod('public', 'nginx'))
  const { stdout } = await acr('check -R -f .', { cwd })
  assert.is(stdout.split('kubectl acr').length, 2, stdout)
  assert.match(stdout, /\n {4}kubectl acr inject -R -f \. --in-place\n/)
  execFileSync('bash', ['-c', 'kubectl-acr inject -R -f . --in-place'], {
    cwd,
    stdio: 'ignore',
    env: { ...process.env, PATH: [builtPlugin(), process.env['PATH']].join(delimiter) },
  })
  assert.is((await acr('check -R -f .', { cwd })).code, 0)
  assert.is(readFileSync(join(cwd, 'public.yaml'), 'utf8'), pod('public', 'nginx'))
  // One that lists another Secret would get a second one, so that the lines name workloads.
  writeFileSync(
    join(cwd, 'other.yaml'),
    `${pod('q', 'contoso.azurecr.io/a', '  imagePullSecrets: [{name: other}]\n')}---\n${pod('r', 'contoso.azurecr.io/a')}---\n${pod('s', 'contoso.azurecr.io/a')}`,
  )
  assert.match(
    (await acr('check -R -f .', { cwd })).stdout,
    /kubectl acr inject -f other\.yaml --only pod\/n1\/r,pod\/n1\/s --in-place/,
  )
})

const CRANE = `apiVersion: stable.example.com/v1
kind: Crane
metadata: {name: lift, namespace: shop}
spec:
  pod:
    serviceAccountName: web
    containers:
    - image: contoso.azurecr.io/lift
`

const CRANES = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: cranes.stable.example.com}
spec:
  group: stable.example.com
  names: {kind: Crane, plural: cranes}
  scope: Namespaced
  versions:
  - name: v1
    served: true
    storage: true
    schema:
      openAPIV3Schema:
        type: object
        properties:
          spec:
            type: object
            properties:
              pod:
                type: object
                properties:
                  serviceAccountName: {type: string}
                  imagePullSecrets: {type: array, items: {type: object, properties: {name: {type: string}}}}
                  containers: {type: array, items: {type: object, properties: {image: {type: string}}}}
`

interface Form {
  /** How a call names its input. */
  readonly input: readonly string[]
  /** What the line is typed behind: the command that writes the manifests. */
  readonly before?: string
  /** The file that then has the pull secret; absent: the line prints it. */
  readonly changed?: string
  /** How the call says where the images are. */
  readonly kind?: readonly string[]
}

const BY_FLAG = ['--kind', 'stable.example.com/Crane=spec.pod']
/** Stands for the address of a server with the files. */
const SERVER = 'http://server'

const FORMS: Readonly<Record<string, Form>> = {
  'a file': { input: ['-f', 'crane.yaml'], changed: 'crane.yaml' },
  'a file and its CRD': {
    input: ['-f', 'crane.yaml'],
    kind: ['--crd', 'crds/cranes.yaml'],
    changed: 'crane.yaml',
  },
  'a file by redirection': { input: [], before: 'cat crane.yaml | ' },
  'standard input': { input: ['-f', '-'], before: 'cat crane.yaml | ' },
  'a kustomization': { input: ['-k', 'base'], changed: APPLIED },
  'a URL': { input: ['-f', `${SERVER}/crane.yaml`], changed: APPLIED },
  'a URL with a query, and a CRD': {
    input: ['-f', `${SERVER}/crane.yaml?ref=v1&raw=true`],
    kind: ['--crd', 'crds/cranes.yaml'],
    changed: APPLIED,
  },
}

/** Runs work beside a server that answers each request with the manifest. */
async function withServer(work: (address: string) => Promise<void>): Promise<void> {
  const server = createServer((_, response) => response.end(CRANE))
  const port = await listen(server)
  try {
    await work(`http://127.0.0.1:${port}`)
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

if (process.platform !== 'win32' && realKubectl !== undefined)
  for (const [name, { input, before = '', changed, kind = BY_FLAG }] of Object.entries(FORMS))
    test(`the line for ${name} reads it by the flags of the call`, () =>
      withServer(async address => {
        const files = {
          'crane.yaml': CRANE,
          'base/crane.yaml': CRANE,
          'base/kustomization.yaml': 'resources: [crane.yaml]\n',
          'crds/cranes.yaml': CRANES,
        }
        const cwd = makeFolder(files)
        const declared = '--service-account-secret=shop/web='
        const path = [kubectl(), await answeringPlugin(), process.env['PATH']].join(delimiter)
        const named = input.map(word => word.replace(SERVER, address))
        const { stdout } = await acr(['check', ...named, ...kind, declared, '-o', 'json'], {
          cwd,
          env: { PATH: path },
          spawn,
          ...(before === '' ? {} : { input: CRANE }),
        })
        const { findings }: { readonly findings: readonly Printed[] } = JSON.parse(stdout)
        const [finding] = findings
        assert.is(finding?.code, 'no-pull-secret')
        const printed = await typeInShell(`${before}${finding?.command ?? ''}`, cwd, path)
        const text = changed === undefined ? printed : readFileSync(join(cwd, changed), 'utf8')
        if (changed === APPLIED) applied.add(text)
        assert.match(text, /name: acr-secret/)
        for (const [file, content] of Object.entries(files))
          if (file !== changed) assert.is(readFileSync(join(cwd, file), 'utf8'), content)
        const after = await acr(['check', '-f', '-', ...kind, declared], { cwd, input: text })
        assert.is(after.code, 0, after.stdout)
      }))

if (realKubectl !== undefined)
  test('kubectl reads all that is applied', () => {
    const files = [...applied].map((text, at) => [`${at}.yaml`, text] as const)
    assert.ok(files.length > 0)
    const folder = makeFolder(Object.fromEntries(files))
    const args = ['label', '--local', '-f', folder, 'checked=yes', '-o', 'name']
    const read = execFileSync(realKubectl, args, { encoding: 'utf8', stdio: 'pipe' })
    const documents = files.flatMap(([, text]) => text.split(SEPARATOR))
    assert.is(read.trim().split('\n').length, documents.length)
  })

test.run()
