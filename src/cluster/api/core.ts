import type { ApiResource } from './discovery.ts'

// Every server has these resources, so they need no discovery.
const core = (kind: string, name: string): ApiResource => ({
  group: '',
  version: 'v1',
  kind,
  name,
  isNamespaced: true,
})

/** Every server since Kubernetes 1.16 has this version. */
export const CUSTOM_RESOURCE_DEFINITIONS: ApiResource = {
  group: 'apiextensions.k8s.io',
  version: 'v1',
  kind: 'CustomResourceDefinition',
  name: 'customresourcedefinitions',
  isNamespaced: false,
}

export const EVENTS = core('Event', 'events')
export const SECRETS = core('Secret', 'secrets')
export const SERVICE_ACCOUNTS = core('ServiceAccount', 'serviceaccounts')
