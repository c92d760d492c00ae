import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { renderTransformJunit } from '../../../src/report/transform/junit.ts'
import { injected, NOON, outcome, source, transformation } from '../transformations.ts'

const fix = { remedy: 'to change the files, type', command: 'kubectl acr inject -f deploy --in-place' }
const pending = injected({
  causes: [{ name: 'acr-secret', line: 31, image: 'contoso.azurecr.io/web:1', others: 2 }],
})

test('a suite for each file with a resource, a case for each that may run images', () => {
  const xml = renderTransformJunit(
    transformation({
      sources: [source('deploy/a.yaml'), source('deploy/empty.yaml'), source('deploy/web.yaml')],
      outcomes: [
        pending,
        outcome({ source: 'deploy/a.yaml', identity: { name: 'api' } }),
        outcome({ source: 'deploy/a.yaml', status: 'not-a-workload' }),
        outcome({
          source: 'deploy/a.yaml',
          status: 'not-selected',
          identity: { name: 'other' },
          reason: 'not named by --only',
        }),
      ],
    }),
    { fix, now: NOON },
  )
  assert.equal(xml.match(/<testsuite name="[^"]*"/g), [
    '<testsuite name="deploy/a.yaml"',
    '<testsuite name="deploy/web.yaml"',
  ])
  assert.equal(xml.match(/<testcase name="[^"]*"/g), [
    '<testcase name="deployment/api (shop)"',
    '<testcase name="deployment/other (shop)"',
    '<testcase name="deployment/web (shop)"',
  ])
  assert.match(xml, '<skipped message="not named by --only"/>')
  assert.match(
    xml,
    '<failure message="pull secret acr-secret is not listed for contoso.azurecr.io/web:1 and 2 more images" type="missing-pull-secret">' +
      'deploy/web.yaml:31: deployment/web (shop): pull secret acr-secret is not listed for contoso.azurecr.io/web:1 and 2 more images\n' +
      'to change the files, type:\n  kubectl acr inject -f deploy --in-place</failure>',
  )
})

test('what was changed passes, and warnings are output', () => {
  const warned = { ...pending, warnings: [{ code: 'duplicate-entry', line: 9, message: 'x' }] }
  const xml = renderTransformJunit(transformation({ outcomes: [warned] }), { now: NOON })
  assert.match(xml, 'tests="1" failures="0" errors="0"')
  assert.match(xml, '<system-out>warning: deploy/web.yaml:9: deployment/web (shop): x</system-out>')
})

test('what cannot be read is an error, and then nothing else fails', () => {
  const problem = {
    code: 'invalid-syntax',
    source: 'deploy/web.yaml',
    document: 2,
    line: 31,
    what: 'a tab indents the line',
    remedy: 'use spaces',
  } as const
  const xml = renderTransformJunit(transformation({ outcomes: [pending], problems: [problem] }), {
    fix,
    now: NOON,
  })
  assert.match(xml, 'tests="2" failures="0" errors="1"')
  assert.match(
    xml,
    '<error message="a tab indents the line; use spaces" type="invalid-syntax">deploy/web.yaml:31: a tab indents the line; use spaces</error>',
  )
})

test.run()
