import { DEFAULT_SECRET } from '../pull-secret/secret-rules.ts'
import { SUBDOMAIN_PATTERN, SUBDOMAIN_RULE } from '../kubernetes/names.ts'

/** The part of JSON Schema that describes a configuration. */
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
  /** The message of editors and of this program if the pattern does not match. */
  readonly patternErrorMessage?: string
  readonly default?: unknown
  readonly examples?: readonly unknown[]
}

export type JsonType = 'string' | 'boolean' | 'array' | 'object'

/** As kustomize names them. */
const LOAD_RESTRICTORS = ['LoadRestrictionsRootOnly', 'LoadRestrictionsNone'] as const
export type LoadRestrictor = (typeof LOAD_RESTRICTORS)[number]

export const API_VERSION = 'kubectl-acr/v1'
export const KIND = 'Configuration'

/** The URL where editors load the schema. */
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
        'The login server, or the name of a registry in the public cloud. A host outside ACR, or a placeholder, also counts as a registry.',
      type: 'string',
      pattern: '\\S',
      patternErrorMessage: 'the name or the login server of a registry',
      examples: ['contoso.azurecr.io', 'contoso', 'registry.contoso.com', '${REGISTRY}'],
    },
    secret: {
      title: 'Pull secret of the registry',
      description:
        'The pull secret for its images, instead of the one for all registries. A list, where pods get several.',
      ...secret,
      examples: ['contoso-pull'],
    },
    regions: {
      title: 'Regions',
      description:
        'The regions of a geo-replicated registry. `kubectl acr secret` adds the credential for their regional hosts too.',
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
        'The nodes pull from it on their own, as AKS nodes do from an attached registry. inject adds nothing for it, and check reports nothing.',
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
        'A pod spec with a list of its own loses the list of its ServiceAccount. So inject adds these names to it.',
      type: 'array',
      items: secretItem,
      examples: [['regcred']],
    },
  },
  required: ['name', 'secrets'],
  additionalProperties: false,
}

/**
 * The schema of a configuration (JSON Schema 2020-12). The documentation and the published file are generated from it.
 */
export const CONFIGURATION_SCHEMA: Schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: SCHEMA_ADDRESS,
  title: 'Configuration of kubectl acr',
  description: 'The settings of kubectl acr for a repository, in the file .kubectl-acr.yaml at its root.',
  type: 'object',
  properties: {
    apiVersion: {
      title: 'API version',
      description: 'The version of the format. It may be left out.',
      type: 'string',
      enum: [API_VERSION],
      default: API_VERSION,
    },
    kind: {
      title: 'Kind',
      description: 'The kind of this file. It may be left out.',
      type: 'string',
      enum: [KIND],
      default: KIND,
    },
    metadata: {
      title: 'Metadata',
      description: 'The metadata of a Kubernetes object, for programs that require it. It is ignored.',
      type: 'object',
      examples: [{ name: 'acr' }],
    },
    secret: {
      title: 'Pull secret',
      description:
        'The pull secret of all registries without one of their own. A list, where pods get several.',
      ...secret,
      default: DEFAULT_SECRET,
      examples: ['contoso-pull', ['old-pull', 'new-pull']],
    },
    registries: {
      title: 'Registries',
      description: 'Settings of single registries.',
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
      description: 'Ignore images of registries that are not listed in `registries`.',
      type: 'boolean',
      default: false,
      examples: [true],
    },
    serviceAccounts: {
      title: 'ServiceAccounts',
      description: 'The pull secrets of ServiceAccounts that are in no manifest.',
      type: 'array',
      items: serviceAccount,
      default: [],
      examples: [[{ namespace: 'shop', name: 'default', secrets: ['regcred'] }]],
    },
    kinds: {
      title: 'Kinds',
      description: 'Where unknown kinds keep pod specs or pull secrets, in the form of `--kind`.',
      type: 'array',
      items: {
        title: 'Kind',
        description: 'GROUP/KIND=PATH[,PATH], in the form of `--kind`.',
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
        'Files, directories and globs with CRDs to learn kinds from, relative to this file. A URL is not allowed: a configuration never uses the network.',
      type: 'array',
      items: {
        title: 'File with CRDs',
        description: 'A file, a directory or a glob, relative to this file.',
        type: 'string',
        pattern: '^(?!https?://|-$).',
        patternErrorMessage: 'a file, a directory or a glob (use --crd for a URL)',
      },
      default: [],
      examples: [['crds/']],
    },
    exclude: {
      title: 'Exclude',
      description:
        'What to exclude from directories and globs. Each entry is like a line of a .gitignore file beside this file: `!` includes files again.',
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
      title: 'Use .gitignore',
      description:
        'Exclude files that the .gitignore files of the repository name from directories and globs.',
      type: 'boolean',
      default: true,
      examples: [false],
    },
    shape: {
      title: 'Kinds by their shape',
      description:
        'Recognize pod templates in unknown kinds, too, by their shape. `--no-shape` on the command line is false.',
      type: 'boolean',
      default: true,
      examples: [false],
    },
    kustomize: {
      title: 'kustomize',
      description:
        'How `-k` builds. Flags that let kustomize run programs are only possible in `--kustomize-args`.',
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
      description: 'Settings of `kubectl acr inject`.',
      type: 'object',
      properties: {
        via: {
          title: 'Where the secret is listed',
          description:
            'Whether the pull secret is listed in pod specs, or in the ServiceAccounts of the input where there are any.',
          type: 'string',
          enum: ['pod', 'serviceaccount'],
          default: 'pod',
          examples: ['serviceaccount'],
        },
        strict: {
          title: 'Strict',
          description: 'Fail on an ACR image without a place for a pull secret.',
          type: 'boolean',
          default: false,
          examples: [true],
        },
      },
      additionalProperties: false,
    },
    check: {
      title: 'check',
      description: 'Settings of `kubectl acr check`.',
      type: 'object',
      properties: {
        strict: {
          title: 'Strict',
          description: 'The input contains all Secrets and ServiceAccounts: a missing one is an error.',
          type: 'boolean',
          default: false,
          examples: [true],
        },
        failOn: {
          title: 'Fail on',
          description: 'The lowest severity of a finding for which check exits with 1.',
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
