/** Where manifests come from: a file, standard input, the output of kustomize, a response. */
export interface SourceName {
  /** As the user knows it, for errors and reports: `deploy/web.yaml`, `standard input`, a URL. */
  readonly name: string
  /** The file that `--in-place` may write; absent where the bytes did not come from one. */
  readonly path?: string
  /** A kustomization builds it: its lines are those of no file. */
  readonly isBuilt?: true
}

/** The name alone, of a source or of what is to be read as one. */
export function nameOf({ name, path, isBuilt }: SourceName): SourceName {
  if (isBuilt !== undefined) return path === undefined ? { name, isBuilt } : { name, path, isBuilt }
  return path === undefined ? { name } : { name, path }
}

/** A named stream of manifests. */
export interface Source extends SourceName {
  readonly bytes: Uint8Array
}

/** The name of the source that comes by a pipe. */
export const STANDARD_INPUT = 'standard input'

/**
 * A place as a terminal or an editor opens it: `deploy/web.yaml:14`, `stdin:14`. Of what a kustomization builds it is the
 * directory alone.
 */
export function placeIn({ name, isBuilt }: Pick<SourceName, 'name' | 'isBuilt'>, line: number): string {
  if (isBuilt === true) return name
  return `${name === STANDARD_INPUT ? 'stdin' : name}:${line}`
}

/**
 * Two bytes that may be allocated behind the bytes of a source, LF and NUL. A scanner that finds them there uses them as a
 * sentinel, and needs no copy of the source.
 */
export const SCAN_SENTINEL = Uint8Array.of(0x0a, 0)

/** Bytes of the largest source: `Buffer.indexOf` counts no further, and gives negative numbers beyond. */
export const LARGEST = 2 ** 31 - 1
