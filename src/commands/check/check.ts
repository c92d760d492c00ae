import { defineVerb } from '../shared/arguments/verb.ts'
import { readCall, readManifestInputs, requestFor } from './check-call.ts'
import type { CommandContext } from '../shared/context.ts'
import { checkFlagRules, checkGroups } from './flags.ts'
import type { CheckValues } from './flags.ts'
import type { CheckRun } from './run-check.ts'
import { showCheck } from './show-check.ts'

export const checkVerb = defineVerb({
  name: 'check',
  summary: 'Check that each ACR image has a pull secret that works, and print what to type if not',
  details: `
Finds out for each pod spec, by the rules of the kubelet, which pull secrets apply, which of them have an entry for the
image, and in what order they are tried. Makes no network requests unless a flag asks for them.

With --cluster, or with -n or -A and no files, checks what runs in the cluster that kubectl would use, and pods that cannot
pull now. Without any flag at a terminal, checks the current namespace. With --cluster and files (-f - for stdin), checks
whether these would work in that cluster, with its ServiceAccounts and Secrets. With files, -n is the namespace of manifests
without one, as in kubectl apply -n. Reads a Secret only if it is listed for an ACR image. Lists what the user is not
allowed to read; if that is everything, the exit code is 2.

A Secret that is listed but not in the input is assumed to be in the cluster; -o wide shows what it must contain. With --strict
such a Secret is an error. A pod spec that lists no pull secret is always an error, unless --service-account-secret gives the
list of its ServiceAccount.

With --registry-login, logs in to each registry with each credential that the kubelet would try, and requests the manifest
of each image, but no layer. A registry that does not answer leaves its images undecided, with a warning; if none
answers, the exit code is 2.

In a cluster, an image that already runs does not fail. Without a listed pull secret, check also reads the nodes if it is
allowed to: nodes of AKS may pull on their own. From Kubernetes 1.35 on, each pod needs a credential also for an image that another
pod has pulled; --kubernetes-version sets the version.

An error means that a pull fails; a warning, that it may fail later. Exits with 0 if there is no error, with 1 if there is one,
and with 2 if nothing could be checked.
`,
  examples: [
    ['Before applying a file', 'kubectl acr check -f deployment.yaml'],
    ['What runs in a namespace, and why its pods do not start', 'kubectl acr check -n shop'],
    ['Files that are applied with -n shop', 'kubectl acr check -n shop -f deploy/'],
    ['Would it work in that cluster?', 'kubectl acr check -f deployment.yaml --cluster --context prod'],
    ['At the end of a pipeline', 'kustomize build overlays/prod | kubectl acr inject | kubectl acr check'],
    ['Which entry of which Secret is used, and why', 'kubectl acr check -k overlays/prod -o wide'],
    [
      'Does the registry accept the credential, and is the image there?',
      'kubectl acr check -f web.yaml --registry-login',
    ],
    ['In a pull request', 'kubectl acr check -R -f deploy/ -o github --fail-on warning'],
    ['The input has its Secrets, too', 'helm template web ./chart | kubectl acr check --strict'],
  ],
  groups: checkGroups,
  rules: checkFlagRules,
  run: async (values, context) => {
    const { found, failOn } = await findOut(values, context)
    await showCheck(found, { ...values, failOn }, context)
    return exitCode(found, failOn)
  },
})

/** What a call finds, in whatever format it is shown, and the severity that fails it. Throws UserError and UsageError. */
export async function findOut(
  values: CheckValues,
  context: CommandContext,
): Promise<{ readonly found: CheckRun; readonly failOn: 'warning' | 'error' }> {
  const call = await readCall(values, context)
  const read = await readManifestInputs(call, context)
  const request = await requestFor(call, read, context)
  const { runCheck } = await import('./run-check.ts')
  const { sources, places, problems } = read
  const found = await runCheck({ sources, inputs: places, problems }, request, context)
  return { found, failOn: call.settings.failOn.value }
}

async function exitCode(
  { result, nothingObserved, noRegistryAnswered }: CheckRun,
  failOn: 'warning' | 'error',
): Promise<number> {
  if (result.problems.length > 0 || nothingObserved || noRegistryAnswered) return 2
  const { hasSeverity } = await import('../../check/finding.ts')
  return hasSeverity(result.check.findings, failOn) ? 1 : 0
}
