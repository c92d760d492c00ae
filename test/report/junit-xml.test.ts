import * as fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { anyCharacter } from '../characters.ts'
import { renderJunit } from '../../src/report/junit-xml.ts'
import { lines, NOON } from './transformations.ts'
import { assertWellFormed } from './xml.ts'

test('a suite with a case of each kind', () => {
  const failure = {
    kind: 'failure',
    type: 'missing-pull-secret',
    message: 'say "x" & <y>',
    details: 'a.yaml:3: one\n  two',
  } as const
  const xml = renderJunit(
    [
      {
        name: 'a.yaml',
        cases: [
          { name: 'pod/a', result: { kind: 'passed' } },
          { name: 'pod/a', result: { kind: 'skipped', message: 'not named' } },
          { name: 'pod/b', result: failure },
          { name: 'line 9', result: { ...failure, kind: 'error', message: 'm', details: 'd' } },
        ],
        output: ['warning: one', 'warning: two'],
      },
    ],
    NOON,
  )
  assertWellFormed(xml)
  assert.is(
    xml,
    lines(
      '<?xml version="1.0" encoding="UTF-8"?>',
      '<testsuites>',
      '  <testsuite name="a.yaml" package="a.yaml" id="0" timestamp="2030-01-01T12:00:00" hostname="localhost" tests="4" failures="1" errors="1" skipped="1" time="0">',
      '    <properties/>',
      '    <testcase name="pod/a" classname="a.yaml" time="0"/>',
      '    <testcase name="pod/a (2)" classname="a.yaml" time="0">',
      '      <skipped message="not named"/>',
      '    </testcase>',
      '    <testcase name="pod/b" classname="a.yaml" time="0">',
      '      <failure message="say &quot;x&quot; &amp; &lt;y&gt;" type="missing-pull-secret">a.yaml:3: one',
      '  two</failure>',
      '    </testcase>',
      '    <testcase name="line 9" classname="a.yaml" time="0">',
      '      <error message="m" type="missing-pull-secret">d</error>',
      '    </testcase>',
      '    <system-out>warning: one',
      'warning: two</system-out>',
      '    <system-err/>',
      '  </testsuite>',
      '</testsuites>',
    ),
  )
})

test('whatever the texts hold, it is XML 1.0', () => {
  const any = fc.oneof(
    fc.string({ unit: anyCharacter }),
    fc.constantFrom(
      '\u0000',
      ']]>',
      '\ud800',
      '\uffff',
      '\ufffe',
      '\u{1f600}',
      '&#x0;',
      '<!--',
      '\r\n',
      '\u200b',
    ),
    fc
      .array(fc.integer({ min: 0, max: 0xffff }).map(code => String.fromCharCode(code)))
      .map(all => all.join('')),
  )
  fc.assert(
    fc.property(any, any, any, any, (name, type, message, details) => {
      const result = { kind: 'failure', type, message, details } as const
      assertWellFormed(renderJunit([{ name, cases: [{ name, result }], output: [details] }], NOON))
    }),
  )
})

test.run()
