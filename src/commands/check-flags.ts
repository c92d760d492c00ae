import { Option } from 'clipanion'
import { parseRegistry, parseServiceAccount } from '../inject/options.ts'
import type { ManifestOptions } from '../check/read-manifests.ts'
import { CHECK_FORMATS, FAIL_ON, oneOf } from './choices.ts'
import { InputCommand } from './input-command.ts'
import { splitLists } from './values.ts'

/** The flags of check. */
export abstract class CheckFlags extends InputCommand {
  cluster = Option.Boolean('--cluster', false, {
    description: 'look in the cluster: at what runs there, or whether the input would work there',
  })
  namespace = Option.String('-n,--namespace', { description: 'look in this `NAMESPACE` of the cluster' })
  allNamespaces = Option.Boolean('-A,--all-namespaces', false, {
    description: 'look in all namespaces of the cluster',
  })
  selector = Option.String('-l,--selector', {
    description: 'only what has these `LABELS` in the cluster: app=web,tier!=test',
  })
  kubeconfig = Option.String('--kubeconfig', { description: '`FILE` that says where the cluster is' })
  contextName = Option.String('--context', { description: '`CONTEXT` of the kubeconfig' })
  requestTimeout = Option.String('--request-timeout', {
    description: '`TIME` for one request to the cluster: 10s, 2m, 0 for no end (default 60s)',
  })
  registryLogin = Option.Boolean('--registry-login', false, {
    description: 'ask each registry whether it honours the credentials and has the images',
  })
  output = Option.String('-o,--output', 'table', {
    description: `show the result as ${oneOf(CHECK_FORMATS)} (default table)`,
  })
  failOn = Option.String('--fail-on', 'error', {
    description: `exit with 1 from ${oneOf(FAIL_ON)} on (default error)`,
  })
  strict = Option.Boolean('--strict', false, {
    description: 'take the input for all that there is: what is not in it is missing',
  })
  registry = Option.Array('--registry', {
    description: "only this ACR `HOST`; any other host is added to ACR's; repeatable",
  })
  serviceAccountSecret = Option.Array('--service-account-secret', {
    description: '`[NS/]NAME=A,B`: what an absent ServiceAccount lists; repeatable',
  })
  quiet = Option.Boolean('-q,--quiet', false, { description: 'leave out what is well' })

  /** Throws OptionError. */
  protected manifestOptions(): ManifestOptions {
    return {
      registries: splitLists(this.registry ?? []).map(name => parseRegistry(name)),
      serviceAccounts: (this.serviceAccountSecret ?? []).map(parseServiceAccount),
      isComplete: this.strict,
    }
  }
}
