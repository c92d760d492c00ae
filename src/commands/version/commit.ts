/** The commit of the build. The build replaces this value; it is `undefined` when run from source. */
export const COMMIT: string | undefined = undefined
