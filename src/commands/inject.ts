import { Command, Option } from 'clipanion'
import type { DocumentTransform } from '../inject/document-transform.ts'
import {
  DEFAULT_SECRET,
  hostsOutsideAcr,
  parseRegistry,
  parseSecret,
  parseServiceAccount,
} from '../inject/options.ts'
import type { InjectOptions } from '../inject/options.ts'
import type { Transformation } from '../inject/outcome.ts'
import { VIA, oneOf } from './choices.ts'
import { choose, splitLists } from './values.ts'
import { CredentialTransformCommand } from './credential-transform-command.ts'

export class InjectCommand extends CredentialTransformCommand {
  static override paths = [['inject']]
  static override usage = Command.Usage({
    description: 'Add pull secrets to the workloads that use ACR images',
    details:
      'Reads manifests and writes them to stdout, byte for byte as they came but for the pull secrets that are\n' +
      'missing. The report goes to stderr.',
    examples: [
      ['Before applying a file', 'kubectl acr inject -f deployment.yaml | kubectl apply -f -'],
      [
        'At the end of a pipeline',
        'kustomize build overlays/prod | kubectl acr inject -f - | kubectl apply -f -',
      ],
      [
        'A secret for each registry',
        'kubectl acr inject -f deploy/ --secret contoso.azurecr.io=contoso-pull --secret other-pull',
      ],
      ['Is anything missing in the repository?', 'kubectl acr inject -R -f deploy/ --check'],
      ['Change the files themselves', 'kubectl acr inject -R -f deploy/ --in-place'],
    ],
  })

  secret = Option.Array('--secret', {
    description: `the pull secret, \`[HOST=]NAME\` for one registry; repeatable (default ${DEFAULT_SECRET})`,
  })
  registry = Option.Array('--registry', {
    description: "only this ACR `HOST`; any other host is added to ACR's; repeatable",
  })
  via = Option.String('--via', 'pod', {
    description: `let ${oneOf(VIA)} list the secret (default pod)`,
  })
  serviceAccountSecret = Option.Array('--service-account-secret', {
    description: '`[NS/]NAME=A,B`: what an absent ServiceAccount lists; repeatable',
  })
  strict = Option.Boolean('--strict', false, {
    description: 'fail on an ACR image that no pull secret can be given for',
  })

  protected override prepare(): () => Promise<DocumentTransform> {
    this.checkSecretFlags()
    const secrets = splitLists(this.secret ?? [DEFAULT_SECRET])
    const rules = secrets.map(parseSecret)
    const registries = splitLists(this.registry ?? []).map(name => parseRegistry(name))
    const options: InjectOptions = {
      secrets: rules,
      registries: [...registries, ...hostsOutsideAcr(rules)],
      via: choose('--via', this.via, VIA),
      serviceAccounts: (this.serviceAccountSecret ?? []).map(parseServiceAccount),
      strict: this.strict,
    }
    return async () => (await import('../inject/inject.ts')).injection(options)
  }

  protected override async complete(transformation: Transformation): Promise<Transformation> {
    if (!this.withSecret) return transformation
    const { withSecrets } = await import('./with-secret.ts')
    return withSecrets(transformation, this, this.context)
  }
}
