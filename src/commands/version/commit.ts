/** The commit that the plugin was built from; the build puts it here, so that run from source there is none. */
export const COMMIT: string | undefined = undefined
