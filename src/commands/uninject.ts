import { DEFAULT_SECRET, parseSecretName } from '../inject/options.ts'
import type { KindSources } from '../manifest/kind-sources.ts'
import { flagGroup, listFlagOf } from './shared/flag.ts'
import { selectInputs } from './shared/inputs.ts'
import { absentServiceAccounts } from './shared/registry-flags.ts'
import { runTransform, transformGroups, transformRules } from './shared/transform.ts'
import { defineVerb } from './shared/verb.ts'

export const uninjectVerb = defineVerb({
  name: 'uninject',
  summary: 'Take pull secrets out of workloads again',
  details: 'The reverse of inject: a manifest that listed no pull secret before comes out as it was.',
  examples: [
    ['Before applying a file', 'kubectl acr uninject -f deployment.yaml | kubectl apply -f -'],
    [
      'Another secret, in the files themselves',
      'kubectl acr uninject -f deploy/ --secret old-pull --in-place',
    ],
  ],
  groups: [
    ...transformGroups,
    flagGroup('Pull secrets', {
      secret: listFlagOf(
        '--secret',
        `take out pull secret \`NAME\`; repeatable (default ${DEFAULT_SECRET})`,
        parseSecretName,
        { completion: 'secrets' },
      ),
      serviceAccountSecret: absentServiceAccounts,
    }),
  ],
  rules: transformRules,
  run: async (values, context) => {
    const { secret, serviceAccountSecret: serviceAccounts, only } = values
    const secrets = secret.length === 0 ? [DEFAULT_SECRET] : secret
    const load = async (kinds: KindSources) =>
      (await import('../inject/uninject.ts')).uninjection({ secrets, serviceAccounts, only, kinds })
    return runTransform({ inputs: selectInputs(values), load }, values, context)
  },
})
