/** The groups of Kubernetes' own workloads, whose kinds everybody knows by the kind alone. */
export const BUILT_IN_GROUPS: ReadonlySet<string> = new Set(['', 'apps', 'batch', 'extensions'])
