import { parseSecretName } from '../pull-secret/parse-secret.ts'
import { DEFAULT_SECRET } from '../pull-secret/secret-rules.ts'
import { secretNames } from '../configuration/registry-settings.ts'
import type { KindSources } from '../manifest/crds/kind-sources.ts'
import { settingsFor } from './shared/input/configuration-flags.ts'
import { flagGroup, listFlagOf } from './shared/arguments/flag.ts'
import { selectInputs } from './shared/input/inputs.ts'
import { absentServiceAccounts } from './shared/input/registry-flags.ts'
import { findsCauses, placedBy, runTransform, transformGroups, transformRules } from './shared/transform.ts'
import { defineVerb } from './shared/arguments/verb.ts'

export const uninjectVerb = defineVerb({
  name: 'uninject',
  summary: 'Remove pull secrets from workloads',
  details:
    'Reverses inject: a manifest without pull secrets before inject gets exactly the bytes that it had.',
  examples: [
    ['Before applying a file', 'kubectl acr uninject -f deployment.yaml | kubectl apply -f -'],
    [
      'Another pull secret, written back to the files',
      'kubectl acr uninject -f deploy/ --secret old-pull --in-place',
    ],
  ],
  groups: [
    flagGroup('Pull secrets', {
      secret: listFlagOf(
        '--secret',
        `pull secret to remove, by \`NAME\`; repeatable (default ${DEFAULT_SECRET})`,
        parseSecretName,
        { completion: 'secrets' },
      ),
      serviceAccountSecret: absentServiceAccounts,
    }),
    ...transformGroups,
  ],
  rules: transformRules,
  run: async (values, context) => {
    const { secret, only, ...others } = values
    const settings = await settingsFor(values, others, context)
    const secrets = secret.length === 0 ? secretNames(settings) : secret
    const placed = placedBy(values, settings)
    const load = async (kinds: KindSources) =>
      (await import('../inject/uninject.ts')).uninjection({
        secrets,
        ...placed,
        only,
        kinds,
        findsCauses: findsCauses(values),
      })
    return runTransform(
      { inputs: selectInputs(values, settings), settings, isStrict: false, load },
      values,
      context,
    )
  },
})
