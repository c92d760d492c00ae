/** A named stream of manifests: a file, standard input, the output of kustomize, a response. */
export interface Source {
  /** As the user knows it, for errors and reports: `deploy/web.yaml`, `standard input`, a URL. */
  readonly name: string
  readonly bytes: Uint8Array
  /** The file that `--in-place` may write; absent where the bytes did not come from one. */
  readonly path?: string
}

/** The name of the source that comes by a pipe. */
export const STANDARD_INPUT = 'standard input'

/**
 * What stands behind the bytes of a source in the memory that they lie in, if whoever read it was so kind: then a reader
 * that wants to see it there need copy none.
 */
export const SCAN_SENTINEL = Uint8Array.of(0x0a, 0)

/** Bytes of the largest source: `Buffer.indexOf` counts no further, and gives negative numbers beyond. */
export const LARGEST = 2 ** 31 - 1
