import { environment } from './environment.ts'
import type { Extent } from './extent.ts'
import { versionOf } from './metadata.ts'
import type { Random } from './random.ts'
import { filled, optional } from './resource.ts'
import type { Fields } from './resource.ts'
import { mountOf } from './volumes.ts'
import type { Volume } from './volumes.ts'

const ACR_REGISTRIES = ['contoso.azurecr.io', 'fabrikam.azurecr.io', 'contoso.eastus.geo.azurecr.io'] as const
const OTHER_REGISTRIES = [
  'ghcr.io/contoso',
  'mcr.microsoft.com',
  'docker.io/library',
  'quay.io/acme',
] as const

/** The properties of a Deployment that decide what its containers contain. */
export interface Sketch {
  readonly random: Random
  readonly extent: Extent
  readonly service: string
  readonly isOfAcr: boolean
}

const PORTS = [
  { containerPort: 8080, name: 'http' },
  { containerPort: 9090, name: 'metrics' },
  { containerPort: 50_051, name: 'grpc', protocol: 'TCP' },
  { containerPort: 8081, name: 'admin', protocol: 'TCP' },
] as const

export function mainContainer(sketch: Sketch, volumes: readonly Volume[]): Fields {
  const { random, service, extent } = sketch
  const { entries, usual, rare } = extent
  const command = ['/bin/sh', '-c', `test -f /tmp/ready && exec ${service} --listen=:8080`]
  const limits = { cpu: '1', memory: `${random.pick([256, 512, 1024])}Mi` }
  const requests = { cpu: `${random.pick([50, 100, 250])}m`, memory: '128Mi' }
  return {
    ...optional('args', filled(args(sketch))),
    ...optional('command', rare(command)),
    ...optional('env', filled(environment(random, service, entries('env')))),
    ...optional('envFrom', rare([{ configMapRef: { name: `${service}-environment` } }])),
    image: imageOf(sketch, `shop/${service}`),
    ...optional('imagePullPolicy', usual('IfNotPresent')),
    ...optional('lifecycle', rare({ preStop: { exec: { command: ['sleep', '10'] } } })),
    ...optional('livenessProbe', usual(probe('/healthz', 15))),
    name: service,
    ...optional('ports', filled(PORTS.slice(0, entries('ports')))),
    ...optional('readinessProbe', usual(probe('/ready', 5))),
    ...optional('resources', usual({ limits, requests })),
    ...optional(
      'securityContext',
      usual({ allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } }),
    ),
    ...optional('startupProbe', rare({ failureThreshold: 30, ...probe('/ready', 2) })),
    ...optional('volumeMounts', filled(volumes.map(mountOf))),
  }
}

export const sidecar = (sketch: Sketch): Fields => ({
  args: ['--upstream=http://127.0.0.1:8080', '--log-level=warn'],
  image: imageOf(sketch, 'platform/proxy'),
  name: 'proxy',
  resources: { requests: { cpu: '10m', memory: '32Mi' } },
})

export const migration = (sketch: Sketch): Fields => ({
  args: ['migrate', 'up'],
  image: imageOf(sketch, 'shop/migrations'),
  name: 'migrate',
})

function args({ random, service, extent }: Sketch): readonly string[] {
  const all = [
    '--listen=:8080',
    `--log-level=${random.pick(['info', 'warn', 'debug'])}`,
    '--log-format=json',
    '--metrics-bind-address=127.0.0.1:9090',
    '--leader-elect',
    `--leader-election-id=${service}.contoso.com`,
    `--max-connections=${50 * (1 + random.below(20))}`,
    `--database=postgres://${service}@db.shop.svc.cluster.local:5432/${service}`,
    '--tls-cert-file=/etc/tls/tls.crt',
    '--tls-private-key-file=/etc/tls/tls.key',
    '--shutdown-timeout=20s',
    '--feature-gates=FastBasket=true,OldSearch=false',
    '--tracing-endpoint=http://collector.observability.svc.cluster.local:4317',
  ]
  return random.several(all, extent.entries('args'))
}

const probe = (path: string, seconds: number): Fields => ({
  httpGet: { path, port: 'http' },
  periodSeconds: seconds,
})

function imageOf({ random, isOfAcr }: Sketch, path: string): string {
  const repository = `${random.pick(isOfAcr ? ACR_REGISTRIES : OTHER_REGISTRIES)}/${path}`
  if (random.once(10)) return `${repository}@sha256:${random.word(8).replaceAll(/[^\d]/g, 'a').repeat(8)}`
  return `${repository}:${versionOf(random)}`
}
