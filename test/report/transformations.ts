import type { Outcome, Status, Transformation, TransformedSource } from '../../src/inject/outcome.ts'
import type { Identity } from '../../src/manifest/resource.ts'
import type { Edit } from '../../src/manifest/edit.ts'

/** What a report calls this program. */
export const TOOL = { version: '1.2.3', home: 'https://example.com/acr' }
export const NOON = new Date('2030-01-01T12:00:00Z')

type OutcomeParts = Partial<Omit<Outcome, 'identity'>> & { readonly identity?: Partial<Identity> }

/** `web`, a Deployment in the namespace `shop` without an ACR image, as far as nothing else is said. */
export function outcome({ identity, ...rest }: OutcomeParts = {}): Outcome {
  return {
    status: 'no-acr-image',
    source: 'deploy/web.yaml',
    document: 1,
    line: 1,
    identity: {
      group: 'apps',
      version: 'v1',
      kind: 'Deployment',
      namespace: 'shop',
      name: 'web',
      ...identity,
    },
    changes: [],
    needs: [],
    warnings: [],
    notes: [],
    ...rest,
  }
}

export function injected(parts: OutcomeParts = {}): Outcome {
  return outcome({
    status: 'injected',
    changes: [{ name: 'acr-secret', registries: ['contoso.azurecr.io'] }],
    ...parts,
  })
}

export function repeat(count: number, status: Status): readonly Outcome[] {
  return Array.from({ length: count }, () => outcome({ status }))
}

export function source(
  name: string,
  before: string | Uint8Array = '',
  edits: readonly Edit[] = [],
): TransformedSource {
  return { name, path: `/repository/${name}`, before: Buffer.from(before), edits }
}

/** One source, `deploy/web.yaml`, as far as nothing else is said. */
export function transformation(parts: Partial<Transformation> = {}): Transformation {
  return {
    verb: 'inject',
    sources: [source('deploy/web.yaml')],
    outcomes: [],
    problems: [],
    unread: 0,
    ...parts,
  }
}

/** Lines of a text as a person writes them in a test, each with its line end. */
export function lines(...texts: readonly string[]): string {
  return texts.map(text => `${text}\n`).join('')
}
