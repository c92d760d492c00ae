import { writeStream } from '../../io/output/output.ts'
import type { Manifest } from '../../pull-secret/secret-manifest.ts'
import { configurationFlags, configurationRules, settingsFor } from '../shared/input/configuration-flags.ts'
import { painterFor } from '../shared/context.ts'
import type { CommandContext } from '../shared/context.ts'
import { noticeLine } from '../shared/terminal/notice.ts'
import type { Notice } from '../shared/terminal/notice.ts'
import { defineVerb } from '../shared/arguments/verb.ts'
import { secretGroups, secretFlagRules } from './flags.ts'
import type { OperatorValues } from './flags.ts'
import type { SecretTarget } from './target.ts'

export const secretVerb = defineVerb({
  name: 'secret',
  summary: 'Print the pull secret',
  details:
    'Prints the manifest of a Secret of type kubernetes.io/dockerconfigjson. Nothing is applied: pipe it to kubectl ' +
    'apply -f -. At a terminal, --username without a password asks for it.',
  examples: [
    [
      'A repository-scoped token or service principal, its password from a file',
      'kubectl acr secret --registry contoso --username pull --password-stdin < password | kubectl apply -f -',
    ],
    [
      'The login of az login, for about three hours',
      'kubectl acr secret --registry contoso --azure-login -n shop',
    ],
    ['What az acr login or docker login stored', 'kubectl acr secret --docker-config --registry contoso'],
    [
      'With the flags of kubectl create secret docker-registry',
      'kubectl acr secret acr-secret --docker-server=contoso.azurecr.io --docker-username=U --docker-password=P',
    ],
    [
      'Let External Secrets create and renew it',
      'kubectl acr secret --registry contoso --for external-secrets --workload-identity puller -n shop',
    ],
  ],
  operand: 'NAME',
  groups: [...secretGroups, configurationFlags],
  rules: [...secretFlagRules, ...configurationRules],
  run: async (values, context) => {
    const { renderManifests } = await import('../../pull-secret/secret-manifest.ts')
    const settings = await settingsFor(values, {}, context)
    const { targetOf } = await import('./target.ts')
    const target = targetOf(values, settings)
    const { manifests, notices } = await createOutput(values, target, context)
    await writeStream(context.stdout, 'standard output', renderManifests(manifests, values.output))
    const paint = painterFor('stderr', context)
    for (const notice of [...target.notices, ...notices]) context.stderr.write(noticeLine(notice, paint))
    return 0
  },
})

/** Manifests to print, and messages about them for stderr. */
interface Output {
  readonly manifests: readonly Manifest[]
  readonly notices: readonly Notice[]
}

async function createOutput(
  values: OperatorValues,
  target: SecretTarget,
  context: CommandContext,
): Promise<Output> {
  if (values.for !== undefined)
    return (await import('./operator.ts')).operatorOutput(values.for, values, target)
  const [{ makeSecrets }, { secretOf }] = await Promise.all([
    import('./manifests.ts'),
    import('../../pull-secret/secret-manifest.ts'),
  ])
  const { secrets, notices } = await makeSecrets(values, target, context)
  return { manifests: await Promise.all(secrets.map(secretOf)), notices }
}
