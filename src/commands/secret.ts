import { Option } from 'clipanion'
import { writeStream } from '../io/output.ts'
import type { Manifest } from '../pull-secret/secret.ts'
import { CLOUDS, ENGINES, MANIFEST_FORMATS, oneOf } from './choices.ts'
import { CredentialCommand } from './credential-command.ts'
import type { EngineFlags } from './engine-request.ts'
import type { SecretFlags } from './secret-manifests.ts'
import { SECRET_USAGE } from './secret-usage.ts'
import { checkVocabulary } from './secret-vocabulary.ts'
import { choose } from './values.ts'

export class SecretCommand extends CredentialCommand implements SecretFlags, EngineFlags {
  static override paths = [['secret']]
  static operands = '[NAME]'
  static override usage = SECRET_USAGE

  name = Option.String({ required: false })
  registry = Option.Array('--registry', { description: '`HOST` or bare name of ACR; repeatable' })
  cloud = Option.String('--cloud', { description: `the bare name's cloud: ${oneOf(CLOUDS)}` })
  regions = Option.Array('--regions', {
    description: 'add the regional hosts of `REGIONS`, as in eastus2,westus',
  })
  namespace = Option.Array('-n,--namespace', { description: '`NAMESPACE` of the Secret; repeatable' })
  output = Option.String('-o,--output', 'yaml', {
    description: `print ${oneOf(MANIFEST_FORMATS)} (default yaml)`,
  })
  label = Option.Array('--label', { description: 'add label `KEY=VALUE`; repeatable' })
  annotation = Option.Array('--annotation', { description: 'add annotation `KEY=VALUE`; repeatable' })
  immutable = Option.Boolean('--immutable', false, { description: 'make the Secret immutable' })
  appendHash = Option.Boolean('--append-hash', false, {
    description: 'end the name with a hash, as kubectl does',
  })
  dockerServer = Option.String('--docker-server', { description: 'as kubectl: the `HOST`' })
  dockerUsername = Option.String('--docker-username', { description: 'as kubectl: the user `NAME`' })
  dockerPassword = Option.String('--docker-password', { description: 'as kubectl: the `PASSWORD`' })
  dockerEmail = Option.String('--docker-email', { description: 'as kubectl: the `EMAIL`' })
  fromFile = Option.String('--from-file', { description: 'as kubectl: a docker config `FILE`, as it is' })
  for = Option.String('--for', { description: `for an engine that renews: ${oneOf(ENGINES)}` })
  workloadIdentity = Option.String('--workload-identity', {
    description: "the engine's ServiceAccount `NAME`",
  })
  managedIdentity = Option.String('--managed-identity', {
    description: "the engine's client or resource `ID`",
  })
  principalSecret = Option.String('--principal-secret', {
    description: 'Secret `NAME` with clientid and clientsecret',
  })
  dryRun = Option.String('--dry-run', {
    tolerateBoolean: true,
    description: 'as kubectl: nothing is ever applied',
  })
  scope = Option.String('--scope', { description: "the engine's `SCOPE`, repository:NAME:pull" })

  override async execute(): Promise<number> {
    checkVocabulary(this)
    const format = choose('-o', this.output, MANIFEST_FORMATS)
    const { renderManifests } = await import('../pull-secret/secret.ts')
    const { manifests, notes } = await this.make()
    await writeStream(this.context.stdout, 'standard output', renderManifests(manifests, format))
    for (const note of notes) this.context.stderr.write(`${note}\n`)
    return 0
  }

  private async make(): Promise<{
    readonly manifests: readonly Manifest[]
    readonly notes: readonly string[]
  }> {
    if (this.for !== undefined) return (await import('./engine-request.ts')).engineOf(this)
    const [{ makeSecrets }, { secretOf }] = await Promise.all([
      import('./secret-manifests.ts'),
      import('../pull-secret/secret.ts'),
    ])
    const { secrets, notes } = await makeSecrets(this, this.context)
    return { manifests: await Promise.all(secrets.map(secretOf)), notes }
  }
}
