import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { isBundle } from './plugin/built-plugin.ts'
import { skipPart } from './skipped.ts'
import { allFixtures, batchesOf, expectedOf, failuresIn, joined, rewrite, runVerb } from './fixtures.ts'
import type { Fixture } from './fixtures.ts'

const isRewriting = process.argv.includes('--rewrite')
const examples = suite('fixtures')
const fixtures = allFixtures()

for (const fixture of fixtures) {
  const { name, verb, args, input } = fixture
  // Tokens end by the clock, which an executable takes from the machine.
  if (!isBundle && name.startsWith('check/token-')) {
    skipPart(`${name} (the clock of an executable is the machine's)`)
    continue
  }

  examples(name, async () => {
    const result = await runVerb(verb, args, input)
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
}

/** What must hold of what inject wrote, which is what is expected. */
interface Invariant {
  readonly name: string
  readonly isOf: (fixture: Fixture) => boolean
  /** Gives what must be equal. The arguments are those of each of the inputs. */
  readonly compare: (injected: Buffer, args: readonly string[], input: Buffer) => Promise<Compared>
}

type Compared = readonly [got: Buffer, expected: Buffer]

const INVARIANTS: readonly Invariant[] = [
  {
    name: 'twice is once',
    isOf: () => true,
    compare: async (once, args) => [(await runVerb('inject', args, once)).stdout, once],
  },
  {
    name: 'check misses no pull secret afterwards',
    isOf: ({ args }) => !args.includes('--only'),
    compare: async (once, args) => {
      const told = only(args, '--registry', '--config')
      const { exit, stdout, stderr } = await runVerb('check', ['-o', 'json', '--allow-empty', ...told], once)
      const missed =
        exit === 2 ? stderr : stdout.toString().match(/"code":"(?:no-pull-secret|malformed-list)"/g)
      return [Buffer.from(String(missed ?? '')), Buffer.alloc(0)]
    },
  },
  {
    name: 'uninject gives the input back',
    isOf: ({ args, input }) => !input.includes('acr-secret') && !args.some(arg => arg.startsWith('--secret')),
    compare: async (once, args, input) => {
      const told = only(args, '--service-account-secret', '--config')
      return [(await runVerb('uninject', told, once)).stdout, input]
    },
  },
]

/** The flags of these names, each with its value. */
function only(args: readonly string[], ...names: readonly string[]): readonly string[] {
  return args.filter((arg, at) => names.includes(arg) || names.includes(args[at - 1] ?? ''))
}

function areInjected({ verb, args }: Fixture): boolean {
  return verb === 'inject' && !args.some(arg => ['--check', '--diff'].includes(arg))
}

function tryInvariants(): void {
  const invariants = suite('invariants of fixtures')
  const injected = fixtures.filter(one => areInjected(one) && expectedOf(one).exit === 0)
  for (const { name, isOf, compare } of INVARIANTS) {
    const compareAll = (some: readonly Fixture[]): Promise<Compared> => {
      const outputs = some.map(one => expectedOf(one).stdout)
      return compare(joined(outputs), some[0]?.args ?? [], joined(some.map(({ input }) => input)))
    }
    const holds = async (some: readonly Fixture[]): Promise<boolean> => {
      const [got, expected] = await compareAll(some)
      return got.equals(expected)
    }
    for (const batch of batchesOf(injected.filter(isOf))) {
      let failures: Promise<readonly Fixture[]> | undefined
      for (const fixture of batch)
        invariants(`${fixture.name}: ${name}`, async () => {
          failures ??= failuresIn(batch, holds)
          if (!(await failures).includes(fixture)) return
          const [got, expected] = await compareAll([fixture])
          assert.fixture(got.toString(), expected.toString())
          assert.ok(got.equals(expected))
        })
    }
  }
  invariants.run()
}

examples.run()
// These are of the transform, not of what runs it.
if (isBundle) tryInvariants()
