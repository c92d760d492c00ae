import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { renderCheckJson } from '../../../src/report/check/json.ts'
import { look, pod } from '../../check/looking.ts'
import { checked, podText, problem } from '../checks.ts'

test('all keys are there, for an input that says nothing, too', async () => {
  assert.is(
    renderCheckJson(await checked()),
    '{"version":1,"verb":"check","counts":{"images":0,"pulls":0,"fails":0,"unknown":0,"errors":0,"warnings":0,"notes":0,"problems":0,"unread":0},"images":[],"findings":[],"problems":[],"cluster":null}\n',
  )
})

test('problems, and what could be read all the same', async () => {
  const report = JSON.parse(
    renderCheckJson(
      await checked(podText('web', ['contoso.azurecr.io/web']), { problems: [problem], unread: 3 }),
    ),
  )
  assert.equal(report.problems, [problem])
  assert.is(report.counts.problems, 1)
  assert.is(report.counts.unread, 3)
  assert.is(report.findings[0].code, 'no-pull-secret')
})

test('a Secret that a controller creates is made', async () => {
  const creator = {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata: { name: 'pull', namespace: 'shop' },
    spec: { target: { name: 'acr-secret' } },
  }
  const workload = podText('web', ['contoso.azurecr.io/web'], ['acr-secret'])
  const report = JSON.parse(renderCheckJson(await checked(`${JSON.stringify(creator)}\n---\n${workload}`)))
  assert.equal(report.images[0].secrets, [{ name: 'acr-secret', state: 'made' }])
})

test('what comes from a cluster has no place', async () => {
  const check = look([pod('contoso.azurecr.io/web')])
  const report = JSON.parse(renderCheckJson({ check, problems: [], sources: [], unread: 0 }))
  for (const { source, document, line } of [...report.images, ...report.findings])
    assert.equal([source, document, line], [null, null, null])
})

test.run()
