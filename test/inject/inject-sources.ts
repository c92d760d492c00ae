import { injection } from '../../src/inject/inject.ts'
import type { InjectOptions, UninjectOptions } from '../../src/inject/options.ts'
import type { Transformation } from '../../src/inject/outcome.ts'
import { transformSources } from '../../src/inject/transform/transform-sources.ts'
import { uninjection } from '../../src/inject/uninject.ts'
import type { Source } from '../../src/manifest/source.ts'

/** Adds pull secrets to whole sources, as `kubectl acr inject` does. */
export function inject(sources: readonly Source[], options: InjectOptions): Promise<Transformation> {
  return transformSources(sources, injection(options))
}

/** Removes pull secrets from whole sources, as `kubectl acr uninject` does. */
export function uninject(sources: readonly Source[], options: UninjectOptions): Promise<Transformation> {
  return transformSources(sources, uninjection(options))
}
