import { test } from 'uvu'
import * as assert from 'uvu/assert'
import {
  filesFlag,
  parseChoice,
  textFlag,
  switchFlag,
  optionalTextFlag,
} from '../../src/commands/shared/arguments/flag.ts'
import { splitList } from '../../src/commands/shared/arguments/flag-values.ts'
import { normalizeArguments } from '../../src/commands/shared/arguments/pflag.ts'

const flags = [
  filesFlag('-f, --filename', ''),
  textFlag('-o, --output', ''),
  textFlag('-n, --namespace', ''),
  switchFlag('-R, --recursive', ''),
  switchFlag('-q, --quiet', ''),
  switchFlag('--in-place', ''),
  optionalTextFlag('--docker-config', ''),
]

const table: Record<string, string[]> = {
  '': [],
  '-f -': ['--filename=-'],
  '--docker-config=x': ['--docker-config=x'],
  '-f-': ['--filename=-'],
  '-fx.yaml': ['--filename=x.yaml'],
  '-f x.yaml': ['--filename=x.yaml'],
  '-f=x.yaml': ['--filename=x.yaml'],
  '-f=': ['--filename=='],
  '--filename=x=y': ['--filename=x=y'],
  '--filename x.yaml': ['--filename=x.yaml'],
  '--filename=': ['--filename='],
  '-f a -f b': ['--filename=a', '--filename=b'],
  '-ojson': ['--output=json'],
  '-o=json': ['--output=json'],
  '-o -n': ['--output=-n'],
  '--output --quiet': ['--output=--quiet'],
  '-nfoo': ['--namespace=foo'],
  '-Rf dir': ['--filename=dir', '--recursive'],
  '-Rfdir': ['--filename=dir', '--recursive'],
  '-Rqf=dir': ['--filename=dir', '--recursive', '--quiet'],
  '-R=true': ['--recursive'],
  '-R=false': [],
  '-qR=false': ['--quiet'],
  '--recursive=false': [],
  '--recursive=T': ['--recursive'],
  '--in-place=0': [],
  '-R --recursive=false': [],
  '--recursive=false -R': ['--recursive'],
  'a -o json b': ['--output=json', '--filename=a,b'],
  '-R -- -q --x': ['--filename=-q,--x', '--recursive'],
  '- -R': ['--filename=-', '--recursive'],
  '--': [],
  '-f a.yaml b.yaml c.yaml': ['--filename=a.yaml', '--filename=b.yaml,c.yaml'],
  '-f a.yaml b.yaml -q c.yaml': ['--filename=a.yaml', '--filename=b.yaml,c.yaml', '--quiet'],
  '-f a b c -q -f d e': ['--filename=a', '--filename=b,c', '--filename=d', '--filename=e', '--quiet'],
  '-f a.yaml -- -b.yaml': ['--filename=a.yaml', '--filename=-b.yaml'],
  '-f a.yaml b,c.yaml d"': ['--filename=a.yaml', '--filename="b,c.yaml","d"""'],
  'a.yaml -f b.yaml c.yaml': ['--filename=a.yaml', '--filename=b.yaml', '--filename=c.yaml'],
  '--docker-config -f a.yaml b.yaml': ['--docker-config', '--filename=a.yaml', '--filename=b.yaml'],
  '-f a.yaml b.yaml --docker-config': ['--filename=a.yaml', '--docker-config', '--filename=b.yaml'],
}
for (const [line, normalized] of Object.entries(table)) {
  test(`normalized: ${line}`, () =>
    assert.equal(normalizeArguments(line.split(' ').filter(Boolean), flags), normalized))
}

const errors: Record<string, string> = {
  '--bogus': 'unknown flag: --bogus',
  '--bogus=x': 'unknown flag: --bogus',
  '--recusive': 'unknown flag: --recusive, did you mean --recursive?',
  '--no-quiet': 'unknown flag: --no-quiet',
  '-z': "unknown shorthand flag: 'z' in -z",
  '-Rz': "unknown shorthand flag: 'z' in -Rz",
  '-f': "flag needs an argument: 'f' in -f",
  '-Rf': "flag needs an argument: 'f' in -Rf",
  '--filename': 'flag needs an argument: --filename',
  '-f a.yaml --docker-config c.json': 'unexpected argument "c.json"',
  '-f a.yaml --docker-config -q c.json': 'unexpected argument "c.json"',
  '-R=x': 'invalid argument "x" for "-R, --recursive" flag: must be true or false',
  '--in-place=': 'invalid argument "" for "--in-place" flag: must be true or false',
}
for (const [line, message] of Object.entries(errors)) {
  test(`refused: ${line}`, () =>
    assert.throws(
      () => normalizeArguments(line.split(' '), flags),
      (error: Error) => error.message === message,
    ))
}

test('a value for each of many words is one value, in time', () => {
  const words = Array.from({ length: 100_000 }, (_, at) => `${at},"x.yaml`)
  const [first = '', second = '', ...others] = normalizeArguments(['-f', ...words], flags)
  assert.equal(others, [])
  assert.equal(
    [first, second].flatMap(value => splitList(value.replace('--filename=', ''))).length,
    words.length + 1,
  )
  assert.equal(splitList(second.replace('--filename=', '')), words.slice(1))
})

const lists: [values: string[], elements: string[]][] = [
  [[], []],
  [['a'], ['a']],
  [
    ['a,b', 'c'],
    ['a', 'b', 'c'],
  ],
  [['"a,b",c'], ['a,b', 'c']],
  [['"say ""x"""'], ['say "x"']],
  [['a"b'], ['a"b']],
  [[''], ['']],
  [['a,'], ['a', '']],
  [[',a'], ['', 'a']],
  [['x/*.{yaml,json},b'], ['x/*.{yaml,json}', 'b']],
  [['{a,b'], ['{a', 'b']],
]
for (const [values, elements] of lists) {
  test(`list: ${JSON.stringify(values)}`, () => assert.equal(values.flatMap(splitList), elements))
}

test('a choice is one of a few', () => {
  assert.is(parseChoice('--via', 'pod', ['pod', 'serviceaccount']), 'pod')
  assert.throws(
    () => parseChoice('--via', 'x', ['pod', 'serviceaccount']),
    /--via "x": must be one of pod, serviceaccount/,
  )
})

test.run()
