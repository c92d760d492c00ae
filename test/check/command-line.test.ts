import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { addressed, commandLine } from '../../src/check/command-line.ts'

const FLAGS = ['--kubeconfig', "it's $HOME|x", '--context', 'prod']
const QUOTED = String.raw`--kubeconfig 'it'\''s $HOME|x' --context prod`

for (const [name, line, expected] of [
  ['kubectl is', 'kubectl get pod web -n shop', `kubectl ${QUOTED} get pod web -n shop`],
  [
    'each command of a pipeline is, but the plugin',
    'kubectl get pod web -o yaml | kubectl acr inject | kubectl apply -f -',
    `kubectl ${QUOTED} get pod web -o yaml | kubectl acr inject | kubectl ${QUOTED} apply -f -`,
  ],
  [
    'helm is, in its own words',
    'helm get values web',
    `helm ${QUOTED.replace('--context', '--kube-context')} get values web`,
  ],
  ['az is not', 'az acr show --name contoso', 'az acr show --name contoso'],
  [
    'a bar in quotes ends no command',
    "kubectl get pod 'a|kubectl b'",
    `kubectl ${QUOTED} get pod 'a|kubectl b'`,
  ],
] as const)
  test(`addressed to a cluster: ${name}`, () => assert.is(addressed(line, FLAGS), expected))

test('without flags a line stays as it is', () => {
  const line = commandLine('kubectl', 'get', 'pod', "it's")
  assert.is(addressed(line, []), line)
})

test.run()
