import { Command, Option } from 'clipanion'
import { DEFAULT_SECRET, parseSecretName, parseServiceAccount } from '../inject/options.ts'
import type { UninjectOptions } from '../inject/options.ts'
import type { DocumentTransform } from '../inject/document-transform.ts'
import { splitLists } from './values.ts'
import { TransformCommand } from './transform-command.ts'

export class UninjectCommand extends TransformCommand {
  static override paths = [['uninject']]
  static override usage = Command.Usage({
    description: 'Take pull secrets out of workloads again',
    details: 'The reverse of inject: a manifest that listed no pull secret before comes out as it was.',
    examples: [
      ['Before applying a file', 'kubectl acr uninject -f deployment.yaml | kubectl apply -f -'],
      [
        'Another secret, in the files themselves',
        'kubectl acr uninject -f deploy/ --secret old-pull --in-place',
      ],
    ],
  })

  secret = Option.Array('--secret', {
    description: `take out pull secret \`NAME\`; repeatable (default ${DEFAULT_SECRET})`,
  })
  serviceAccountSecret = Option.Array('--service-account-secret', {
    description: '`[NS/]NAME=A,B`: what an absent ServiceAccount lists; repeatable',
  })

  protected override prepare(): () => Promise<DocumentTransform> {
    const options: UninjectOptions = {
      secrets: splitLists(this.secret ?? [DEFAULT_SECRET]).map(parseSecretName),
      serviceAccounts: (this.serviceAccountSecret ?? []).map(parseServiceAccount),
    }
    return async () => (await import('../inject/uninject.ts')).uninjection(options)
  }
}
