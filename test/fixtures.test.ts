import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { isBundle } from './plugin/built-plugin.ts'
import { skipPart } from './skipped.ts'
import { allFixtures, expectedOf, rewrite, runVerb } from './fixtures.ts'
import type { Result } from './fixtures.ts'

const isRewriting = process.argv.includes('--rewrite')
const examples = suite('fixtures')
const invariants = suite('invariants of fixtures')

for (const fixture of allFixtures()) {
  const { name, verb, args, input } = fixture
  let first: Promise<Result> | undefined
  const runOnce = (): Promise<Result> => (first ??= runVerb(verb, args, input))
  // Tokens end by the clock, which an executable takes from the machine.
  if (!isBundle && name.startsWith('check/token-')) {
    skipPart(`${name} (the clock of an executable is the machine's)`)
    continue
  }

  examples(name, async () => {
    const result = await runOnce()
    assert.not.match(result.stderr, 'this is a bug')
    if (isRewriting) rewrite(fixture, result)
    const expected = expectedOf(fixture)
    assert.fixture(result.stderr, expected.stderr)
    assert.fixture(result.stdout.toString(), expected.stdout.toString())
    assert.ok(result.stdout.equals(expected.stdout))
    assert.is(result.exit, expected.exit)
    if (result.exit === 2 && !args.includes('--stream'))
      assert.is(result.stdout.length, 0, 'nothing is written where there is an error')
  })

  // These are of the transform, not of what runs it.
  if (!isBundle) continue
  const writesManifests = !args.some(arg => ['--check', '--diff'].includes(arg))
  if (verb !== 'inject' || !writesManifests || expectedOf(fixture).exit !== 0) continue

  invariants(`${name}: twice is once`, async () => {
    const once = await runOnce()
    const twice = await runVerb('inject', args, once.stdout)
    assert.fixture(twice.stdout.toString(), once.stdout.toString())
  })

  const isWhole = !args.includes('--only')
  if (isWhole)
    invariants(`${name}: check misses no pull secret afterwards`, async () => {
      const injected = await runOnce()
      const checked = await runVerb(
        'check',
        ['-o', 'json', '--allow-empty', ...only(args, '--registry', '--config')],
        injected.stdout,
      )
      assert.is.not(checked.exit, 2)
      assert.not.match(checked.stdout.toString(), /"code":"(?:no-pull-secret|malformed-list)"/)
    })

  if (input.includes('acr-secret') || args.some(arg => arg.startsWith('--secret'))) continue
  invariants(`${name}: uninject gives the input back`, async () => {
    const injected = await runOnce()
    const told = only(args, '--service-account-secret', '--config')
    const back = await runVerb('uninject', told, injected.stdout)
    assert.fixture(back.stdout.toString(), input.toString())
    assert.ok(back.stdout.equals(input))
  })
}

/** The flags of these names, each with its value. */
function only(args: readonly string[], ...names: readonly string[]): readonly string[] {
  return args.filter((arg, at) => names.includes(arg) || names.includes(args[at - 1] ?? ''))
}

examples.run()
if (isBundle) invariants.run()
