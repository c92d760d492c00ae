import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { makeFolder } from '../folder.ts'
import { findProgram } from '../skipped.ts'
import { builtPlugin } from './built-plugin.ts'

const test = suite('kustomize')
const kustomize = findProgram('kustomize', 'a transformer that kustomize calls')

const POD = `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
  - image: contoso.azurecr.io/web
    name: web
`

/** Builds a kustomization whose transformer is the built program with these lines of configuration. */
function build(program: string, settings: string): ReturnType<typeof spawnSync> {
  const transformer = `apiVersion: kubectl-acr/v1
kind: Configuration
metadata:
  name: acr
  annotations:
    config.kubernetes.io/function: |
      exec:
        path: ${join(builtPlugin(), 'kubectl-acr')}
        args: [fn]
${settings}
`
  const folder = makeFolder({
    'kustomization.yaml': 'resources: [web.yaml]\ntransformers: [acr.yaml]\n',
    'web.yaml': POD,
    'acr.yaml': transformer,
  })
  return spawnSync(program, ['build', '--enable-alpha-plugins', '--enable-exec', folder], {
    encoding: 'utf8',
  })
}

if (kustomize !== undefined) {
  test('calls fn as a transformer', () => {
    const { status, stdout, stderr } = build(kustomize, 'secret: my-acr')
    assert.is(status, 0, String(stderr))
    assert.is(stdout, `${POD}  imagePullSecrets:\n  - name: my-acr\n`)
    assert.match(String(stderr), 'pod/web: + my-acr for contoso.azurecr.io')
  })

  test('shows what is wrong with the configuration of fn, and fails', () => {
    const { status, stdout, stderr } = build(kustomize, 'secrt: my-acr')
    assert.is(status, 1)
    assert.is(stdout, '')
    assert.match(String(stderr), 'functionConfig: there is no key secrt; did you mean secret?')
  })

  test.run()
}
