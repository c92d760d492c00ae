import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { renderCheckSarif } from '../../../src/report/check/sarif.ts'
import { look, pod } from '../../check/looking.ts'
import { checked, podText, problem } from '../checks.ts'
import { TOOL } from '../transformations.ts'

const text = podText('web', ['contoso.azurecr.io/web'])

test('a finding is a result of its rule, at its file and line', async () => {
  const [run] = JSON.parse(renderCheckSarif(await checked(text), { tool: TOOL })).runs
  assert.equal(run.invocations, [{ executionSuccessful: true }])
  assert.is(run.tool.driver.rules[0].id, 'no-pull-secret')
  assert.is(
    run.tool.driver.rules[0].help.text,
    'A workload uses an image of a private registry and no pull secret is listed for it',
  )
  assert.is(
    run.tool.driver.rules[0].helpUri,
    'https://example.com/acr/blob/main/docs/check.md#no-pull-secret',
  )
  const [result] = run.results
  assert.is(result.level, 'error')
  assert.equal(result.locations[0].physicalLocation, {
    artifactLocation: { uri: 'input.yaml' },
    region: { startLine: 7 },
  })
  assert.match(result.message.text, /^pod\/web \(shop\): the pod spec lists no pull secret, .*--in-place$/)
})

test('problems say that the log is not whole', async () => {
  const [run] = JSON.parse(
    renderCheckSarif(await checked(text, { problems: [problem] }), { tool: TOOL }),
  ).runs
  assert.equal(run.invocations, [{ executionSuccessful: false }])
  assert.is(run.results[0].ruleId, 'unusable-input')
  assert.is(run.results.length, 2)
})

test('what comes from a cluster is at its resource', async () => {
  const check = look([pod('contoso.azurecr.io/web')])
  const log = JSON.parse(renderCheckSarif({ check, problems: [], sources: [], unread: 0 }, { tool: TOOL }))
  assert.equal(log.runs[0].results[0].locations, [
    { logicalLocations: [{ name: 'pod/web (shop)', kind: 'resource' }] },
  ])
})

test.run()
