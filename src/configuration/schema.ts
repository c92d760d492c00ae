import { DEFAULT_SECRET } from '../inject/options.ts'
import { SUBDOMAIN_PATTERN, SUBDOMAIN_RULE } from '../kubernetes/names.ts'

/** As much of JSON Schema as says what a configuration holds. */
export interface Schema {
  readonly $schema?: string
  readonly $id?: string
  readonly title: string
  readonly description: string
  readonly type: JsonType | readonly JsonType[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean
  readonly items?: Schema
  readonly minItems?: number
  readonly enum?: readonly string[]
  readonly pattern?: string
  /** What editors, and this program, say where the pattern does not match. */
  readonly patternErrorMessage?: string
  readonly default?: unknown
  readonly examples?: readonly unknown[]
}

export type JsonType = 'string' | 'boolean' | 'array' | 'object'

/** As kustomize names them. */
export const LOAD_RESTRICTORS = ['LoadRestrictionsRootOnly', 'LoadRestrictionsNone'] as const
export type LoadRestrictor = (typeof LOAD_RESTRICTORS)[number]

export const API_VERSION = 'kubectl-acr/v1'
export const KIND = 'Configuration'

/** Where editors find the schema. */
export const SCHEMA_ADDRESS =
  'https://raw.githubusercontent.com/kubectl-acr/kubectl-acr/main/kubectl-acr.schema.json'

const secretName = {
  pattern: SUBDOMAIN_PATTERN,
  patternErrorMessage: `the name of a Secret: ${SUBDOMAIN_RULE}`,
}
const secretItem: Schema = {
  title: 'Name of a Secret',
  description: 'The name of a Secret, in the namespace of the pods.',
  type: 'string',
  ...secretName,
}
/** One name, or a list of several. */
const secret = {
  type: ['string', 'array'],
  ...secretName,
  items: secretItem,
  minItems: 1,
} satisfies Partial<Schema>

const registry: Schema = {
  title: 'Registry',
  description: 'A registry, and how pods get its credential.',
  type: 'object',
  properties: {
    server: {
      title: 'Login server',
      description:
        'The login server, or the bare name of a registry in the public cloud. A host that is none of ACR, or a placeholder, counts as a registry, too.',
      type: 'string',
      pattern: '\\S',
      patternErrorMessage: 'the name or the login server of a registry',
      examples: ['contoso.azurecr.io', 'contoso', 'registry.contoso.com', '${REGISTRY}'],
    },
    secret: {
      title: 'Pull secret of the registry',
      description:
        'The pull secret for its images, instead of the one for all; a list where pods get several.',
      ...secret,
      examples: ['contoso-pull'],
    },
    regions: {
      title: 'Regions',
      description:
        'The regions of a geo-replicated registry whose regional hosts get the credential, too, when `secret` makes one.',
      type: 'array',
      items: {
        title: 'Region',
        description: 'The name of an Azure region.',
        type: 'string',
        pattern: '^[A-Za-z0-9 ]+$',
        patternErrorMessage: 'the name of an Azure region, such as eastus2',
      },
      examples: [['eastus2', 'westus']],
    },
    credentialFree: {
      title: 'No pull secret needed',
      description:
        'The nodes pull from it by themselves, as those of AKS do from an attached registry: nothing is injected for it, and check finds nothing wrong.',
      type: 'boolean',
      default: false,
      examples: [true],
    },
  },
  required: ['server'],
  additionalProperties: false,
}

const serviceAccount: Schema = {
  title: 'ServiceAccount',
  description: 'A ServiceAccount that is in no manifest, and the pull secrets that it lists.',
  type: 'object',
  properties: {
    namespace: {
      title: 'Namespace',
      description: 'Its namespace. Leave it out where the manifests name none.',
      type: 'string',
      pattern: '\\S',
      patternErrorMessage: 'the name of a namespace',
      examples: ['shop'],
    },
    name: {
      title: 'Name',
      description: 'Its name.',
      type: 'string',
      pattern: '\\S',
      patternErrorMessage: 'the name of a ServiceAccount',
      examples: ['default'],
    },
    secrets: {
      title: 'Pull secrets that it lists',
      description:
        'A pod spec that gets a list of its own loses the list of its ServiceAccount, so that inject puts these into it.',
      type: 'array',
      items: secretItem,
      examples: [['regcred']],
    },
  },
  required: ['name', 'secrets'],
  additionalProperties: false,
}

/** All that a configuration may say (JSON Schema 2020-12). The documents and the file that ships are made of it. */
export const CONFIGURATION_SCHEMA: Schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: SCHEMA_ADDRESS,
  title: 'Configuration of kubectl acr',
  description: 'What kubectl acr does in a repository, in the file .kubectl-acr.yaml at its root.',
  type: 'object',
  properties: {
    apiVersion: {
      title: 'Version of this form',
      description: 'The version of this form. It may be left out.',
      type: 'string',
      enum: [API_VERSION],
      default: API_VERSION,
    },
    kind: {
      title: 'Kind',
      description: 'What this file is. It may be left out.',
      type: 'string',
      enum: [KIND],
      default: KIND,
    },
    metadata: {
      title: 'Metadata',
      description: 'As of any object of Kubernetes, for hosts that ask for it. It means nothing here.',
      type: 'object',
      examples: [{ name: 'acr' }],
    },
    secret: {
      title: 'Pull secret',
      description:
        'The pull secret of all registries that name none of their own; a list where pods get several.',
      ...secret,
      default: DEFAULT_SECRET,
      examples: ['contoso-pull', ['old-pull', 'new-pull']],
    },
    registries: {
      title: 'Registries',
      description: 'What is known of single registries.',
      type: 'array',
      items: registry,
      default: [],
      examples: [
        [
          { server: 'contoso.azurecr.io', secret: 'contoso-pull', regions: ['eastus2'] },
          { server: 'platform.azurecr.io', credentialFree: true },
        ],
      ],
    },
    onlyListedRegistries: {
      title: 'Only these registries',
      description: 'Leave the images of all registries alone that are not listed in `registries`.',
      type: 'boolean',
      default: false,
      examples: [true],
    },
    serviceAccounts: {
      title: 'ServiceAccounts',
      description: 'What ServiceAccounts list that are in no manifest.',
      type: 'array',
      items: serviceAccount,
      default: [],
      examples: [[{ namespace: 'shop', name: 'default', secrets: ['regcred'] }]],
    },
    kinds: {
      title: 'Kinds',
      description:
        'Where kinds that kubectl acr does not know keep pod specs or pull secrets, each as `--kind` takes it.',
      type: 'array',
      items: {
        title: 'Kind',
        description: 'GROUP/KIND=PATH[,PATH], as `--kind` takes it.',
        type: 'string',
        pattern: '^[a-z0-9.-]*/[A-Za-z][A-Za-z0-9]*=.+$',
        patternErrorMessage: 'GROUP/KIND=PATH[,PATH], as in contoso.com/Worker=spec.template.spec',
      },
      default: [],
      examples: [['contoso.com/Worker=spec.template.spec', 'contoso.com/Agent=spec.pullSecrets:strings']],
    },
    crds: {
      title: 'CRDs',
      description:
        'Files, directories and globs with CRDs to learn kinds from, relative to this file. No URL: a configuration asks no network.',
      type: 'array',
      items: {
        title: 'File with CRDs',
        description: 'A file, a directory or a glob, relative to this file.',
        type: 'string',
        pattern: '^(?!https?://|-$).',
        patternErrorMessage: 'a file, a directory or a glob; a URL is asked with --crd URL alone',
      },
      default: [],
      examples: [['crds/']],
    },
    exclude: {
      title: 'Exclude',
      description:
        'What is left out of directories and globs, each as a line of a .gitignore file beside this file: `!` takes it in again.',
      type: 'array',
      items: {
        title: 'Glob',
        description: 'A glob as in .gitignore.',
        type: 'string',
        pattern: '^(?!!?/?$)',
        patternErrorMessage: 'a glob as in .gitignore, such as node_modules/',
      },
      default: [],
      examples: [['node_modules/', 'charts/*/templates/']],
    },
    gitignore: {
      title: 'Heed .gitignore',
      description: 'Leave out of directories and globs what the .gitignore files of the repository name.',
      type: 'boolean',
      default: true,
      examples: [false],
    },
    shape: {
      title: 'Kinds by their shape',
      description:
        'Take what has the shape of a pod template for one, in kinds that are not known, too; `--no-shape` on the command line is false.',
      type: 'boolean',
      default: true,
      examples: [false],
    },
    kustomize: {
      title: 'kustomize',
      description: 'How `-k` builds. Flags that let kustomize run programs are for `--kustomize-args` alone.',
      type: 'object',
      properties: {
        enableHelm: {
          title: 'Helm charts',
          description: 'Inflate the Helm charts that a kustomization names (`--enable-helm`).',
          type: 'boolean',
          default: false,
          examples: [true],
        },
        loadRestrictor: {
          title: 'Load restrictor',
          description:
            'Whether a kustomization may read files outside of its directory (`--load-restrictor`).',
          type: 'string',
          enum: [...LOAD_RESTRICTORS],
          default: 'LoadRestrictionsRootOnly',
          examples: ['LoadRestrictionsNone'],
        },
      },
      additionalProperties: false,
    },
    inject: {
      title: 'inject',
      description: 'For `kubectl acr inject` alone.',
      type: 'object',
      properties: {
        via: {
          title: 'What lists the secret',
          description:
            'Whether pod specs list the pull secret, or the ServiceAccounts of the input where there are any.',
          type: 'string',
          enum: ['pod', 'serviceaccount'],
          default: 'pod',
          examples: ['serviceaccount'],
        },
        strict: {
          title: 'Strict',
          description: 'Fail on an ACR image that no pull secret can be given for.',
          type: 'boolean',
          default: false,
          examples: [true],
        },
      },
      additionalProperties: false,
    },
    check: {
      title: 'check',
      description: 'For `kubectl acr check` alone.',
      type: 'object',
      properties: {
        strict: {
          title: 'Strict',
          description: 'The input is all that there is: what is missing in it is an error.',
          type: 'boolean',
          default: false,
          examples: [true],
        },
        failOn: {
          title: 'Fail on',
          description: 'The least severity of a finding with which check exits with 1.',
          type: 'string',
          enum: ['warning', 'error'],
          default: 'error',
          examples: ['warning'],
        },
      },
      additionalProperties: false,
    },
  },
  additionalProperties: false,
}
