import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { loadVerbs } from '../../src/cli.ts'
import { longName } from '../../src/commands/shared/arguments/flag.ts'

const verbs = await loadVerbs()

/** What the types of a verb cannot say. */
for (const verb of verbs) {
  const names = verb.flags.flatMap(flag => flag.names)

  test(`${verb.name}: each name is that of one flag`, () => assert.equal(names, [...new Set(names)]))

  // clipanion's `OPTION_REGEX` knows no others.
  test(`${verb.name}: long names are of small letters and dashes`, () =>
    assert.equal(
      verb.flags.map(longName).filter(name => !/^--[a-z]+(?:-[a-z]+)*$/.test(name)),
      [],
    ))

  test(`${verb.name}: no group hides the value of another`, () => {
    const keys = verb.groups.flatMap(({ flags }) => Object.keys(flags))
    assert.equal(keys, [...new Set(keys)])
  })

  test(`${verb.name}: rules name flags that it has`, () => {
    const used = verb.rules.flatMap(({ flags, excludes = [], unless = [] }) => [
      ...flags,
      ...excludes,
      ...unless,
    ])
    const long = verb.flags.map(longName)
    assert.equal(
      used.map(use => (typeof use === 'string' ? use : use.flag)).filter(name => !long.includes(name)),
      [],
    )
  })

  test(`${verb.name}: every flag is described, and its choices are shown`, () => {
    for (const flag of verb.flags) {
      assert.is.not(flag.description, '', longName(flag))
      if (flag.form === 'value' || flag.form === 'list') assert.is.not(flag.placeholder, '', longName(flag))
      if (flag.choices.length > 0) assert.is(flag.placeholder, flag.choices.join('|'))
    }
  })

  test(`${verb.name}: its examples are calls of the program`, () => {
    assert.ok(verb.examples.length > 0)
    for (const [label, command] of verb.examples) {
      // Helm calls one of them by itself.
      assert.match(command, new RegExp(`kubectl acr ${verb.name}|--post-renderer \\S*acr`))
      assert.not.match(label, /\.$/)
    }
  })
}

test.run()
