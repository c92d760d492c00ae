import type { Random } from './random.ts'
import type { Fields } from './resource.ts'

type Valued = (random: Random, service: string) => Fields

const SUBJECTS = ['CACHE', 'DB', 'LEDGER', 'MAIL', 'QUEUE', 'SEARCH', 'STORAGE', 'TRACING'] as const
const SETTINGS: readonly (readonly [string, Valued])[] = [
  [
    'URL',
    (random, service) => ({
      value: `https://${random.word(8)}.${service}.svc.cluster.local:${8000 + random.below(999)}`,
    }),
  ],
  ['ENABLED', random => ({ value: random.pick(['true', 'false']) })],
  ['TIMEOUT', random => ({ value: `${5 * (1 + random.below(12))}s` })],
  [
    'PASSWORD',
    (_, service) => ({ valueFrom: { secretKeyRef: { key: 'password', name: `${service}-credentials` } } }),
  ],
  ['POOL_SIZE', random => ({ value: String(4 + random.below(60)) })],
]

const ENTRIES: readonly (readonly [string, Valued])[] = [
  ['LOG_LEVEL', random => ({ value: random.pick(['info', 'warn', 'debug']) })],
  ['POD_NAME', () => ({ valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } })],
  ...SUBJECTS.flatMap(subject => SETTINGS.map(([name, valued]) => [`${subject}_${name}`, valued] as const)),
]

/** `count` variables with different names. */
export const environment = (random: Random, service: string, count: number): readonly Fields[] =>
  random.several(ENTRIES, count).map(([name, valued]) => ({ name, ...valued(random, service) }))
