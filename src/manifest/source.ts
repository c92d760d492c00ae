/** The origin of manifests: a file, standard input, the output of kustomize, a response. */
export interface SourceName {
  /** The name in errors and reports: `deploy/web.yaml`, `standard input`, a URL. */
  readonly name: string
  /** The file that `--in-place` may write; absent for bytes that are not from a file. */
  readonly path?: string
  /** Whether a kustomization built the source: its lines are not lines of a file. */
  readonly isBuilt?: true
}

/** The name of a source, without its content. */
export function nameOf({ name, path, isBuilt }: SourceName): SourceName {
  if (isBuilt !== undefined) return path === undefined ? { name, isBuilt } : { name, path, isBuilt }
  return path === undefined ? { name } : { name, path }
}

/** A named stream of manifests. */
export interface Source extends SourceName {
  readonly bytes: Uint8Array
  /**
   * The memory that holds these bytes and those of other sources, each followed by a line break. A search looks through
   * all of it at once.
   */
  readonly block?: Uint8Array
}

/** The name of the source that is read from standard input. */
export const STANDARD_INPUT = 'standard input'

/**
 * A place in the form that terminals and editors open: `deploy/web.yaml:14`, `stdin:14`. For a built kustomization,
 * only its directory; without a line, only the name.
 */
export function placeIn(
  { name, isBuilt }: Pick<SourceName, 'name' | 'isBuilt'>,
  line: number | undefined,
): string {
  if (isBuilt === true || line === undefined) return name
  return `${name === STANDARD_INPUT ? 'stdin' : name}:${line}`
}

/**
 * LF and NUL, which may be allocated after the bytes of a source. A scanner that finds them uses them as a sentinel
 * and needs no copy of the source.
 */
export const SCAN_SENTINEL = Uint8Array.of(0x0a, 0)

/** The largest source in bytes. `Buffer.indexOf` returns wrong numbers for offsets beyond. */
export const LARGEST = 2 ** 31 - 1
