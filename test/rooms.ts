/**
 * The rooms of `src` from top to bottom. A file belongs to the longest path that fits it, and imports, for types too,
 * only from its own room and from those below. Only a room that is not pure may touch the world.
 */
export interface Room {
  /** A folder or a file below `src`. */
  readonly path: string
  /** Values in, values out: no file, clock, environment, stream or network. */
  readonly isPure: boolean
}

const pure = (path: string): Room => ({ path, isPure: true })
const edge = (path: string): Room => ({ path, isPure: false })

export const ROOMS: readonly Room[] = [
  edge('main.ts'),
  edge('cli.ts'),
  edge('commands'),
  edge('commands/shared'),
  pure('krm'),
  pure('report'),
  pure('check/checked.ts'),
  pure('check/advice.ts'),
  pure('check/reading-words.ts'),
  pure('check/with-failures.ts'),
  pure('check/failure-words.ts'),
  pure('check/check.ts'),
  pure('check/rules'),
  pure('check/remedies'),
  pure('check/examine'),
  pure('check/inventory'),
  pure('check'),
  pure('configuration'),
  pure('inject'),
  edge('io'),
  edge('cluster'),
  edge('registry'),
  edge('azure'),
  pure('pull-secret'),
  pure('manifest/kind-sources.ts'),
  pure('manifest/read-with-crds.ts'),
  pure('manifest/crd-index.ts'),
  pure('manifest/crd-documents.ts'),
  pure('manifest/check-details.ts'),
  pure('manifest/needs-check-details.ts'),
  pure('manifest/find-misplaced-lists.ts'),
  pure('manifest/join.ts'),
  pure('manifest/resource-presence.ts'),
  pure('manifest/read-document.ts'),
  pure('manifest/fast-reader.ts'),
  pure('manifest/tree.ts'),
  pure('manifest/parse-syntax.ts'),
  pure('manifest/fast-path'),
  pure('manifest/sites'),
  pure('manifest/list-edits'),
  pure('manifest/resource.ts'),
  pure('manifest/fast-reader'),
  pure('manifest/syntax'),
  pure('manifest'),
  pure('kinds/kinds.ts'),
  pure('kinds/table.ts'),
  pure('kinds/compact-kinds.ts'),
  pure('kinds/table'),
  pure('kinds'),
  pure('image'),
  pure('ignore'),
  pure('kubernetes'),
  edge('http'),
  edge('program'),
  pure('text'),
]
