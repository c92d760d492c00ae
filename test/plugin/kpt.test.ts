import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { makeFolder } from '../folder.ts'
import { findProgram } from '../skipped.ts'
import { builtPlugin } from './built-plugin.ts'

const test = suite('kpt')
const kpt = findProgram('kpt', 'a function that kpt calls')

const POD = `apiVersion: v1
kind: Pod
metadata:
  name: web # kept
spec:
  containers:
  - name: web
    image: contoso.azurecr.io/web
`

if (kpt !== undefined) {
  test('calls fn, and shows its results', () => {
    const folder = makeFolder({ 'web.yaml': POD })
    const call = ['fn', 'eval', '.', '--exec', 'kubectl-acr fn', '--', 'secret=my-acr']
    const env = { ...process.env, PATH: `${builtPlugin()}:${process.env['PATH']}` }
    const { status, stderr } = spawnSync(kpt, call, { cwd: folder, env, encoding: 'utf8' })
    assert.is(status, 0, stderr)
    assert.match(stderr, '[info] v1/Pod/web spec.containers[0].image: added pull secret my-acr for contoso')
    const written = readFileSync(join(folder, 'web.yaml'), 'utf8')
    // kpt writes the keys in an order of its own.
    assert.is(written.replace('  imagePullSecrets:\n  - name: my-acr\n', ''), POD)
    assert.match(written, '- name: my-acr')
  })

  test.run()
}
