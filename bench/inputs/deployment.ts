import { metadataOf, SERVICES } from './metadata.ts'
import type { Random } from './random.ts'
import { optional } from './resource.ts'
import type { Fields, Json } from './resource.ts'

const ACR_REGISTRIES = ['contoso.azurecr.io', 'fabrikam.azurecr.io', 'contoso.eastus.geo.azurecr.io'] as const
const OTHER_REGISTRIES = [
  'ghcr.io/contoso',
  'mcr.microsoft.com',
  'docker.io/library',
  'quay.io/acme',
] as const

interface Deployment extends Fields {
  readonly metadata: Fields
}

/** A Deployment of 1 to 3 kB, mostly 2, as kustomize prints one: keys sorted, and all that a service in production has. */
export function deployment(random: Random, index: number, isOfAcr: boolean): Deployment {
  const service = random.pick(SERVICES)
  const registry = (): string => random.pick(isOfAcr ? ACR_REGISTRIES : OTHER_REGISTRIES)
  const labels = { 'app.kubernetes.io/instance': service, 'app.kubernetes.io/name': `${service}-${index}` }
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: metadataOf(random, `${service}-${index}`),
    spec: {
      replicas: 1 + random.below(6),
      selector: { matchLabels: labels },
      ...optional('strategy', random.once(4) ? { rollingUpdate: { maxSurge: '25%' } } : undefined),
      template: {
        metadata: { annotations: { 'prometheus.io/scrape': 'true' }, labels },
        spec: podSpec(random, service, registry),
      },
    },
  }
}

function podSpec(random: Random, service: string, registry: () => string): Fields {
  const sidecars = random.once(4) ? [sidecar(random, registry())] : []
  return {
    containers: [mainContainer(random, service, registry()), ...sidecars],
    ...optional('imagePullSecrets', random.once(20) ? [{ name: 'regcred' }] : undefined),
    ...optional('initContainers', random.once(5) ? [migration(random, registry())] : undefined),
    ...optional('securityContext', random.once(2) ? { fsGroup: 10_001, runAsNonRoot: true } : undefined),
    ...optional('serviceAccountName', random.once(2) ? service : undefined),
    volumes: [{ configMap: { defaultMode: 420, name: `${service}-settings` }, name: 'settings' }],
  }
}

function mainContainer(random: Random, service: string, registry: string): Fields {
  const command = ['/bin/sh', '-c', `test -f /tmp/ready && exec ${service} --listen=:8080`]
  return {
    ...optional('command', random.once(4) ? command : undefined),
    env: environment(random, service),
    image: imageOf(random, `${registry}/shop/${service}`),
    imagePullPolicy: 'IfNotPresent',
    livenessProbe: probe('/healthz', 15),
    name: service,
    ports: [{ containerPort: 8080, name: 'http' }],
    readinessProbe: probe('/ready', 5),
    resources: {
      limits: { cpu: '1', memory: `${random.pick([256, 512, 1024])}Mi` },
      requests: { cpu: `${random.pick([50, 100, 250])}m`, memory: '128Mi' },
    },
    securityContext: { allowPrivilegeEscalation: false },
    volumeMounts: [{ mountPath: '/etc/settings', name: 'settings', readOnly: true }],
  }
}

function sidecar(random: Random, registry: string): Fields {
  return {
    args: ['--upstream=http://127.0.0.1:8080', '--log-level=warn'],
    image: imageOf(random, `${registry}/platform/proxy`),
    name: 'proxy',
    resources: { requests: { cpu: '10m', memory: '32Mi' } },
  }
}

function migration(random: Random, registry: string): Fields {
  return { args: ['migrate', 'up'], image: imageOf(random, `${registry}/shop/migrations`), name: 'migrate' }
}

function environment(random: Random, service: string): readonly Json[] {
  const plain = Array.from({ length: random.below(4) }, (_, index) => ({
    name: `${random.pick(['CACHE', 'QUEUE', 'SEARCH', 'MAIL'])}_URL_${index}`,
    value: `https://${random.word(8)}.${service}.svc.cluster.local:${8000 + random.below(999)}`,
  }))
  return [
    { name: 'LOG_LEVEL', value: random.pick(['info', 'warn', 'debug']) },
    ...plain,
    { name: 'DB_PASSWORD', valueFrom: { secretKeyRef: { key: 'password', name: `${service}-db` } } },
    { name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
  ]
}

const probe = (path: string, seconds: number): Fields => ({
  httpGet: { path, port: 'http' },
  periodSeconds: seconds,
})

function imageOf(random: Random, repository: string): string {
  if (random.once(10)) return `${repository}@sha256:${random.word(8).replaceAll(/[^\d]/g, 'a').repeat(8)}`
  return `${repository}:${1 + random.below(4)}.${random.below(30)}.${random.below(10)}`
}
