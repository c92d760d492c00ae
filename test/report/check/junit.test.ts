import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { renderCheckJunit } from '../../../src/report/check/junit.ts'
import { look, pod } from '../../check/looking.ts'
import { checked, podText, problem } from '../checks.ts'
import { NOON } from '../transformations.ts'

const IMAGE = 'contoso.azurecr.io/web:v1'
const errors = { failOn: 'error', now: NOON } as const

test('a case for each image: it fails with what to type, or is skipped', async () => {
  const xml = renderCheckJunit(
    await checked([podText('a', [IMAGE]), podText('b', [IMAGE, `${IMAGE}2`], ['x'])].join('---\n')),
    errors,
  )
  assert.equal(xml.match(/<testsuite name="[^"]*"/g), ['<testsuite name="input.yaml"'])
  assert.equal(xml.match(/<testcase name="[^"]*"/g), [
    '<testcase name="pod/a (shop): contoso.azurecr.io/web"',
    '<testcase name="pod/b (shop): contoso.azurecr.io/web"',
    '<testcase name="pod/b (shop): contoso.azurecr.io/web (2)"',
  ])
  assert.match(xml, 'tests="3" failures="1" errors="0" skipped="2"')
  assert.match(
    xml,
    /<failure message="[^"]+" type="no-pull-secret">input\.yaml:7: pod\/a \(shop\): .*--in-place<\/failure>/,
  )
  assert.match(xml, '<skipped message="needs x in the cluster"/>')
})

test('from the severity on that fails the run, a finding fails its case', async () => {
  const twice = await checked(podText('a', [IMAGE], ['x', 'x']))
  assert.match(renderCheckJunit(twice, errors), /failures="0"[^]*<system-out>warning: input\.yaml:/)
  assert.match(renderCheckJunit(twice, { ...errors, failOn: 'warning' }), /type="duplicate-entry"/)
})

test('what cannot be read is an error', async () => {
  const xml = renderCheckJunit(await checked('', { problems: [problem] }), errors)
  assert.match(xml, '<testcase name="document 2, line 31" classname="deploy/b.yaml" time="0">')
  assert.match(xml, '<error message="a tab indents the line; use spaces" type="invalid-syntax">')
})

test('what comes from a cluster is in a suite for each namespace', () => {
  const cluster = {
    name: 'kind',
    server: 'https://x',
    namespaces: 'all',
    unseen: [],
    flags: [],
    remarks: [],
  } as const
  const xml = renderCheckJunit(
    { check: look([pod(IMAGE)]), problems: [], sources: [], unread: 0, cluster },
    errors,
  )
  assert.match(xml, '<testsuite name="cluster kind, namespace shop"')
  assert.match(xml, 'type="no-pull-secret">cluster kind, pod/web (shop): ')
})

test.run()
