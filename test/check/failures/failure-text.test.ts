import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { Failure } from '../../../src/check/failures/failure.ts'
import { failureText } from '../../../src/check/failures/failure-text.ts'
import type { FailureFacts } from '../../../src/check/failures/failure-text.ts'
import type { Finding } from '../../../src/check/finding.ts'

const workload = { group: 'apps', version: 'v1', kind: 'Deployment', namespace: 'shop', name: 'web' }

const failure: Failure = {
  namespace: 'shop',
  node: 'node-1',
  workload,
  pods: ['web-1'],
  listed: ['acr-secret'],
  image: 'contoso.azurecr.io/web:1',
  cause: 'unauthorized',
  missingSecrets: [],
  detail: '',
}

type Parts = Partial<Omit<FailureFacts, 'failure'>> & { readonly failure?: Partial<Failure> }

/** The finding about pods of `web` in `shop`, with its remedy; `parts` replace the defaults. */
function textFor({ failure: parts, ...rest }: Parts): string {
  const { what, remedy, command } = failureText({
    failure: { ...failure, ...parts },
    host: 'contoso.azurecr.io',
    tried: ['acr-secret'],
    single: ['acr-secret'],
    lists: ['acr-secret'],
    ...rest,
  })
  return `${what}; ${remedy}: ${command ?? 'no line'}`
}

const kind = (name: string): Partial<Failure> => ({ workload: { ...workload, kind: name }, listed: [] })

const finding: Finding = {
  code: 'credential-refused',
  severity: 'error',
  resource: workload,
  brief: 'refused',
  what: 'its token is disabled',
  remedy: 'enable the token',
  command: 'az acr token update',
}

const table: Readonly<Record<string, readonly [parts: Parts, expected: RegExp]>> = {
  'a credential that is refused, alone in its Secret': [
    {},
    /^pod web-1 cannot pull .*: unauthorized \(401\): .* that was sent \(acr-secret\); recreate it .*: kubectl acr secret acr-secret -n shop /,
  ],
  'one beside others in its Secret': [{ single: [] }, /recreate it with a credential .*: no line$/],
  'one of several Secrets': [
    { tried: ['a', 'acr-secret'] },
    /that was sent \(a, acr-secret\); recreate .*: no line$/,
  ],
  'one of a Secret that has no entry now': [{ tried: [] }, /that was sent \(acr-secret\)/],
  'several pods': [{ failure: { pods: ['web-1', 'web-2'] } }, /^2 pods, web-1 among them, cannot pull /],
  'a registry that accepts it now': [
    { isAcceptedNow: true },
    /did not accept the credential that was sent \(acr-secret\), and accepts it now; nothing to do: .*: kubectl describe pod web-1 /,
  ],
  'what the registry says now': [
    { registryFinding: finding },
    /its token is disabled; enable the token: az acr token update$/,
  ],
  'no list': [
    { failure: { listed: [] }, tried: [], lists: [] },
    /no credential was sent, and no pull secret is listed; list a pull secret with an entry for the registry: no line$/,
  ],
  'a list without an entry': [
    { failure: { missingSecrets: ['acr-secret'] }, tried: [], missingFinding: finding },
    /no credential was sent, though acr-secret is listed: its token is disabled; enable the token: az acr token update$/,
  ],
  'a list without an entry that no finding is about': [
    { failure: { missingSecrets: ['acr-secret'] }, tried: [] },
    /though acr-secret is listed: it had no entry for contoso\.azurecr\.io; list a pull secret/,
  ],
  'pods that are older than their list': [
    { failure: { listed: [] }, tried: [] },
    /created before acr-secret was listed, and keep their own list; recreate its pods: kubectl rollout restart deployment\/web -n shop/,
  ],
  'pods of a CronJob that are older': [
    { failure: kind('CronJob') },
    /; delete the Job that waits: the next one lists it: no line$/,
  ],
  'pods of a Job that are older': [{ failure: kind('Job') }, /; recreate its pods: no line$/],
  'pods of a StatefulSet that are older': [
    { failure: kind('StatefulSet') },
    /; delete its pods to have them recreated: kubectl delete pod web-1 -n shop$/,
  ],
  'pods of a StatefulSet that run': [
    { failure: kind('StatefulSet'), isRunning: true },
    /; delete its pods, once they may stop, .*: no line$/,
  ],
  'more pods than a line names': [
    { failure: { ...kind('ReplicaSet'), pods: Array.from({ length: 21 }, (_, at) => `web-${at}`) } },
    /^21 pods, .*; delete its pods to have them recreated: no line$/,
  ],
  'a cause that nobody knows': [
    { failure: { cause: 'unknown' } },
    /: the kubelet does not say why; see the events of the pod: kubectl describe pod web-1 /,
  ],
  'a cause that the kubelet words': [
    { failure: { cause: 'unknown', detail: 'no space' } },
    /pull .*: no space; see the events/,
  ],
  'a name that is not valid': [
    { failure: { cause: 'invalid-name', detail: 'uppercase' } },
    /: the name is not valid: uppercase; fix the name/,
  ],
  'a name of which the check says more': [
    { failure: { cause: 'invalid-name', detail: 'uppercase' }, registryFinding: finding },
    /: its token is disabled; enable the token/,
  ],
}

for (const [name, [parts, expected]] of Object.entries(table))
  test(`a failing pull, ${name}`, () => assert.match(textFor(parts), expected))

test.run()
