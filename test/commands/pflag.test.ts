import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { loadVerbs } from '../../src/cli.ts'
import { takesValue } from '../../src/commands/shared/arguments/flag.ts'
import { normalizeArguments, turnedOff } from '../../src/commands/shared/arguments/pflag.ts'
import { makeFolder } from '../folder.ts'
import { acr } from './in-process.ts'

const verbs = await loadVerbs()

/** Every form that pflag reads, for every flag of every verb; then calls as people type them. */
for (const verb of verbs) {
  const flags = verb.flags
  const plain = (...args: string[]): readonly string[] => normalizeArguments(args, flags)
  const called = (name: string): string => `${verb.name} ${name}`

  for (const flag of flags) {
    const { names } = flag
    const [long = '', short] = names.toReversed()

    if (takesValue(flag)) {
      test(`${called(long)} takes its value in each form`, () => {
        for (const value of ['x', '-', '-n', 'a=b', 'a,b', '--', '--help', 'x y'])
          for (const form of [
            [`${long}=${value}`],
            [long, value],
            ...(short === undefined ? [] : [[`${short}${value}`], [`${short}=${value}`], [short, value]]),
          ])
            assert.equal(plain(...form), [`${long}=${value}`], form.join(' '))
        assert.equal(plain(`${long}=a`, long, 'b'), [`${long}=a`, `${long}=b`])
        assert.throws(() => plain(long), new RegExp(`^flag needs an argument: ${long}$`))
        if (short !== undefined) assert.throws(() => plain(short), /^flag needs an argument: '.' in -.$/)
      })
      continue
    }
    if (flag.form === 'optional-value') {
      test(`${called(long)} takes a value behind = alone`, () => {
        assert.equal(plain(long), [long])
        assert.equal(plain(`${long}=x`), [`${long}=x`])
        if (flags.some(({ takesWords }) => takesWords))
          assert.throws(() => plain(long, 'x'), /^unexpected argument "x"$/)
        else assert.equal(plain(long, 'x'), [long, '--', 'x'])
      })
      continue
    }
    test(`${called(long)} is turned on and off in each form`, () => {
      for (const name of names) {
        for (const on of [[name], [`${name}=true`], [`${name}=1`], [`${name}=false`, name]])
          assert.equal(plain(...on), [long], on.join(' '))
        for (const off of [[`${name}=false`], [`${name}=0`], [name, `${long}=false`]])
          assert.equal(plain(...off), flag.isSetting ? [turnedOff(flag)] : [], off.join(' '))
        assert.throws(
          () => plain(`${name}=maybe`),
          flag.isSecret
            ? /^invalid argument for ".*" flag: must be true or false$/
            : /^invalid argument "maybe" for ".*" flag: must be true or false$/,
        )
      }
      for (const other of flags) {
        const [otherLong = '', letter] = other.names.toReversed()
        if (short === undefined || letter === undefined || otherLong === long || !takesValue(other)) continue
        for (const cluster of [[`${short}${letter.slice(1)}`, 'd'], [`${short}${letter.slice(1)}d`]])
          assert.equal(plain(...cluster), [`${otherLong}=d`, long], cluster.join(' '))
      }
    })
  }

  test(`${verb.name}: flags may follow arguments, and -- ends them`, () => {
    const isOfFiles = flags.some(({ takesWords }) => takesWords)
    const words = (...all: string[]) =>
      isOfFiles ? [`--filename=${all.join(',')}`, '--help'] : ['--help', '--', ...all]
    assert.equal(plain('a', '--help', 'b'), words('a', 'b'))
    assert.equal(plain('a', '-h', '--', '--help', '-x'), words('a', '--help', '-x'))
    assert.throws(() => plain('--bogus'), /^unknown flag: --bogus/)
    assert.throws(() => plain('-Z'), /^unknown shorthand flag: 'Z' in -Z$/)
  })
}

const pod = 'apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - image: contoso.azurecr.io/web\n'
const cwd = makeFolder({ 'pod.yaml': pod, 'deep/er/pod.yaml': pod, 'other.yml': pod })

/** Calls that mean the same. */
const same: Record<string, string[]> = {
  'inject -f pod.yaml': ['inject -fpod.yaml', 'inject -f=pod.yaml', 'inject --filename pod.yaml'],
  'inject -f -': ['inject -f-', 'inject --filename=-', 'inject', 'inject --recursive=false -q=false -f -'],
  'inject -f pod.yaml -f other.yml': [
    'inject -f pod.yaml,other.yml',
    'inject -fpod.yaml --filename=other.yml',
  ],
  'inject -R -f deep': [
    'inject -Rf deep',
    'inject -Rfdeep',
    'inject -fdeep -R=true',
    'inject --recursive -f=deep',
  ],
  'inject --via serviceaccount -f -': ['inject --via pod --via=serviceaccount -f-'],
  'uninject -f pod.yaml': ['uninject -fpod.yaml', 'uninject -f=pod.yaml', 'uninject -R=false -f pod.yaml'],
  'uninject -R -f deep -q': ['uninject -qRf deep', 'uninject -Rqfdeep', 'uninject -Rf=deep --quiet=T'],
  'secret x -o json -n shop --registry contoso --username u --password p': [
    'secret -ojson -nshop --registry=contoso --username=u --password=p x',
    'secret -o=json -n=shop x --registry=contoso --username u --password p',
    'secret -o yaml -ojson --namespace=shop --registry contoso --username=u --password=p -- x',
  ],
  'version -o json': [
    'version -ojson',
    'version -o=json',
    'version --output=json',
    'version -o text -o json',
  ],
  'inject --help': ['inject -h', 'inject -f x -h', 'inject -Rh', 'inject --help=true'],
}
for (const [line, others] of Object.entries(same)) {
  test(`the same as ${line}`, async () => {
    const expected = await acr(line, { cwd, input: pod })
    assert.is(expected.code, 0, expected.stderr)
    assert.is.not(expected.stdout, '')
    for (const other of others) assert.equal(await acr(other, { cwd, input: pod }), expected, other)
  })
}

test.run()
