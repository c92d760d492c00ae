import type { ApiResource } from './discovery.ts'

// What every server has, so that nobody need ask.
const core = (kind: string, name: string): ApiResource => ({
  group: '',
  version: 'v1',
  kind,
  name,
  isNamespaced: true,
})

/** Of every server since 1.16. */
export const CUSTOM_RESOURCE_DEFINITIONS: ApiResource = {
  group: 'apiextensions.k8s.io',
  version: 'v1',
  kind: 'CustomResourceDefinition',
  name: 'customresourcedefinitions',
  isNamespaced: false,
}

export const PODS = core('Pod', 'pods')
export const EVENTS = core('Event', 'events')
export const SECRETS = core('Secret', 'secrets')
export const SERVICE_ACCOUNTS = core('ServiceAccount', 'serviceaccounts')
