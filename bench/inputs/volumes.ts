import { sorted } from './resource.ts'
import type { Fields } from './resource.ts'

/** A volume, and its mount path. */
export interface Volume {
  readonly name: string
  readonly path: string
  readonly source: Fields
}

export const volumesOf = (service: string): readonly Volume[] => [
  volume('settings', '/etc/settings', { configMap: { defaultMode: 420, name: `${service}-settings` } }),
  volume('tls', '/etc/tls', { secret: { secretName: `${service}-tls` } }),
  volume('cache', '/var/cache/shop', { emptyDir: {} }),
  volume('data', '/var/lib/shop', { persistentVolumeClaim: { claimName: `${service}-data` } }),
  volume('company-ca', '/etc/ssl/company', { configMap: { name: 'company-ca', optional: true } }),
  volume('scratch', '/tmp', { emptyDir: { medium: 'Memory', sizeLimit: '64Mi' } }),
  volume('pod-info', '/etc/pod-info', {
    downwardAPI: { items: [{ fieldRef: { fieldPath: 'metadata.labels' }, path: 'labels' }] },
  }),
  volume('token', '/var/run/secrets/tokens', {
    projected: {
      sources: [{ serviceAccountToken: { audience: 'vault', expirationSeconds: 3600, path: 'vault-token' } }],
    },
  }),
]

const volume = (name: string, path: string, source: Fields): Volume => ({ name, path, source })

export const volumeOf = ({ name, source }: Volume): Fields => sorted({ ...source, name })

export const mountOf = ({ name, path, source }: Volume): Fields => ({
  mountPath: path,
  name,
  ...('configMap' in source || 'secret' in source ? { readOnly: true } : {}),
})
