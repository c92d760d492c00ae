import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { JsonRecord } from '../../src/text/json-record.ts'
import type { Serving } from './serve-objects.ts'

/**
 * `cases/<what is odd>/`: `objects.json` is what a cluster holds, with `serving.json` for how; `args`, a line each, for
 * more than `check -n shop`; `expected.txt` is what the program says, its exit code first.
 */
export interface ClusterCase {
  readonly objects: readonly JsonRecord[]
  readonly serving: Serving
  /** The whole command line. */
  readonly args: readonly string[]
}

export function readCase(folder: string): ClusterCase {
  const textOf = (name: string): string | undefined => {
    const path = join(folder, name)
    return existsSync(path) ? readFileSync(path, 'utf8') : undefined
  }
  const more = textOf('args')?.split('\n').filter(Boolean) ?? ['-n', 'shop']
  return {
    objects: JSON.parse(textOf('objects.json') ?? '[]'),
    serving: JSON.parse(textOf('serving.json') ?? '{}'),
    args: ['check', '--context', 'test', ...more],
  }
}
