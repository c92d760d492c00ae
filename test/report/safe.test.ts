import * as fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { acr } from '../commands/in-process.ts'
import { makeFolder } from '../folder.ts'
import { assertWellFormed } from './xml.ts'
import { propertyRuns } from '../property-runs.ts'

/**
 * Nothing that stands in a manifest, in its file's name or in a flag reaches a terminal or the log of a pipeline as a
 * command, whatever the report.
 */
const hostile = fc
  .array(
    fc.constantFrom(
      'a',
      'web',
      ' ',
      '%0A',
      ',',
      '"',
      '\\',
      '\u001b[31m',
      '\u001b]0;t\u0007',
      '\u009b31m',
      '\u0085',
      '\u007f',
      '\n',
      '\r\n',
      '\u2028',
      '\u2029',
      '\u202e',
      '\u2066',
      '\u200f',
      '\u061c',
      '\u200b',
      '\ufeff',
      '\u{e0041}',
      '\b',
      '\t',
      '::error file=x::y',
      '\n::error::y',
      '::stop-commands::t',
      '##[add-mask]y',
      '##vso[task.complete]y',
    ),
    { maxLength: 4 },
  )
  .map(parts => parts.join(''))

const manifest = fc
  .record({
    kind: fc.oneof(fc.constantFrom('Pod', 'Deployment', 'ServiceAccount', 'Secret'), hostile),
    apiVersion: fc.oneof(fc.constantFrom('v1', 'apps/v1'), hostile),
    name: hostile,
    namespace: fc.option(hostile, { nil: undefined }),
    account: fc.option(hostile, { nil: undefined }),
    secrets: fc.array(hostile, { maxLength: 2 }),
    image: hostile,
  })
  .map(({ kind, apiVersion, name, namespace, account, secrets, image }) => {
    const imagePullSecrets = secrets.map(secret => ({ name: secret }))
    const containers = [{ name, image: `contoso.azurecr.io/app${image}` }]
    const podSpec = { serviceAccountName: account, imagePullSecrets, containers }
    const spec = kind === 'Deployment' ? { template: { spec: podSpec } } : podSpec
    const type = 'kubernetes.io/dockerconfigjson'
    return {
      apiVersion,
      kind,
      metadata: { name, namespace },
      imagePullSecrets,
      spec,
      type,
      stringData: { x: name },
    }
  })

// A file's name holds neither `/` nor NUL.
const fileName = hostile.map(name => `f${name.replaceAll('/', '')}.yaml`)

const calls: readonly (readonly string[])[] = [
  ...['text', 'json', 'sarif', 'github', 'junit'].flatMap(report => [
    ['inject', '--check', '-v', '--report', report],
    ['uninject', '--check', '--report', report],
  ]),
  ...['table', 'wide', 'json', 'sarif', 'github', 'junit'].map(format => ['check', '--strict', '-o', format]),
]

const UNSAFE = /[^\P{Cc}\n]|[\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\u2028\u2029]/u
const ANNOTATION = /^::(?:error|warning|notice) (?:file=[^:,]*,line=\d+,)?title=kubectl acr \w+::./

function assertSafe(text: string, call: readonly string[]): void {
  for (const pattern of [UNSAFE, /##(?:vso)?\[/i])
    assert.not.ok(pattern.test(text), `${call.join(' ')}: ${JSON.stringify(text)}`)
  for (const line of text.split('\n'))
    if (line.trimStart().startsWith('::'))
      assert.ok(call.includes('github') && ANNOTATION.test(line), `${call.join(' ')}: ${line}`)
}

test('no report obeys a manifest, nor the name of its file', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(manifest, { minLength: 1, maxLength: 3 }), fileName, async (all, file) => {
      const text = all.map(one => JSON.stringify(one)).join('\n---\n')
      const cwd = makeFolder({ [file]: text })
      for (const call of calls) {
        const { stdout, stderr } = await acr([...call, '-f', '.'], { cwd })
        assertSafe(stdout + stderr, call)
        const report = call[0] === 'check' ? stdout : stderr
        if (call.includes('json') || call.includes('sarif')) JSON.parse(report)
        if (call.includes('junit')) assertWellFormed(report)
      }
      const { stdout } = await acr(['inject', '--diff', '-f', '.'], { cwd })
      // A tab ends a name with a space in it, as in git.
      for (const header of stdout.match(/^(?:---|\+\+\+) .*$/gm) ?? [])
        assertSafe(header.replace(/\t$/, ''), ['inject', '--diff'])
    }),
    { numRuns: propertyRuns(8) },
  )
})

test('no error obeys a flag', async () => {
  const cwd = makeFolder()
  await fc.assert(
    fc.asyncProperty(hostile, async word => {
      for (const call of [
        [word],
        ['inject', word],
        ['inject', `--${word}`],
        ['inject', '-f', word],
        ['inject', '-f', `https://a:b@${word}/?x`],
        ['inject', '-k', word],
        ['inject', '-f', 'x', '--secret', word],
        ['inject', '-f', 'x', '--registry', word],
        ['inject', '-f', 'x', '--report', word],
        ['check', '-f', 'x', '-o', word],
        ['secret', '--registry', word, '--username', word, '--password-env', word],
        ['secret', word, '--registry', 'contoso', '--username', 'u', '--password', 'p'],
        ['completion', `--install=${word}/none`],
        ['help', word],
      ]) {
        const { stderr } = await acr(call, { cwd })
        assertSafe(stderr, call)
      }
    }),
    { numRuns: propertyRuns(8) },
  )
})

test.run()
